using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace RuralEc.ColdChain.Alarms;

/// <summary>What an open alarm desk has to know at once: how much is open, and whether it is something new.</summary>
internal sealed class AlarmStream(
    IServiceScopeFactory scopes,
    AlarmSignal signal,
    IHostApplicationLifetime host,
    TimeProvider clock
)
{
    public async IAsyncEnumerable<SseItem<AlarmPulse>> OfAsync(
        ClaimsPrincipal by,
        [EnumeratorCancellation] CancellationToken ct = default
    )
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(ct, host.ApplicationStopping);
        AlarmPulse? last = null;
        while (!ends.IsCancellationRequested)
        {
            var next = signal.NextAsync();
            var pulse = await LookAsync(by, ends.Token);
            if (pulse is not null && pulse != last)
            {
                last = pulse;
                yield return new(pulse, "alarms");
            }

            await Onlooking.WaitAsync(next, clock, ends.Token);
        }
    }

    private async Task<AlarmPulse?> LookAsync(ClaimsPrincipal by, CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var alarms = scope.ServiceProvider.GetRequiredService<AlarmQuery>();
            var open = await alarms.CountOpenAsync(by, ct);
            return new(
                open.GetValueOrDefault(Severity.Critical),
                open.GetValueOrDefault(Severity.Excursion),
                open.GetValueOrDefault(Severity.Warning),
                await Reach
                    .Of(by)
                    .Alarms(scope.ServiceProvider.GetRequiredService<DbContext>())
                    .Where(a => a.OpenScope != null && a.GroupId == null)
                    .MaxAsync(a => (DateTimeOffset?)a.OpenedAt, ct)
            );
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}

/// <summary>Open alarms that nobody at the caller's desk has acknowledged.</summary>
/// <param name="NewestAt">When the newest open alarm was opened: later than before means a new one.</param>
internal sealed record AlarmPulse(int Critical, int Excursion, int Warning, DateTimeOffset? NewestAt);

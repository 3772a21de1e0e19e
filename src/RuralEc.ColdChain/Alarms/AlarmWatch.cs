using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RuralEc.ColdChain.Assets;

namespace RuralEc.ColdChain.Alarms;

/// <summary>
/// Worker: after each commit judges the devices that reported, and now and then who is silent. What it does not finish
/// before a stop is judged again at the next start.
/// </summary>
internal sealed class AlarmWatch(
    IServiceScopeFactory scopes,
    CommittedFeed feed,
    TimeProvider clock,
    ILogger<AlarmWatch> log
) : BackgroundService
{
    private static readonly TimeSpan SilenceRound = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan JudgedAgainAtStart = TimeSpan.FromDays(1);

    private readonly Dictionary<string, DateTimeOffset> _heard = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var listeningSince = clock.GetUtcNow();
        await TryAsync(
            room => RevisitMountedAsync(room, listeningSince - JudgedAgainAtStart, stoppingToken),
            stoppingToken
        );
        using var rounds = new PeriodicTimer(SilenceRound, clock);
        var news = feed.TakeAsync(stoppingToken);
        var round = rounds.WaitForNextTickAsync(stoppingToken).AsTask();
        while (await Task.WhenAny(news, round) is { IsCompletedSuccessfully: true })
        {
            if (news.IsCompletedSuccessfully)
            {
                await JudgeAsync(await news, stoppingToken);
                news = feed.TakeAsync(stoppingToken);
            }

            if (round.IsCompletedSuccessfully)
            {
                await TryAsync(
                    room => room.GetRequiredService<SilenceJudge>().JudgeAsync(_heard, listeningSince, stoppingToken),
                    stoppingToken
                );
                round = rounds.WaitForNextTickAsync(stoppingToken).AsTask();
            }
        }
    }

    private async Task JudgeAsync(IReadOnlyCollection<DeviceNews> news, CancellationToken ct)
    {
        foreach (var device in news)
        {
            if (device.ReceivedAt is { } at)
            {
                _heard[device.Device] = at;
            }

            var judged = await TryAsync(
                room => room.GetRequiredService<AlarmJudge>().JudgeAsync(device.Device, device.EarliestMeasuredAt, ct),
                ct
            );
            if (!judged)
            {
                feed.Add(device);
            }
        }
    }

    private async Task RevisitMountedAsync(IServiceProvider room, DateTimeOffset from, CancellationToken ct)
    {
        var devices = await room.GetRequiredService<DbContext>()
            .Set<Mounting>()
            .Where(m => m.To == null)
            .Select(m => m.Device)
            .Distinct()
            .ToListAsync(ct);
        devices.ForEach(device => feed.Revisit(device, from));
    }

    /// <summary>An outage of the database must not end the watch: it is logged, and the work comes back later.</summary>
    private async Task<bool> TryAsync(Func<IServiceProvider, Task> work, CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await work(scope.ServiceProvider);
            return true;
        }
        catch (Exception) when (ct.IsCancellationRequested)
        {
            return true;
        }
        catch (Exception failure)
        {
            log.NotJudged(failure);
            await Task.Delay(SilenceRound, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return false;
        }
    }
}

internal static partial class AlarmLog
{
    [LoggerMessage(EventId = 2010, Level = LogLevel.Error, Message = "Alarms could not be judged; they will be again")]
    public static partial void NotJudged(this ILogger log, Exception failure);
}

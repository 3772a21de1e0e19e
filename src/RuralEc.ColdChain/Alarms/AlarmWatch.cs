using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RuralEc.ColdChain.Alarms.Notices;
using RuralEc.ColdChain.Assets;
using RuralEc.ColdChain.Live;

namespace RuralEc.ColdChain.Alarms;

/// <summary>
/// Worker: after each commit judges the devices that reported, and now and then who is silent. What it does not finish
/// before a stop is judged again at the next start.
/// </summary>
internal sealed class AlarmWatch(
    IServiceScopeFactory scopes,
    CommittedFeed feed,
    NoticeDispatch dispatch,
    AlarmSignal signal,
    LiveNews live,
    TimeProvider clock,
    ILogger<AlarmWatch> log
) : BackgroundService
{
    private const int DevicesAtOnce = 200;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ShortestRest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan JudgedAgainAtStart = TimeSpan.FromDays(1);

    private readonly Dictionary<string, DateTimeOffset> _heard = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var listeningSince = clock.GetUtcNow();
        await TryAsync(
            room => RevisitMountedAsync(room, listeningSince - JudgedAgainAtStart, stoppingToken),
            stoppingToken
        );
        using var rounds = new PeriodicTimer(Round, clock);
        var news = feed.TakeAsync(stoppingToken);
        var round = rounds.WaitForNextTickAsync(stoppingToken).AsTask();
        while (await Task.WhenAny(news, round) is { IsCompletedSuccessfully: true })
        {
            if (news.IsCompletedSuccessfully)
            {
                var from = TimeProvider.System.GetTimestamp();
                await JudgeAsync(await news, stoppingToken);
                await RestAsync(TimeProvider.System.GetElapsedTime(from), stoppingToken);
                news = feed.TakeAsync(stoppingToken);
            }

            if (round.IsCompletedSuccessfully)
            {
                await TryAsync(
                    async room =>
                    {
                        await room.GetRequiredService<SilenceJudge>().JudgeAsync(_heard, listeningSince, stoppingToken);
                        Signal(room.GetRequiredService<AlarmBook>().TakeChanged());
                        await TellAsync(room, null, stoppingToken);
                    },
                    stoppingToken
                );
                round = rounds.WaitForNextTickAsync(stoppingToken).AsTask();
            }
        }
    }

    /// <summary>
    /// What arrives meanwhile is judged at once, and in a flood half of the time is for taking readings. Real time, because
    /// that is what the processors share.
    /// </summary>
    private static async Task RestAsync(TimeSpan worked, CancellationToken ct)
    {
        var rest = worked < ShortestRest ? ShortestRest : worked;
        await Task.Delay(rest < LongestRest ? rest : LongestRest, ct)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task JudgeAsync(IReadOnlyCollection<DeviceNews> news, CancellationToken ct)
    {
        foreach (var device in news)
        {
            if (device.ReceivedAt is { } at)
            {
                _heard[device.Device] = at;
            }
        }

        foreach (var some in news.Chunk(DevicesAtOnce))
        {
            if (!await TryAsync(room => JudgeAsync(room, some, ct), ct))
            {
                foreach (var device in some)
                {
                    feed.Add(device);
                }
            }
        }
    }

    private async Task JudgeAsync(IServiceProvider room, DeviceNews[] news, CancellationToken ct)
    {
        await room.GetRequiredService<AlarmJudge>().JudgeAsync(news, ct);
        live.Add(news.Select(n => n.Device));
        var book = room.GetRequiredService<AlarmBook>();
        var changed = book.TakeChanged();
        if (changed.Count > 0)
        {
            await room.GetRequiredService<StormJudge>().JudgeAsync(changed, ct);
            changed = [.. changed, .. book.TakeChanged()];
            Signal(changed);
            await TellAsync(room, changed, ct);
        }
    }

    private void Signal(IReadOnlyCollection<Guid> changed)
    {
        if (changed.Count > 0)
        {
            signal.Raise();
        }
    }

    /// <summary>Reminders and ends of windows and quiet hours come with time alone: every round looks at all alarms.</summary>
    private async Task TellAsync(IServiceProvider room, IReadOnlyCollection<Guid>? changed, CancellationToken ct)
    {
        if (await room.GetRequiredService<NoticePlanner>().PlanAsync(changed, ct) > 0)
        {
            dispatch.Wake();
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
            try
            {
                await WorkAsync(work);
            }
            // Somebody handled an alarm, or another process judged it, at the same moment: what is there now is judged.
            catch (DbUpdateException)
            {
                await WorkAsync(work);
            }

            return true;
        }
        catch (Exception) when (ct.IsCancellationRequested)
        {
            return true;
        }
        catch (Exception failure)
        {
            log.NotJudged(failure);
            await Task.Delay(Round, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return false;
        }
    }

    private async Task WorkAsync(Func<IServiceProvider, Task> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        await work(scope.ServiceProvider);
    }
}

internal static partial class AlarmLog
{
    [LoggerMessage(EventId = 2010, Level = LogLevel.Error, Message = "Alarms could not be judged; they will be again")]
    public static partial void NotJudged(this ILogger log, Exception failure);
}

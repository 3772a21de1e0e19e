using Microsoft.EntityFrameworkCore;
using RuralEc.ColdChain;
using RuralEc.ColdChain.Stories;
using RuralEc.Epcis;

namespace RuralEc.Server.ColdChainEvents;

/// <summary>
/// Worker: when a stay of goods is over and its readings have come in, captures its summary. What becomes known later
/// declares that summary wrong and captures another: events never change.
/// </summary>
internal sealed partial class StayEventWriter(
    IServiceScopeFactory scopes,
    Gathered<EndedStay> ended,
    ServerOptions options,
    TimeProvider clock,
    ILogger<StayEventWriter> log
) : BackgroundService
{
    // Loggers upload every few minutes: a summary before that would be wrong at once.
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var later = new List<EndedStay>();
            foreach (var stay in await ended.TakeAsync(stoppingToken))
            {
                if (!await TryAsync(stay.PlacementId, stoppingToken))
                {
                    later.Add(stay);
                }
            }

            if (later.Count > 0)
            {
                await Task.Delay(Pause, clock, stoppingToken);
                ended.Add(later);
            }
        }
    }

    /// <summary>False where it has to be tried again: too early, or the database was away.</summary>
    private async Task<bool> TryAsync(Guid placementId, CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var stay = await scope.ServiceProvider.GetRequiredService<StayStories>().OfAsync(placementId, ct);
            if (stay is null)
            {
                return true;
            }

            if (stay.Story.To + Settling > clock.GetUtcNow())
            {
                return false;
            }

            await WriteAsync(scope.ServiceProvider, stay, ct);
            return true;
        }
        catch (DbUpdateException failure)
        {
            // Another process wrote the same summary; what is there now is looked at once more.
            Log.Again(log, placementId, failure);
            return false;
        }
        catch (Exception failure) when (failure is System.Data.Common.DbException or TimeoutException)
        {
            Log.Again(log, placementId, failure);
            return false;
        }
    }

    private async Task WriteAsync(IServiceProvider room, StayStory stay, CancellationToken ct)
    {
        var told = (await room.GetRequiredService<EventQuery>().OfAsync([stay.ItemUri], ct))
            .Where(e => e.Event.ErrorDeclaration is null && StayEvent.IsOf(e.Event, stay.PlacementId))
            .ToList();
        var known = told.Find(e => !e.IsDeclaredWrong)?.Event;
        var wrong = told.Count(e => e.IsDeclaredWrong);
        var summary = StayEvent.Of(stay, options.LabelUrl, wrong);
        if (summary?.EventId == known?.EventId)
        {
            return;
        }

        var capture = room.GetRequiredService<EventCapture>();
        if (known is not null)
        {
            summary = StayEvent.Of(stay, options.LabelUrl, wrong + 1);
            string[] corrected = summary is null ? [] : [summary.EventId];
            capture.Add(known with { ErrorDeclaration = new(clock.GetUtcNow(), "incorrect_data", corrected) });
        }

        if (summary is not null)
        {
            capture.Add(summary);
        }

        await room.GetRequiredService<DbContext>().SaveChangesAsync(ct);
    }

    private static partial class Log
    {
        [LoggerMessage(5301, LogLevel.Information, "The summary of stay {PlacementId} is tried again")]
        public static partial void Again(ILogger logger, Guid placementId, Exception failure);
    }
}

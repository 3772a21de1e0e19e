using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RuralEc.ColdChain.Alarms;
using RuralEc.ColdChain.Assets;
using RuralEc.ColdChain.Devices;
using RuralEc.ColdChain.Devices.Calibrations;
using RuralEc.ColdChain.Devices.Settings;
using RuralEc.ColdChain.Stories;

namespace RuralEc.ColdChain.Evidence;

/// <summary>Gathers evidence, as far as an account may see what it is about.</summary>
public sealed class EvidenceQuery(
    DbContext db,
    IReadingStore store,
    AlarmQuery alarms,
    AlarmFacts facts,
    LotTemperature temperatures,
    TimeProvider clock
)
{
    private static readonly TimeSpan Around = TimeSpan.FromHours(1);

    /// <summary>Of an alarm, from an hour before it began to an hour after it ended; null where it is not the caller's.</summary>
    public async Task<EvidenceFacts?> OfAlarmAsync(Guid id, ClaimsPrincipal by, CancellationToken ct)
    {
        if (await alarms.FindAsync(id, by, ct) is not { } details)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var from = details.Alarm.OnsetAt - Around;
        var to = details.Alarm.ClearedAt is { } over ? Moments.Earlier(over + Around, now) : now;
        Guid[] assets = [.. details.Members.Append(details.Alarm).Select(a => a.AssetId).OfType<Guid>().Distinct()];
        var concerned = await AssetsAsync(assets, null, from, to, ct);
        return new(
            from,
            to,
            details,
            await facts.SeriesAsync(details.Alarm, ct),
            null,
            null,
            [.. concerned.SelectMany(a => a.Placements).Select(p => TemperatureProfile.Of(p.ProductClass)).Distinct()],
            concerned,
            await LoggersAsync([.. assets.Select(id => new Stay(id, from, to))], ct)
        );
    }

    /// <summary>Of a lot or pallet, as far as it was in assets within reach; null where it was in none.</summary>
    public async Task<EvidenceFacts?> OfItemAsync(
        ClaimsPrincipal by,
        string itemUri,
        DateTimeOffset from,
        DateTimeOffset to,
        string productClass,
        CancellationToken ct
    )
    {
        var story = await temperatures.StoryAsync(by, itemUri, from, to, productClass, ct);
        if (story.Legs.Count == 0)
        {
            return null;
        }

        Guid[] assets = [.. story.Legs.Select(leg => leg.AssetId).Distinct()];
        return new(
            from,
            to,
            null,
            null,
            story,
            itemUri,
            [story.Profile],
            await AssetsAsync(assets, itemUri, from, to, ct),
            await LoggersAsync([.. story.Legs.Select(leg => new Stay(leg.AssetId, leg.From, leg.To))], ct)
        );
    }

    /// <summary>Goods of others that were there are nobody's evidence about one item.</summary>
    private async Task<IReadOnlyList<EvidenceAsset>> AssetsAsync(
        Guid[] ids,
        string? itemUri,
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken ct
    )
    {
        var placements = (
            await db.Set<Placement>()
                .Where(p => ids.Contains(p.AssetId) && p.From < to && (p.To == null || p.To > from))
                .Where(p => itemUri == null || p.ItemUri == itemUri)
                .OrderBy(p => p.From)
                .ThenBy(p => p.ItemUri)
                .ToListAsync(ct)
        ).ToLookup(p => p.AssetId);
        return
        [
            .. (await db.Set<Asset>().Where(a => ids.Contains(a.Id)).ToListAsync(ct))
                .OrderBy(a => Array.IndexOf(ids, a.Id))
                .Select(a => new EvidenceAsset(
                    a.Id,
                    a.Name,
                    a.PartyGln,
                    a.NodeGln,
                    a.DistrictCode,
                    a.MinCelsius,
                    a.MaxCelsius,
                    [
                        .. placements[a.Id]
                            .Select(p => new EvidencePlacement(p.ItemUri, p.ProductClass, p.From, p.To, p.RecordedAt)),
                    ]
                )),
        ];
    }

    private async Task<IReadOnlyList<EvidenceLogger>> LoggersAsync(Stay[] stays, CancellationToken ct)
    {
        if (stays.Length == 0)
        {
            return [];
        }

        Guid[] assets = [.. stays.Select(s => s.AssetId).Distinct()];
        var (from, to) = (stays.Min(s => s.From), stays.Max(s => s.To));
        var mountings = (
            await db.Set<Mounting>()
                .Where(m => assets.Contains(m.AssetId) && m.From < to && (m.To == null || m.To > from))
                .OrderBy(m => m.From)
                .ToListAsync(ct)
        ).ToLookup(m => m.Device);
        string[] devices = [.. mountings.Select(m => m.Key)];
        var loggers = await db.Set<DataLogger>()
            .Where(l => devices.Contains(l.Device))
            .OrderBy(l => l.Device)
            .ToListAsync(ct);
        var calibrations = await CalibrationHistory.OfAsync(db, loggers, ct);
        var intervals = await IntervalHistory.OfAsync(db, devices, ct);
        var found = new List<EvidenceLogger>();
        foreach (var logger in loggers)
        {
            var windows = WindowsOf(mountings[logger.Device], stays);
            if (windows.Length > 0)
            {
                found.Add(await LoggerAsync(logger, mountings[logger.Device], windows, calibrations, intervals, ct));
            }
        }

        return found;
    }

    /// <summary>When a logger was where the evidence is about, in order of time.</summary>
    private static TimeWindow[] WindowsOf(IEnumerable<Mounting> mountings, Stay[] stays) =>
        [
            .. mountings
                .SelectMany(m =>
                    stays
                        .Where(s => s.AssetId == m.AssetId)
                        .Select(s => new TimeWindow(Moments.Later(s.From, m.From), Moments.Earlier(s.To, m.To ?? s.To)))
                )
                .Where(w => w.From < w.To)
                .OrderBy(w => w.From),
        ];

    private async Task<EvidenceLogger> LoggerAsync(
        DataLogger logger,
        IEnumerable<Mounting> mountings,
        TimeWindow[] windows,
        CalibrationHistory calibrations,
        IntervalHistory intervals,
        CancellationToken ct
    )
    {
        var tally = new ReadingTally();
        var (window, covered) = (TimeSpan.Zero, TimeSpan.Zero);
        foreach (var one in windows)
        {
            await foreach (var reading in store.AllAsync(logger.Device, null, one.From, one.To, ct))
            {
                tally.Add(reading);
            }

            foreach (var part in intervals.Within(logger.Device, one.From, one.To, logger.IntervalSeconds))
            {
                var coverage = Coverage.Of(tally.Temperatures, part.From, part.To, part.Interval);
                (window, covered) = (window + coverage.Window, covered + coverage.Covered);
            }
        }

        var (first, last) = (windows[0].From, windows[^1].To);
        var counted = calibrations.Of(logger.Device);
        return new(
            logger.Device,
            logger.Model,
            logger.Firmware,
            logger.IntervalSeconds,
            logger.RegisteredAt,
            [.. counted.Where((c, i) => !(c.From >= last) && !(i + 1 < counted.Count && counted[i + 1].From <= first))],
            calibrations.At(logger.Device, last).TrustAt(last),
            [.. mountings.Select(m => new EvidenceMounting(m.AssetId, m.From, m.To, m.RecordedAt))],
            windows,
            tally.Readings,
            tally.DoubtfulTimes,
            tally.Delay,
            tally.MissingNumbers,
            100 * (covered / window)
        );
    }

    private readonly record struct Stay(Guid AssetId, DateTimeOffset From, DateTimeOffset To);
}

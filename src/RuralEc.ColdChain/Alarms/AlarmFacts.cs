using Microsoft.EntityFrameworkCore;
using RuralEc.ColdChain.Assets;
using RuralEc.ColdChain.Devices;
using RuralEc.ColdChain.Devices.Calibrations;

namespace RuralEc.ColdChain.Alarms;

/// <summary>What an alarm means right now: which goods are concerned, how warm it is and where it goes.</summary>
public sealed class AlarmFacts(DbContext db, IReadingStore store, TimeProvider clock)
{
    private const int MostReadings = 2000;
    private const int MostPoints = 20_000;
    private static readonly TimeSpan Before = TimeSpan.FromHours(1);
    private static readonly TimeSpan After = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan LongestSeries = TimeSpan.FromDays(3);
    private static readonly TimeSpan Trend = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan ShortestTrend = TimeSpan.FromMinutes(5);

    /// <summary>Lots and pallets, by canonical URI, that were in the asset, or the assets of the node, while it lasted.</summary>
    internal async Task<ILookup<Guid, string>> ItemsAsync(IReadOnlyCollection<Alarm> alarms, CancellationToken ct)
    {
        Guid?[] groups = [.. alarms.Where(a => a.AssetId is null).Select(a => (Guid?)a.Id)];
        var ofNodes = (
            await db.Set<Alarm>()
                .Where(m => groups.Contains(m.GroupId) && m.AssetId != null)
                .Select(m => new { m.GroupId, m.AssetId })
                .Distinct()
                .ToListAsync(ct)
        ).ToLookup(m => m.GroupId!.Value, m => m.AssetId!.Value);
        var assets = alarms.SelectMany(a => a.AssetId is { } one ? [one] : ofNodes[a.Id]).Distinct().ToArray();
        var first = alarms.Select(a => a.OnsetAt).DefaultIfEmpty().Min();
        var placements = (
            await db.Set<Placement>()
                .Where(p => assets.Contains(p.AssetId) && (p.To == null || p.To > first))
                .Select(p => new
                {
                    p.AssetId,
                    p.ItemUri,
                    p.From,
                    p.To,
                })
                .ToListAsync(ct)
        ).ToLookup(p => p.AssetId);
        return alarms
            .SelectMany(a =>
                (a.AssetId is { } one ? [one] : ofNodes[a.Id])
                    .SelectMany(asset => placements[asset])
                    .Where(p => (a.ClearedAt is null || p.From < a.ClearedAt) && (p.To is null || p.To > a.OnsetAt))
                    .Select(p => (a.Id, p.ItemUri))
            )
            .Distinct()
            .ToLookup(x => x.Id, x => x.ItemUri);
    }

    /// <summary>Of open temperature alarms.</summary>
    internal async Task<IReadOnlyDictionary<Guid, TemperatureNow>> NowAsync(
        IReadOnlyCollection<Alarm> alarms,
        CancellationToken ct
    )
    {
        var open = alarms.Where(a => a is { Kind: AlarmKind.Temperature, IsOpen: true }).ToList();
        string[] devices = [.. open.Select(a => a.Device!).Distinct()];
        if (devices.Length == 0)
        {
            return new Dictionary<Guid, TemperatureNow>();
        }

        var until = clock.GetUtcNow() + Reading.ClockTolerance;
        var loggers = await db.Set<DataLogger>().Where(l => devices.Contains(l.Device)).ToListAsync(ct);
        var calibrations = await CalibrationHistory.OfAsync(db, loggers, ct);
        var last = await store.LastAsync(devices, Quantities.Temperature, until, ct);
        var now = new Dictionary<string, TemperatureNow>();
        foreach (var (device, reading) in last)
        {
            var before = await store.RangeAsync(
                device,
                Quantities.Temperature,
                reading.MeasuredAt - Trend,
                reading.MeasuredAt.AddMilliseconds(1),
                MostReadings,
                ct
            );
            now[device] = new(
                calibrations.Celsius(reading),
                reading.MeasuredAt,
                before.Count > 0 ? Slope(before[0], reading) : null
            );
        }

        return open.Where(a => now.ContainsKey(a.Device!)).ToDictionary(a => a.Id, a => now[a.Device!]);
    }

    /// <summary>
    /// The temperatures of the alarm's logger from an hour before it began to half an hour after it ended; null for
    /// alarms that have none. The caller decides who may see the alarm.
    /// </summary>
    public async Task<AlarmSeries?> SeriesAsync(AlarmView alarm, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(alarm);
        if (
            alarm.Kind != AlarmKind.Temperature
            || alarm.Device is not { } device
            || await db.Set<DataLogger>().FirstOrDefaultAsync(l => l.Device == device, ct) is not { } logger
        )
        {
            return null;
        }

        var from = alarm.OnsetAt - Before;
        var now = clock.GetUtcNow();
        var to = alarm.ClearedAt is { } over && over + After < now ? over + After : now;
        from = to - from > LongestSeries ? to - LongestSeries : from;
        var readings = await store.RangeAsync(device, Quantities.Temperature, from, to, MostPoints, ct);
        var calibrations = await CalibrationHistory.OfAsync(db, [logger], ct);
        return new(
            from,
            to,
            3 * TimeSpan.FromSeconds(logger.IntervalSeconds),
            [.. readings.Select(r => new TemperatureSample(r.MeasuredAt, calibrations.Celsius(r)))]
        );
    }

    private static double? Slope(Reading first, Reading last) =>
        last.MeasuredAt - first.MeasuredAt >= ShortestTrend
            ? (last.Value - first.Value) / (last.MeasuredAt - first.MeasuredAt).TotalHours
            : null;
}

/// <summary>Temperatures around an alarm, in order of time.</summary>
/// <param name="LongestGap">Between samples further apart nobody knows.</param>
public sealed record AlarmSeries(
    DateTimeOffset From,
    DateTimeOffset To,
    TimeSpan LongestGap,
    IReadOnlyList<TemperatureSample> Samples
);

using Microsoft.EntityFrameworkCore;
using RuralEc.ColdChain.Alarms.Rules;
using RuralEc.ColdChain.Alarms.Windows;
using RuralEc.ColdChain.Assets;
using RuralEc.ColdChain.Devices;
using RuralEc.ColdChain.Devices.Calibrations;
using RuralEc.Gs1;

namespace RuralEc.ColdChain.Alarms;

/// <summary>
/// Everything that decides about alarms in some assets but the readings: read for many assets at once, because a fleet
/// reports all the time.
/// </summary>
internal sealed record AssetWatch(
    Asset Asset,
    DateTimeOffset Earliest,
    IReadOnlyList<Mounting> Mountings,
    IReadOnlyDictionary<string, WatchedDevice> Devices,
    IReadOnlyList<Placement> Placements,
    IReadOnlyList<PlannedWindow> Windows,
    IReadOnlyList<Alarm> Known
)
{
    // Longer than the longest onset of any profile with a gap, so that every stay that may matter is there.
    private static readonly TimeSpan LookBack = TimeSpan.FromHours(30);

    /// <summary>The assets in which devices reported something that happened at <see cref="DeviceNews.EarliestMeasuredAt"/> or later.</summary>
    public static async Task<IReadOnlyList<AssetWatch>> OfAsync(
        DbContext db,
        IReadOnlyCollection<DeviceNews> news,
        CancellationToken ct
    )
    {
        string[] reported = [.. news.Select(n => n.Device)];
        var first = news.Min(n => n.EarliestMeasuredAt);
        var since = news.ToDictionary(n => n.Device, n => n.EarliestMeasuredAt);
        var touched = (
            await db.Set<Mounting>()
                .Where(m => reported.Contains(m.Device) && (m.To == null || m.To >= first))
                .ToListAsync(ct)
        )
            .Where(m => m.To is null || m.To >= since[m.Device])
            .GroupBy(m => m.AssetId)
            .ToDictionary(g => g.Key, g => g.Min(m => since[m.Device]));
        if (touched.Count == 0)
        {
            // Loggers that are mounted nowhere: nobody's goods are concerned.
            return [];
        }

        Guid[] ids = [.. touched.Keys];
        var assets = await db.Set<Asset>().Where(a => ids.Contains(a.Id)).ToListAsync(ct);
        var known = await KnownAsync(db, touched, ct);
        var back = known.Values.SelectMany(k => k).Select(a => a.OnsetAt).Append(first).Min() - LookBack;
        var mountings = (
            await db.Set<Mounting>()
                .Where(m => ids.Contains(m.AssetId) && (m.To == null || m.To >= back))
                .ToListAsync(ct)
        ).ToLookup(m => m.AssetId);
        var devices = await DevicesAsync(db, [.. mountings.SelectMany(m => m).Select(m => m.Device).Distinct()], ct);
        var placements = (
            await db.Set<Placement>()
                .Where(p => ids.Contains(p.AssetId) && (p.To == null || p.To >= back))
                .ToListAsync(ct)
        ).ToLookup(p => p.AssetId);
        Gln[] parties = [.. assets.Select(a => a.PartyGln).Distinct()];
        var windows = await db.Set<PlannedWindow>()
            .Where(w => w.EndedAt == null || w.EndedAt >= back)
            .Where(w => w.AssetId != null ? ids.Contains(w.AssetId.Value) : parties.Contains(w.PartyGln))
            .ToListAsync(ct);
        return
        [
            .. assets.Select(asset => new AssetWatch(
                asset,
                touched[asset.Id],
                [.. mountings[asset.Id]],
                devices,
                [.. placements[asset.Id]],
                [
                    .. windows.Where(w =>
                        w.AssetId is { } one
                            ? one == asset.Id
                            : w.PartyGln == asset.PartyGln && w.NodeGln == asset.NodeGln
                    ),
                ],
                known.GetValueOrDefault(asset.Id) ?? []
            )),
        ];
    }

    /// <summary>
    /// Alarms from readings that lasted when something changed, and all that overlap those: what is judged again must
    /// not begin within one of them.
    /// </summary>
    private static async Task<Dictionary<Guid, List<Alarm>>> KnownAsync(
        DbContext db,
        Dictionary<Guid, DateTimeOffset> touched,
        CancellationToken ct
    )
    {
        Guid[] ids = [.. touched.Keys];
        var first = touched.Values.Min() - LookBack;
        var known = (
            await FromReadings(db)
                .Where(a => ids.Contains(a.AssetId!.Value) && (a.ClearedAt == null || a.ClearedAt >= first))
                .ToListAsync(ct)
        )
            .GroupBy(a => a.AssetId!.Value)
            .ToDictionary(g => g.Key, g => g.ToList());
        foreach (var (asset, alarms) in known)
        {
            var read = first;
            while (Reconciliation.Begin(touched[asset] - LookBack, alarms) is var begin && begin < read)
            {
                alarms.AddRange(
                    await FromReadings(db)
                        .Where(a => a.AssetId == asset && a.ClearedAt >= begin && a.ClearedAt < read)
                        .ToListAsync(ct)
                );
                read = begin;
            }
        }

        return known;
    }

    private static IQueryable<Alarm> FromReadings(DbContext db) =>
        db.Set<Alarm>()
            .AsTracking()
            .Where(a => a.AssetId != null && a.RetractedAt == null)
            .Where(a => a.Kind == AlarmKind.Temperature || a.Kind == AlarmKind.Battery);

    private static async Task<Dictionary<string, WatchedDevice>> DevicesAsync(
        DbContext db,
        string[] devices,
        CancellationToken ct
    )
    {
        var rules = await db.Set<WatchRule>()
            .Where(r => devices.Contains(r.Device))
            .ToDictionaryAsync(r => r.Device, ct);
        var loggers = await db.Set<DataLogger>().Where(l => devices.Contains(l.Device)).ToListAsync(ct);
        var calibrations = await CalibrationHistory.OfAsync(db, loggers, ct);
        return loggers.ToDictionary(
            l => l.Device,
            l => new WatchedDevice(l, calibrations, rules.GetValueOrDefault(l.Device))
        );
    }
}

/// <summary>A logger with its own rule, if it has one.</summary>
internal sealed record WatchedDevice(DataLogger Logger, CalibrationHistory Calibrations, WatchRule? Rule)
{
    public TimeSpan LongestGap => 3 * TimeSpan.FromSeconds(Logger.IntervalSeconds);
}

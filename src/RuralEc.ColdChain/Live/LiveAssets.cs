using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RuralEc.ColdChain.Alarms;
using RuralEc.ColdChain.Assets;
using RuralEc.ColdChain.Devices;
using RuralEc.ColdChain.Devices.Calibrations;
using RuralEc.Gs1;

namespace RuralEc.ColdChain.Live;

/// <summary>How assets do now, in few queries however many they are.</summary>
public sealed class LiveAssets(DbContext db, IReadingStore store, TimeProvider clock)
{
    /// <summary>Assets that are looked at.</summary>
    public const int Most = 5_000;

    private static readonly TimeSpan Trend = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan LongestTrend = TimeSpan.FromHours(2);

    /// <summary>Those within reach, the most pressing first.</summary>
    public async Task<IReadOnlyList<LiveAsset>> OfAsync(ClaimsPrincipal by, CancellationToken ct) =>
        await OfAsync(by, await AlarmsAsync(by, ct), ct);

    /// <summary>The same by alarms that have been looked up.</summary>
    internal Task<IReadOnlyList<LiveAsset>> OfAsync(
        ClaimsPrincipal by,
        IReadOnlyDictionary<Guid, AssetAlarms> alarms,
        CancellationToken ct
    ) => ViewAsync(Reach.Of(by).Assets(db), alarms, ct);

    /// <summary>Those of them that are among some, or in which some loggers are mounted.</summary>
    internal Task<IReadOnlyList<LiveAsset>> OfAsync(
        ClaimsPrincipal by,
        IReadOnlyDictionary<Guid, AssetAlarms> alarms,
        IReadOnlyCollection<Guid> ids,
        IReadOnlyCollection<string> devices,
        CancellationToken ct
    ) =>
        ViewAsync(
            Reach
                .Of(by)
                .Assets(db)
                .Where(a =>
                    ids.Contains(a.Id)
                    || db.Set<Mounting>().Any(m => m.AssetId == a.Id && m.To == null && devices.Contains(m.Device))
                ),
            alarms,
            ct
        );

    /// <summary>Those at nodes. The caller decides whose nodes these may be.</summary>
    public async Task<IReadOnlyList<LiveAsset>> OfNodesAsync(IReadOnlyCollection<Gln> nodeGlns, CancellationToken ct)
    {
        var assets = db.Set<Asset>().Where(a => a.NodeGln != null && nodeGlns.Contains(a.NodeGln.Value));
        return await ViewAsync(assets, await AlarmsAsync(assets, ct), ct);
    }

    /// <summary>The worst open temperature alarm of each asset within reach that has one, and who of the loggers is silent.</summary>
    internal async Task<IReadOnlyDictionary<Guid, AssetAlarms>> AlarmsAsync(ClaimsPrincipal by, CancellationToken ct) =>
        await AlarmsAsync(Reach.Of(by).Assets(db), ct);

    private async Task<IReadOnlyDictionary<Guid, AssetAlarms>> AlarmsAsync(
        IQueryable<Asset> assets,
        CancellationToken ct
    )
    {
        var open = await db.Set<Alarm>()
            .Where(a => a.OpenScope != null && a.AssetId != null)
            .Where(a => a.Kind == AlarmKind.Temperature || a.Kind == AlarmKind.Silence)
            .Where(a => assets.Any(asset => asset.Id == a.AssetId))
            .Select(a => new
            {
                a.AssetId,
                a.Device,
                a.Kind,
                a.Severity,
                a.OnsetAt,
            })
            .ToListAsync(ct);
        return open.GroupBy(a => a.AssetId!.Value)
            .ToDictionary(
                asset => asset.Key,
                asset => new AssetAlarms(
                    asset.Where(a => a.Kind == AlarmKind.Temperature).Max(a => (Severity?)a.Severity),
                    [
                        .. asset
                            .Where(a => a.Kind == AlarmKind.Silence)
                            .Select(a => new Silence(a.Device!, a.OnsetAt))
                            .OrderBy(s => s.Device, StringComparer.Ordinal),
                    ]
                )
            );
    }

    private async Task<IReadOnlyList<LiveAsset>> ViewAsync(
        IQueryable<Asset> which,
        IReadOnlyDictionary<Guid, AssetAlarms> alarms,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        var some = which.OrderBy(a => a.Id).Take(Most);
        var assets = await some.ToListAsync(ct);
        var mounted = (
            await some.Join(
                    db.Set<Mounting>().Where(m => m.To == null),
                    a => a.Id,
                    m => m.AssetId,
                    (_, m) => new { m.AssetId, m.Device }
                )
                .Join(db.Set<DataLogger>(), m => m.Device, l => l.Device, (m, l) => new { m.AssetId, Logger = l })
                .ToListAsync(ct)
        ).ToLookup(m => m.AssetId);
        DataLogger[] loggers = [.. mounted.SelectMany(m => m).Select(m => m.Logger).DistinctBy(l => l.Device)];
        string[] devices = [.. loggers.Select(l => l.Device)];
        var calibrations = await CalibrationHistory.OfAsync(db, loggers, ct);
        var last = await store.LastAsync(devices, Quantities.Temperature, now + Reading.ClockTolerance, ct);
        var before = await store.LastAsync(devices, Quantities.Temperature, now - Trend, ct);
        return
        [
            .. assets
                .Select(asset =>
                {
                    var alarm = alarms.GetValueOrDefault(asset.Id);
                    LiveLogger[] inside =
                    [
                        .. mounted[asset.Id]
                            .Select(m => m.Logger.Device)
                            .Order(StringComparer.Ordinal)
                            .Select(device =>
                                LoggerOf(device, Of(last, device), Of(before, device), calibrations, alarm)
                            ),
                    ];
                    return new LiveAsset(
                        asset.Id,
                        asset.Name,
                        asset.Kind,
                        asset.PartyGln,
                        asset.NodeGln,
                        StateOf(inside, alarm),
                        inside
                    );
                })
                .OrderBy(a => a.State)
                .ThenBy(a => a.Name, StringComparer.Ordinal)
                .ThenBy(a => a.Id),
        ];
    }

    private static Reading? Of(IReadOnlyDictionary<string, Reading> readings, string device) =>
        readings.TryGetValue(device, out var known) ? known : null;

    private static LiveLogger LoggerOf(
        string device,
        Reading? last,
        Reading? before,
        CalibrationHistory calibrations,
        AssetAlarms? alarms
    ) =>
        new(
            device,
            last is { } newest ? calibrations.Celsius(newest) : null,
            last?.MeasuredAt,
            last is { } to && before is { } from ? Slope(from, to) : null,
            last is not { } heard || alarms?.IsSilent(device, heard.ReceivedAt) == true
        );

    private static double? Slope(Reading from, Reading to)
    {
        var time = to.MeasuredAt - from.MeasuredAt;
        return time > TimeSpan.Zero && time <= LongestTrend ? (to.Value - from.Value) / time.TotalHours : null;
    }

    private static LiveState StateOf(LiveLogger[] loggers, AssetAlarms? alarms) =>
        alarms?.Worst switch
        {
            Severity.Critical => LiveState.Critical,
            Severity.Excursion => LiveState.Excursion,
            Severity.Warning => LiveState.Warning,
            _ when loggers.Length == 0 => LiveState.Unwatched,
            _ when loggers.All(l => l.Silent) => LiveState.Silent,
            _ => LiveState.Fine,
        };
}

/// <param name="Worst">Of the temperature alarms; null where none lasts.</param>
internal sealed record AssetAlarms(Severity? Worst, IReadOnlyList<Silence> Silences)
{
    /// <summary>An alarm ends some seconds after the device spoke again.</summary>
    public bool IsSilent(string device, DateTimeOffset heardAt) =>
        Silences.Any(s => s.Device == device && Moments.Kept(heardAt) <= s.Since);

    public bool Equals(AssetAlarms? other) => Worst == other?.Worst && Silences.SequenceEqual(other?.Silences ?? []);

    public override int GetHashCode() => Worst.GetHashCode();
}

/// <param name="Since">When it was last heard.</param>
internal readonly record struct Silence(string Device, DateTimeOffset Since);

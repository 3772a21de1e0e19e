using Microsoft.EntityFrameworkCore;
using RuralEc.ColdChain.Alarms;
using RuralEc.ColdChain.Assets;
using RuralEc.ColdChain.Devices;
using RuralEc.Gs1;

namespace RuralEc.ColdChain.Stories;

/// <summary>What the loggers at nodes say now.</summary>
public sealed class LiveTemperatures(DbContext db, IReadingStore store, TimeProvider clock)
{
    /// <summary>The newest reading of every logger that is mounted at one of the nodes. The caller decides whose.</summary>
    public async Task<IReadOnlyList<LiveTemperature>> OfNodesAsync(
        IReadOnlyCollection<Gln> nodeGlns,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        var mounted = await db.Set<Asset>()
            .Where(a => a.NodeGln != null && nodeGlns.Contains(a.NodeGln.Value))
            .Join(
                db.Set<Mounting>().Where(m => m.To == null),
                a => a.Id,
                m => m.AssetId,
                (a, m) => new { Asset = a, m.Device }
            )
            .Join(db.Set<DataLogger>(), x => x.Device, l => l.Device, (x, l) => new { x.Asset, Logger = l })
            .ToListAsync(ct);
        string[] devices = [.. mounted.Select(m => m.Logger.Device)];
        var last = await store.LastAsync(devices, Quantities.Temperature, now + Reading.ClockTolerance, ct);
        Guid[] assets = [.. mounted.Select(m => m.Asset.Id).Distinct()];
        var alarms = (
            await db.Set<Alarm>()
                .Where(a => a.AssetId != null && assets.Contains(a.AssetId.Value) && a.OpenScope != null)
                .Select(a => new
                {
                    a.AssetId,
                    a.Device,
                    a.Kind,
                    a.Severity,
                })
                .ToListAsync(ct)
        ).ToLookup(a => a.AssetId!.Value);
        return
        [
            .. mounted
                .OrderBy(m => m.Asset.Name)
                .ThenBy(m => m.Logger.Device)
                .Select(m =>
                {
                    Reading? reading = last.TryGetValue(m.Logger.Device, out var known) ? known : null;
                    var here = alarms[m.Asset.Id].ToList();
                    var warm = here.Where(a => a.Kind == AlarmKind.Temperature).ToList();
                    return new LiveTemperature(
                        m.Asset.NodeGln!.Value,
                        m.Asset.Id,
                        m.Asset.Name,
                        m.Asset.Kind,
                        m.Logger.Device,
                        reading?.Value + m.Logger.OffsetKelvin,
                        reading?.MeasuredAt,
                        now - reading?.MeasuredAt,
                        here.Any(a => a.Kind == AlarmKind.Silence && a.Device == m.Logger.Device),
                        warm.Count > 0 ? warm.Max(a => a.Severity) : null
                    );
                }),
        ];
    }
}

/// <param name="Celsius">°C, calibrated; null when it never reported.</param>
/// <param name="Age">Since the measurement.</param>
/// <param name="Silent">Nothing arrived for three intervals.</param>
/// <param name="Alarm">The worst open temperature alarm of the asset; null when there is none.</param>
public sealed record LiveTemperature(
    Gln NodeGln,
    Guid AssetId,
    string AssetName,
    AssetKind AssetKind,
    string Device,
    double? Celsius,
    DateTimeOffset? MeasuredAt,
    TimeSpan? Age,
    bool Silent,
    Severity? Alarm
);

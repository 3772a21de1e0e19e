using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RuralEc.ColdChain.Assets;
using RuralEc.Gs1;

namespace RuralEc.ColdChain.Alarms;

/// <summary>Alarms, newest first, without those that late readings retracted.</summary>
public sealed class AlarmQuery(DbContext db)
{
    private const int Most = 200;

    /// <param name="open">True: those that last; false: those that are over; null: both.</param>
    /// <param name="before">Onset of the last alarm of the page before.</param>
    public Task<List<AlarmView>> ListAsync(
        ClaimsPrincipal by,
        bool? open,
        DateTimeOffset? before,
        CancellationToken ct
    ) => ViewAsync(Reach.Of(by).Assets(db), open, before, ct);

    /// <summary>Alarms of what stands at nodes. The caller decides whose nodes these may be.</summary>
    public Task<List<AlarmView>> OfNodesAsync(IReadOnlyCollection<Gln> nodes, bool? open, CancellationToken ct) =>
        ViewAsync(db.Set<Asset>().Where(a => a.NodeGln != null && nodes.Contains(a.NodeGln.Value)), open, null, ct);

    private Task<List<AlarmView>> ViewAsync(
        IQueryable<Asset> assets,
        bool? open,
        DateTimeOffset? before,
        CancellationToken ct
    ) =>
        db.Set<Alarm>()
            .Where(a => a.RetractedAt == null)
            .Where(a => open == null || (a.ClearedAt == null) == open)
            .Where(a => before == null || a.OnsetAt < before)
            .Join(assets, a => a.AssetId, s => s.Id, (a, s) => new { Alarm = a, Asset = s })
            .OrderByDescending(x => x.Alarm.OnsetAt)
            .Take(Most)
            .Select(x => new AlarmView(
                x.Alarm.Id,
                x.Alarm.Kind,
                x.Alarm.Severity,
                x.Asset.Id,
                x.Asset.Name,
                x.Asset.NodeGln,
                x.Alarm.PartyGln,
                x.Alarm.Device,
                x.Alarm.OnsetAt,
                x.Alarm.ClearedAt,
                x.Alarm.Side,
                x.Alarm.LimitCelsius,
                x.Alarm.PeakCelsius
            ))
            .ToListAsync(ct);
}

/// <param name="ClearedAt">Absent while it lasts.</param>
/// <param name="LimitCelsius">°C; absent for silence.</param>
/// <param name="PeakCelsius">The worst temperature of the episode, °C; absent for silence.</param>
public sealed record AlarmView(
    Guid Id,
    AlarmKind Kind,
    Severity Severity,
    Guid AssetId,
    string AssetName,
    Gln? NodeGln,
    Gln PartyGln,
    string Device,
    DateTimeOffset OnsetAt,
    DateTimeOffset? ClearedAt,
    LimitSide? Side,
    double? LimitCelsius,
    double? PeakCelsius
);

using Microsoft.EntityFrameworkCore;
using RuralEc.Gs1;

namespace RuralEc.ColdChain.Assets;

/// <summary>
/// Takes goods out of assets when records of their handovers say that they left: a truck's readings must not go on
/// speaking for what was unloaded. The caller saves, and says when that is committed.
/// </summary>
public sealed class Departures(DbContext db, CommittedFeed feed)
{
    private readonly List<(Guid AssetId, DateTimeOffset From)> _ended = [];

    /// <summary>From what stands at a place of a party, or belongs to it and stands nowhere in particular.</summary>
    public Task FromPlaceAsync(
        IReadOnlyCollection<string> itemUris,
        Gln party,
        Gln place,
        DateTimeOffset at,
        CancellationToken ct
    ) =>
        EndAsync(
            itemUris,
            db.Set<Asset>()
                .Where(a =>
                    a.Kind != AssetKind.Truck && a.PartyGln == party && (a.NodeGln == null || a.NodeGln == place)
                ),
            at,
            ct
        );

    /// <summary>From vehicles of the parties.</summary>
    public Task FromVehicleAsync(
        IReadOnlyCollection<string> itemUris,
        IReadOnlyCollection<Gln> parties,
        DateTimeOffset at,
        CancellationToken ct
    ) =>
        EndAsync(
            itemUris,
            db.Set<Asset>().Where(a => a.Kind == AssetKind.Truck && parties.Contains(a.PartyGln)),
            at,
            ct
        );

    /// <summary>What was ended is saved: it is judged anew.</summary>
    public async Task CommittedAsync(CancellationToken ct)
    {
        foreach (var (asset, from) in _ended)
        {
            foreach (
                var device in await db.Set<Mounting>()
                    .Where(m => m.AssetId == asset && (m.To == null || m.To > from))
                    .Select(m => m.Device)
                    .Distinct()
                    .ToListAsync(ct)
            )
            {
                feed.Revisit(device, from);
            }
        }

        _ended.Clear();
    }

    // Stays that begin later are of goods that came back.
    private async Task EndAsync(
        IReadOnlyCollection<string> itemUris,
        IQueryable<Asset> assets,
        DateTimeOffset at,
        CancellationToken ct
    )
    {
        var end = Moments.Kept(at);
        var open = await db.Set<Placement>()
            .AsTracking()
            .Where(p => itemUris.Contains(p.ItemUri) && p.To == null && p.From < end)
            .Where(p => assets.Select(a => a.Id).Contains(p.AssetId))
            .ToListAsync(ct);
        foreach (var placement in open)
        {
            placement.To = end;
            placement.Version++;
            _ended.Add((placement.AssetId, placement.From));
        }
    }
}

using Microsoft.EntityFrameworkCore;
using RuralEc.Gs1;
using RuralEc.Traceability.Lots;
using RuralEc.Traceability.Parties;

namespace RuralEc.Traceability.Handovers;

/// <summary>What went from one place to another.</summary>
/// <param name="Tonnes">By weight; boxes by the net content of their product.</param>
/// <param name="Shipments">How many shipments.</param>
public sealed record PlaceFlow(Gln From, Gln To, double Tonnes, int Shipments);

/// <summary>Adds up what was shipped between places, for the map. Says nothing of whose it was.</summary>
public sealed class PlaceFlows(DbContext db)
{
    /// <summary>Flows among the places, of shipments that left since a moment and were not rejected.</summary>
    public async Task<IReadOnlyList<PlaceFlow>> AmongAsync(
        IReadOnlyCollection<Gln> places,
        DateTimeOffset since,
        CancellationToken ct
    )
    {
        var lines = await (
            from shipment in db.Set<Shipment>()
            where
                shipment.DispatchedAt >= since
                && places.Contains(shipment.FromPlaceGln)
                && places.Contains(shipment.ToPlaceGln)
                && shipment.State != ShipmentState.Returning
                && shipment.State != ShipmentState.Returned
            join line in db.Set<ShipmentLine>() on shipment.Id equals line.ShipmentId
            join lot in db.Set<Lot>() on line.LotId equals lot.Id
            join product in db.Set<Product>() on lot.Gtin equals product.Gtin
            select new
            {
                shipment.Id,
                shipment.FromPlaceGln,
                shipment.ToPlaceGln,
                line.Quantity,
                line.Uom,
                product.NetContentKg,
            }
        ).ToListAsync(ct);
        return
        [
            .. lines
                .GroupBy(l => (l.FromPlaceGln, l.ToPlaceGln))
                .Select(g => new PlaceFlow(
                    g.Key.FromPlaceGln,
                    g.Key.ToPlaceGln,
                    (double)g.Sum(l => l.Uom == Uom.KGM ? l.Quantity : l.Quantity * (l.NetContentKg ?? 0)) / 1000,
                    g.Select(l => l.Id).Distinct().Count()
                ))
                .OrderByDescending(f => f.Tonnes),
        ];
    }
}

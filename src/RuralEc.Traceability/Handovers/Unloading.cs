using Microsoft.EntityFrameworkCore;
using RuralEc.Gs1;
using RuralEc.Traceability.Lots;

namespace RuralEc.Traceability.Handovers;

/// <summary>Says which goods of a shipment that was received are in no vehicle any more.</summary>
internal sealed class Unloading(DbContext db, IGoodsLeave leave)
{
    /// <summary>Loose goods of a lot stay in the vehicle while another shipment with them is under way.</summary>
    public async Task OfAsync(
        Shipment shipment,
        IReadOnlyList<(ShipmentLine Line, Lot Lot)> loads,
        DateTimeOffset at,
        CancellationToken ct
    )
    {
        var loose = loads.Where(l => l.Line.Sscc == Stock.Loose).Select(l => l.Lot).DistinctBy(lot => lot.Id).ToList();
        var ids = loose.Select(lot => lot.Id).ToList();
        var underWay = await (
            from line in db.Set<ShipmentLine>()
            join other in db.Set<Shipment>() on line.ShipmentId equals other.Id
            where
                ids.Contains(line.LotId)
                && line.Sscc == Stock.Loose
                && other.Id != shipment.Id
                && (other.State == ShipmentState.InTransit || other.State == ShipmentState.Returning)
            select line.LotId
        ).ToListAsync(ct);
        var pallets = loads.Where(l => l.Line.Sscc != Stock.Loose).Select(l => Sscc.Parse(l.Line.Sscc).ToUri());
        var lots = loose.Where(lot => !underWay.Contains(lot.Id)).Select(lot => lot.Lgtin.ToUri());
        Gln?[] parties = [shipment.FromPartyGln, shipment.ToPartyGln, shipment.CarrierGln];
        await leave.VehicleAsync([.. pallets.Concat(lots).Distinct()], [.. parties.OfType<Gln>()], at, ct);
    }
}

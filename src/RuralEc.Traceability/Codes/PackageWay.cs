using Microsoft.EntityFrameworkCore;
using RuralEc.Gs1;
using RuralEc.Traceability.Handovers;
using RuralEc.Traceability.Lots;

namespace RuralEc.Traceability.Codes;

/// <summary>
/// Which shipments of its lot one package went with. A lot goes many ways and a package only one of them.
/// </summary>
public sealed class PackageWay(DbContext db)
{
    private const int MostShipments = 500;
    private const int MostLines = 5_000;

    /// <summary>
    /// The despatch numbers of the shipments which the package was on, as far as records tell: the last one it was
    /// booked on, those of its pallet, and those that brought goods of its lot to where these began. Empty while it
    /// has not left.
    /// </summary>
    public async Task<IReadOnlySet<string>> DespatchNumbersAsync(Gtin gtin, SerialNumber serial, CancellationToken ct)
    {
        var package = await db.Set<TraceCode>()
            .Where(c => c.Gtin == gtin && c.Serial == serial)
            .Select(c => new
            {
                c.LotId,
                c.ShipmentId,
                c.Sscc,
            })
            .SingleOrDefaultAsync(ct);
        if (package is null)
        {
            return new HashSet<string>();
        }
        var legs = await (
            from line in db.Set<ShipmentLine>()
            join shipment in db.Set<Shipment>() on line.ShipmentId equals shipment.Id
            where line.LotId == package.LotId
            orderby shipment.DispatchedAt descending
            select new Leg(
                shipment.Id,
                line.Sscc,
                shipment.FromPlaceGln,
                shipment.ToPlaceGln,
                shipment.DispatchedAt,
                shipment.DespatchNumber
            )
        )
            .Take(MostShipments)
            .ToListAsync(ct);
        return Way(legs, package.ShipmentId, package.Sscc?.ToString());
    }

    /// <summary>The ways of a whole lot: of each pallet, and of what went loose. Empty while nothing has left.</summary>
    public async Task<IReadOnlyList<LotWay>> OfLotAsync(Gtin gtin, BatchNumber lot, CancellationToken ct)
    {
        var lines = await (
            from line in db.Set<ShipmentLine>()
            join shipment in db.Set<Shipment>() on line.ShipmentId equals shipment.Id
            join owner in db.Set<Lot>() on line.LotId equals owner.Id
            where owner.Gtin == gtin && owner.BatchNumber == lot
            orderby shipment.DispatchedAt descending
            select new { line.Sscc, shipment.DespatchNumber }
        )
            .Take(MostLines)
            .ToListAsync(ct);
        return
        [
            .. lines
                .GroupBy(line => line.Sscc)
                .Select(pallet => new LotWay(
                    Sscc.TryParse(pallet.Key, null, out var sscc) ? sscc : null,
                    pallet.Select(line => line.DespatchNumber).ToHashSet(StringComparer.Ordinal)
                )),
        ];
    }

    /// <summary>Legs, latest first; the way is followed back from the package's last known leg.</summary>
    internal static IReadOnlySet<string> Way(IReadOnlyList<Leg> legs, Guid? lastShipment, string? pallet)
    {
        var taken = new List<Leg>();
        foreach (var leg in legs)
        {
            if (
                leg.ShipmentId == lastShipment
                || (pallet is not null && leg.Sscc == pallet)
                || taken.Any(later => later.From == leg.To && later.At > leg.At)
            )
            {
                taken.Add(leg);
            }
        }
        return taken.Select(leg => leg.DespatchNumber).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>A shipment's line of the lot.</summary>
    internal sealed record Leg(
        Guid ShipmentId,
        string Sscc,
        Gln From,
        Gln To,
        DateTimeOffset At,
        string DespatchNumber
    );
}

/// <summary>
/// A way that goods of a lot went: on a pallet, or loose (null), and the despatch numbers of their shipments.
/// </summary>
public sealed record LotWay(Sscc? Pallet, IReadOnlySet<string> DespatchNumbers);

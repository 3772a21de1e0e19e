using Microsoft.EntityFrameworkCore;
using RuralEc.Gs1;
using RuralEc.Traceability.Handovers;

namespace RuralEc.Traceability.Codes;

/// <summary>
/// Which shipments of its lot one package went with. A lot goes many ways and a package only one of them.
/// </summary>
public sealed class PackageWay(DbContext db)
{
    private const int MostShipments = 500;

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

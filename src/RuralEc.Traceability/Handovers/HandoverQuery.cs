using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RuralEc.Gs1;
using RuralEc.Traceability.Lots;
using RuralEc.Traceability.Parties;

namespace RuralEc.Traceability.Handovers;

/// <summary>Which way a shipment goes, seen from one's own party.</summary>
public enum ShipmentWay
{
    /// <summary>To be received, or coming back.</summary>
    Incoming,

    /// <summary>Sent off.</summary>
    Outgoing,

    /// <summary>Driven.</summary>
    Carried,
}

/// <summary>Shipments and handovers of one's own party, or of the parties of one's district.</summary>
public sealed class HandoverQuery(DbContext db)
{
    private const int Most = 200;

    /// <summary>The latest 200 shipments; one way only, and only those under way, if so asked.</summary>
    public async Task<IReadOnlyList<ShipmentView>> ShipmentsAsync(
        ClaimsPrincipal by,
        ShipmentWay? way,
        bool onlyUnderWay,
        CancellationToken ct
    )
    {
        var shipments = Within(by, way);
        if (onlyUnderWay)
        {
            shipments = shipments.Where(s => s.State == ShipmentState.InTransit || s.State == ShipmentState.Returning);
        }
        return await ReadAsync(shipments.OrderByDescending(s => s.DispatchedAt).Take(Most), ct);
    }

    /// <summary>One shipment, or <c>null</c> when unknown or not within reach.</summary>
    public async Task<ShipmentView?> ShipmentAsync(ClaimsPrincipal by, Guid id, CancellationToken ct) =>
        (await ReadAsync(Within(by, null).Where(s => s.Id == id), ct)).SingleOrDefault();

    /// <summary>Those of these shipments that are within reach.</summary>
    public Task<IReadOnlyList<ShipmentView>> ShipmentsAsync(
        ClaimsPrincipal by,
        IReadOnlyCollection<Guid> ids,
        CancellationToken ct
    ) => ReadAsync(Within(by, null).Where(s => ids.Contains(s.Id)), ct);

    /// <summary>The latest 200 handovers; only of one shipment, only those without a decision, if so asked.</summary>
    public async Task<IReadOnlyList<HandoverView>> HandoversAsync(
        ClaimsPrincipal by,
        Guid? shipmentId,
        bool onlyUndecided,
        CancellationToken ct
    )
    {
        var handovers = HandoversWithin(by);
        if (shipmentId is { } of)
        {
            handovers = handovers.Where(h => h.ShipmentId == of);
        }
        if (onlyUndecided)
        {
            handovers = handovers.Where(h => h.Decision == null);
        }
        var found = await handovers.OrderByDescending(h => h.MeasuredAt).Take(Most).ToListAsync(ct);
        return [.. found.Select(HandoverView.Of)];
    }

    /// <summary>One handover, or <c>null</c> when unknown or not within reach.</summary>
    public async Task<HandoverView?> HandoverAsync(ClaimsPrincipal by, Guid id, CancellationToken ct) =>
        await HandoversWithin(by).SingleOrDefaultAsync(h => h.Id == id, ct) is { } found
            ? HandoverView.Of(found)
            : null;

    internal IQueryable<Shipment> Within(ClaimsPrincipal by, ShipmentWay? way)
    {
        var parties = Reach.Of(by).Parties(db).Select(p => p.Gln);
        var shipments = db.Set<Shipment>();
        return way switch
        {
            ShipmentWay.Incoming => shipments.Where(s =>
                parties.Contains(s.ToPartyGln)
                || (s.State == ShipmentState.Returning && parties.Contains(s.FromPartyGln))
            ),
            ShipmentWay.Outgoing => shipments.Where(s => parties.Contains(s.FromPartyGln)),
            ShipmentWay.Carried => shipments.Where(s => s.CarrierGln != null && parties.Contains(s.CarrierGln.Value)),
            _ => shipments.Where(s =>
                parties.Contains(s.FromPartyGln)
                || parties.Contains(s.ToPartyGln)
                || (s.CarrierGln != null && parties.Contains(s.CarrierGln.Value))
            ),
        };
    }

    internal IQueryable<HandoverRecord> HandoversWithin(ClaimsPrincipal by)
    {
        var shipments = Within(by, null).Select(s => s.Id);
        return db.Set<HandoverRecord>().Where(h => shipments.Contains(h.ShipmentId));
    }

    internal async Task<IReadOnlyList<ShipmentView>> ReadAsync(IQueryable<Shipment> shipments, CancellationToken ct)
    {
        var found = await shipments.ToListAsync(ct);
        var ids = found.Select(s => s.Id).ToList();
        var lines = await (
            from line in db.Set<ShipmentLine>()
            join lot in db.Set<Lot>() on line.LotId equals lot.Id
            join product in db.Set<Product>() on lot.Gtin equals product.Gtin
            where ids.Contains(line.ShipmentId)
            orderby line.ShipmentId, lot.Gtin, lot.BatchNumber, line.Sscc
            select new
            {
                line,
                lot.Gtin,
                lot.BatchNumber,
                product.Name,
                product.NameEn,
            }
        ).ToListAsync(ct);
        var glns = found.SelectMany(s => new[] { s.FromPartyGln, s.ToPartyGln }).Distinct().ToList();
        var names = await db.Set<Party>()
            .Where(p => glns.Contains(p.Gln))
            .ToDictionaryAsync(p => p.Gln, p => p.Name, ct);
        var byShipment = lines.ToLookup(
            row => row.line.ShipmentId,
            row => new ShipmentLineView(
                row.Gtin,
                row.BatchNumber,
                row.Name,
                row.NameEn,
                Sscc.TryParse(row.line.Sscc, out var sscc) ? sscc : null,
                row.line.Quantity,
                row.line.Uom,
                row.line.Accepted
            )
        );
        return
        [
            .. found.Select(s => new ShipmentView(
                s.Id,
                s.FromPartyGln,
                names.GetValueOrDefault(s.FromPartyGln),
                s.FromPlaceGln,
                s.ToPartyGln,
                names.GetValueOrDefault(s.ToPartyGln),
                s.ToPlaceGln,
                s.CarrierGln,
                s.Vehicle,
                s.DespatchNumber,
                s.DispatchedAt,
                s.State,
                [.. byShipment[s.Id]]
            )),
        ];
    }
}

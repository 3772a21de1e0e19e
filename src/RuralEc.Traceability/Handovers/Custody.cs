using Microsoft.EntityFrameworkCore;
using RuralEc.Gs1;
using RuralEc.Traceability.Lots;
using RuralEc.Traceability.Pallets;
using RuralEc.Traceability.Parties;

namespace RuralEc.Traceability.Handovers;

/// <summary>Through whose hands lots and pallets went, and what is in a party's hands now.</summary>
public sealed class Custody(DbContext db)
{
    private const int Most = 500;

    /// <summary>
    /// Whether a party ever had goods in its hands: it made or packed them, had them in stock, sent, carried or received
    /// them. Goods that nobody registered were in nobody's hands.
    /// </summary>
    /// <param name="itemUri">Canonical URI of a lot or a pallet; any other text is no goods.</param>
    public async Task<bool> HadAsync(string itemUri, Gln party, CancellationToken ct)
    {
        if (Sscc.TryFromUri(itemUri, out var sscc))
        {
            var number = sscc.ToString();
            return await db.Set<Pallet>().AnyAsync(p => p.Sscc == sscc && p.PartyGln == party, ct)
                || await db.Set<Stock>().AnyAsync(s => s.Sscc == number && s.HolderGln == party, ct)
                || await WentAsync(db.Set<ShipmentLine>().Where(l => l.Sscc == number), party, ct);
        }

        return Lgtin.TryFromUri(itemUri, out var lgtin)
            && await db.Set<Lot>().SingleOrDefaultAsync(l => l.Gtin == lgtin.Gtin && l.BatchNumber == lgtin.Batch, ct)
                is { } lot
            && (
                lot.OriginPartyGln == party
                || await db.Set<Stock>().AnyAsync(s => s.LotId == lot.Id && s.HolderGln == party, ct)
                || await WentAsync(db.Set<ShipmentLine>().Where(l => l.LotId == lot.Id), party, ct)
            );
    }

    /// <summary>Pallets and loose lots in a party's stock or on the road with it, at most 500 rows.</summary>
    public async Task<IReadOnlyList<GoodsInHand>> InHandAsync(Gln party, CancellationToken ct)
    {
        var lying = await (
            from stock in db.Set<Stock>()
            join lot in db.Set<Lot>() on stock.LotId equals lot.Id
            join product in db.Set<Product>() on lot.Gtin equals product.Gtin
            where stock.HolderGln == party && stock.Quantity > 0
            orderby lot.CreatedAt descending, lot.BatchNumber, stock.Sscc
            select new
            {
                stock.Sscc,
                stock.Quantity,
                stock.Uom,
                Lot = lot,
                Product = product,
            }
        )
            .Take(Most)
            .ToListAsync(ct);
        var rolling = await (
            from shipment in db.Set<Shipment>()
            join line in db.Set<ShipmentLine>() on shipment.Id equals line.ShipmentId
            join lot in db.Set<Lot>() on line.LotId equals lot.Id
            join product in db.Set<Product>() on lot.Gtin equals product.Gtin
            where
                (shipment.State == ShipmentState.InTransit || shipment.State == ShipmentState.Returning)
                && (shipment.FromPartyGln == party || shipment.CarrierGln == party)
            orderby shipment.DispatchedAt descending, lot.BatchNumber, line.Sscc
            select new
            {
                Shipment = shipment,
                line.Sscc,
                line.Quantity,
                line.Uom,
                Lot = lot,
                Product = product,
            }
        )
            .Take(Most)
            .ToListAsync(ct);
        return
        [
            .. rolling.Select(r => new GoodsInHand(
                GoodsOf(r.Lot, r.Product, r.Sscc),
                r.Quantity,
                r.Uom,
                r.Shipment.Id,
                r.Shipment.DespatchNumber
            )),
            .. lying.Select(l => new GoodsInHand(GoodsOf(l.Lot, l.Product, l.Sscc), l.Quantity, l.Uom, null, null)),
        ];
    }

    /// <summary>What is behind the URIs of lots and pallets; of a mixed pallet one of its lots. Unknown ones are left out.</summary>
    public async Task<IReadOnlyDictionary<string, Goods>> NamesAsync(
        IReadOnlyCollection<string> itemUris,
        CancellationToken ct
    )
    {
        var lots = new List<BatchNumber>();
        var pallets = new List<string>();
        foreach (var uri in itemUris)
        {
            if (Lgtin.TryFromUri(uri, out var lgtin))
            {
                lots.Add(lgtin.Batch);
            }
            else if (Sscc.TryFromUri(uri, out var sscc))
            {
                pallets.Add(sscc.ToString());
            }
        }

        var loose = await (
            from lot in db.Set<Lot>()
            join product in db.Set<Product>() on lot.Gtin equals product.Gtin
            where lots.Contains(lot.BatchNumber)
            select new { lot, product }
        ).ToListAsync(ct);
        var packed = await (
            from stock in db.Set<Stock>()
            join lot in db.Set<Lot>() on stock.LotId equals lot.Id
            join product in db.Set<Product>() on lot.Gtin equals product.Gtin
            where pallets.Contains(stock.Sscc)
            select new
            {
                lot,
                product,
                stock.Sscc,
            }
        ).ToListAsync(ct);
        return loose
            .Select(l => GoodsOf(l.lot, l.product, Stock.Loose))
            .Concat(packed.Select(p => GoodsOf(p.lot, p.product, p.Sscc)))
            .Where(goods => itemUris.Contains(goods.ItemUri))
            .DistinctBy(goods => goods.ItemUri)
            .ToDictionary(goods => goods.ItemUri);
    }

    private Task<bool> WentAsync(IQueryable<ShipmentLine> lines, Gln party, CancellationToken ct) =>
        db.Set<Shipment>()
            .AnyAsync(
                s =>
                    lines.Any(l => l.ShipmentId == s.Id)
                    && (
                        s.FromPartyGln == party
                        || s.ToPartyGln == party
                        || s.CarrierGln == party
                        || db.Set<HandoverRecord>()
                            .Any(h => h.ShipmentId == s.Id && h.Decision != null && h.ToPartyGln == party)
                    ),
                ct
            );

    private static Goods GoodsOf(Lot lot, Product product, string sscc)
    {
        Sscc? pallet = Sscc.TryParse(sscc, out var number) ? number : null;
        return new(
            pallet?.ToUri() ?? lot.Lgtin.ToUri(),
            product.ProductClass,
            product.Name,
            product.NameEn,
            lot.BatchNumber,
            pallet
        );
    }
}

/// <summary>A lot, loose, or a pallet with (at least) one lot on it.</summary>
/// <param name="ItemUri">Its canonical GS1 URI.</param>
/// <param name="ProductClass">Code of the product class, such as <c>litchi</c>.</param>
public sealed record Goods(
    string ItemUri,
    string ProductClass,
    string ProductName,
    string ProductNameEn,
    BatchNumber Lot,
    Sscc? Sscc
);

/// <param name="ShipmentId">With which shipment it is on the road; null for stock.</param>
public sealed record GoodsInHand(Goods Goods, decimal Quantity, Uom Uom, Guid? ShipmentId, string? DespatchNumber);

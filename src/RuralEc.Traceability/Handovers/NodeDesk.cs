using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RuralEc.Gs1;
using RuralEc.Traceability.Lots;
using RuralEc.Traceability.Parties;

namespace RuralEc.Traceability.Handovers;

/// <summary>
/// What lies at a node, what is on its way there and what was handed over: for its operator, and for the officer of
/// the district of the party concerned.
/// </summary>
public sealed class NodeDesk(DbContext db, HandoverQuery handovers)
{
    private const int MostLots = 200;
    private const int MostIncoming = 50;
    private const int MostHandovers = 20;

    /// <summary>The node's sheet, as far as the account reaches; an unknown place has nothing.</summary>
    public async Task<NodeSheet> OfAsync(ClaimsPrincipal by, Gln place, CancellationToken ct)
    {
        var holders = Reach.Of(by).Parties(db).Select(p => p.Gln);
        var rows = await (
            from stock in db.Set<Stock>()
            join lot in db.Set<Lot>() on stock.LotId equals lot.Id
            join product in db.Set<Product>() on lot.Gtin equals product.Gtin
            where stock.PlaceGln == place && stock.Quantity > 0 && holders.Contains(stock.HolderGln)
            orderby lot.Gtin, lot.BatchNumber, stock.Sscc
            select new
            {
                lot.Gtin,
                lot.BatchNumber,
                lot.Grade,
                lot.BestBefore,
                lot.Held,
                product.Name,
                product.NameEn,
                stock.Sscc,
                stock.Quantity,
                stock.Uom,
                stock.HolderGln,
            }
        )
            .Take(MostLots)
            .ToListAsync(ct);
        var incoming = handovers
            .Within(by, null)
            .Where(s =>
                (s.State == ShipmentState.InTransit && s.ToPlaceGln == place)
                || (s.State == ShipmentState.Returning && s.FromPlaceGln == place)
            )
            .OrderByDescending(s => s.DispatchedAt)
            .Take(MostIncoming);
        var recent = await handovers
            .HandoversWithin(by)
            .Where(h => h.PlaceGln == place)
            .OrderByDescending(h => h.MeasuredAt)
            .Take(MostHandovers)
            .ToListAsync(ct);
        return new NodeSheet(
            place,
            [
                .. rows.Select(row => new NodeLot(
                    row.Gtin,
                    row.BatchNumber,
                    row.Name,
                    row.NameEn,
                    row.Grade,
                    row.BestBefore,
                    row.Held,
                    Sscc.TryParse(row.Sscc, out var sscc) ? sscc : null,
                    row.Quantity,
                    row.Uom,
                    row.HolderGln
                )),
            ],
            await handovers.ReadAsync(incoming, ct),
            [.. recent.Select(HandoverView.Of)]
        );
    }
}

/// <summary>Stock, incoming shipments and recent handovers of a place.</summary>
public sealed record NodeSheet(
    Gln PlaceGln,
    IReadOnlyList<NodeLot> Stock,
    IReadOnlyList<ShipmentView> Incoming,
    IReadOnlyList<HandoverView> RecentHandovers
);

/// <summary>An amount of one lot at a place, loose or on a pallet, in <paramref name="Uom"/>.</summary>
public sealed record NodeLot(
    Gtin Gtin,
    BatchNumber Lot,
    string ProductName,
    string ProductNameEn,
    string? Grade,
    DateOnly? BestBefore,
    bool Held,
    Sscc? Sscc,
    decimal Quantity,
    Uom Uom,
    Gln HolderGln
);

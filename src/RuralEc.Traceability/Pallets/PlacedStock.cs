using System.Globalization;
using Microsoft.EntityFrameworkCore;
using RuralEc.Gs1;
using RuralEc.Traceability.Lots;

namespace RuralEc.Traceability.Pallets;

/// <summary>Stock rows on a pallet or loose, as the context will save them: found once, changed in memory.</summary>
internal sealed class PlacedStock(DbContext db)
{
    /// <summary>The row with goods in it, or <c>null</c> when the holder has none of the lot there.</summary>
    public async Task<Stock?> FindAsync(Guid lotId, Gln place, string sscc, Gln holder, CancellationToken ct) =>
        await RowAsync(lotId, place, sscc, ct) is { Quantity: > 0 } row && row.HolderGln == holder ? row : null;

    /// <summary>
    /// Puts goods into a holder's hands. The refusal when another holder has goods of the same lot at the same place:
    /// stock is kept by lot and place.
    /// </summary>
    public async Task<Refusal?> PutAsync(
        Guid lotId,
        Gln place,
        string sscc,
        Gln holder,
        decimal quantity,
        Uom uom,
        CancellationToken ct
    )
    {
        if (await RowAsync(lotId, place, sscc, ct) is not { } row)
        {
            db.Add(
                new Stock
                {
                    LotId = lotId,
                    PlaceGln = place,
                    Sscc = sscc,
                    HolderGln = holder,
                    Quantity = quantity,
                    Uom = uom,
                }
            );
            return null;
        }
        if (row.Quantity > 0 && row.HolderGln != holder)
        {
            return new Refusal(
                "place-held-by-other",
                "Another party holds this lot here",
                "同一地点已有其他主体持有这个批次，请换一个地点编码。",
                "/place"
            );
        }
        row.HolderGln = holder;
        row.Quantity += quantity;
        row.Version++;
        return null;
    }

    /// <summary>Why an amount cannot be taken from a row, or <c>null</c>.</summary>
    public static Refusal? Check(Stock stock, BatchNumber lot, decimal quantity, string field)
    {
        if (stock.Uom is Uom.H87 && quantity != decimal.Truncate(quantity))
        {
            return new Refusal("whole-boxes", "Boxes are whole", "箱数应为整数。", field);
        }
        return quantity <= stock.Quantity
            ? null
            : new Refusal(
                "not-enough-stock",
                "Not enough stock",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"批次{lot}在该地点只有库存{stock.Quantity:0.###}，不足{quantity:0.###}。"
                ),
                field
            )
            {
                Facts = new Dictionary<string, object?> { ["available"] = stock.Quantity, ["wanted"] = quantity },
            };
    }

    // A row taken or put before in the same command is in the context already, and tracked.
    private async Task<Stock?> RowAsync(Guid lotId, Gln place, string sscc, CancellationToken ct) =>
        await db.Set<Stock>().FindAsync([lotId, place, sscc], ct) is { } row ? Track(row) : null;

    private Stock Track(Stock row)
    {
        if (db.Entry(row).State is EntityState.Detached)
        {
            db.Attach(row);
        }
        return row;
    }
}

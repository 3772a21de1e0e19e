using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RuralEc.Gs1;
using RuralEc.Traceability.Commands;
using RuralEc.Traceability.Parties;

namespace RuralEc.Traceability.Lots;

/// <summary>An amount of a lot: kilograms of bulk goods, or whole boxes.</summary>
public sealed record LotAmount([NotEmpty] Gtin Gtin, [NotEmpty] BatchNumber Lot, [Quantity] decimal Quantity);

/// <summary>A lot to take from, with its stock as it will be changed.</summary>
internal sealed record LotInput(Lot Lot, Product Product, Stock Stock, decimal Quantity)
{
    /// <summary>Mass of the amount: itself, or boxes times their net content.</summary>
    public decimal MassKg => Stock.Uom == Uom.KGM ? Quantity : Quantity * (Product.NetContentKg ?? 0);
}

/// <summary>Finds stock to take from and puts goods in place; never below zero, never from a held lot.</summary>
internal static class StockBook
{
    /// <summary>The loose stock of each lot at a place in the holder's hands, or why it cannot be taken.</summary>
    public static async Task<(IReadOnlyList<LotInput> Inputs, StepOutcome? Fault)> FindAllAsync(
        DbContext db,
        ClaimsPrincipal by,
        Gln holder,
        Gln place,
        IReadOnlyList<LotAmount> wanted,
        string field,
        CancellationToken ct
    )
    {
        var inputs = new List<LotInput>();
        for (var i = 0; i < wanted.Count; i++)
        {
            var (input, fault) = await FindAsync(db, by, holder, place, wanted[i], $"{field}/{i}", ct);
            if (input is null)
            {
                return ([], fault);
            }
            if (inputs.Any(other => other.Lot.Id == input.Lot.Id))
            {
                var twice = new Refusal(
                    "lot-twice",
                    "Lot stated twice",
                    $"批次{wanted[i].Lot}重复填写。",
                    $"{field}/{i}"
                );
                return ([], new StepOutcome.Refused(twice));
            }
            inputs.Add(input);
        }
        return (inputs, null);
    }

    /// <summary>The loose stock of one lot at a place in the holder's hands, or why it cannot be taken.</summary>
    public static async Task<(LotInput? Input, StepOutcome? Fault)> FindAsync(
        DbContext db,
        ClaimsPrincipal by,
        Gln holder,
        Gln place,
        LotAmount wanted,
        string field,
        CancellationToken ct
    )
    {
        if (await FindLotAsync(db, by, wanted.Gtin, wanted.Lot, ct) is not { } found)
        {
            return (null, NoSuchLot(wanted.Lot, $"{field}/lot"));
        }
        if (found.Lot.Held)
        {
            return (null, IsHeld(found.Lot, $"{field}/lot"));
        }
        var stock = await db.Set<Stock>()
            .AsTracking()
            .SingleOrDefaultAsync(
                s => s.LotId == found.Lot.Id && s.PlaceGln == place && s.Sscc == Stock.Loose && s.HolderGln == holder,
                ct
            );
        var fault = StockRules.Check(wanted, stock?.Quantity ?? 0, stock?.Uom ?? Uom.KGM, field);
        return fault is null
            ? (new LotInput(found.Lot, found.Product, stock!, wanted.Quantity), null)
            : (null, new StepOutcome.Refused(fault));
    }

    /// <summary>A lot of an account's reach, with its product; null when it is unknown or another party's.</summary>
    public static async Task<(Lot Lot, Product Product)?> FindLotAsync(
        DbContext db,
        ClaimsPrincipal by,
        Gtin gtin,
        BatchNumber number,
        CancellationToken ct
    )
    {
        var lots = Reach.Of(by).Lots(db);
        var found = await (
            from lot in lots
            join product in db.Set<Product>() on lot.Gtin equals product.Gtin
            where lot.Gtin == gtin && lot.BatchNumber == number
            select new { lot, product }
        ).SingleOrDefaultAsync(ct);
        return found is null ? null : (found.lot, found.product);
    }

    public static StepOutcome NoSuchLot(BatchNumber number, string field) =>
        new StepOutcome.NotFound($"没有批次{number}。", field);

    public static StepOutcome IsHeld(Lot lot, string field) =>
        new StepOutcome.Refused(
            new Refusal("lot-held", "Lot is held", $"批次{lot.BatchNumber}已被暂停流转：{lot.HoldReason}。", field)
        );

    /// <summary>Takes an amount that was checked before; a row that runs out stays, so that its version goes on.</summary>
    public static void Take(Stock stock, decimal quantity)
    {
        stock.Quantity -= quantity;
        stock.Version++;
    }

    /// <summary>Puts loose goods into a holder's hands at a place, whether or not the lot lay there before.</summary>
    public static async Task PutAsync(
        DbContext db,
        Guid lotId,
        Gln place,
        Gln holder,
        decimal quantity,
        Uom uom,
        CancellationToken ct
    )
    {
        var stock = await db.Set<Stock>()
            .AsTracking()
            .SingleOrDefaultAsync(s => s.LotId == lotId && s.PlaceGln == place && s.Sscc == Stock.Loose, ct);
        if (stock is null)
        {
            db.Add(
                new Stock
                {
                    LotId = lotId,
                    PlaceGln = place,
                    HolderGln = holder,
                    Quantity = quantity,
                    Uom = uom,
                }
            );
            return;
        }
        stock.HolderGln = holder;
        stock.Quantity += quantity;
        stock.Version++;
    }
}

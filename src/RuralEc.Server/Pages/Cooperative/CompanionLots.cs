using RuralEc.Server.Pages.Forms;
using RuralEc.Traceability.Lots;

namespace RuralEc.Server.Pages.Cooperative;

/// <summary>Other lots that may go together with one: in one's own hands, loose, at the same place.</summary>
internal static class CompanionLots
{
    // Each is a row of the form; more would not be looked through on a phone.
    private const int Most = 12;

    public static async Task<IReadOnlyList<Companion>> OfAsync(
        LotQuery lots,
        System.Security.Claims.ClaimsPrincipal by,
        LotDetails one,
        IReadOnlyList<StockView> loose,
        Func<LotView, bool> fits,
        CancellationToken ct
    )
    {
        var filter = new LotFilter(ProductClass: one.Lot.ProductClass, InStockOnly: true, Take: 100);
        var others = (await lots.ListAsync(by, filter, ct))
            .Lots.Where(l => (l.Gtin, l.Lot) != (one.Lot.Gtin, one.Lot.Lot) && !l.Held && fits(l))
            .Take(Most);
        var found = new List<Companion>();
        foreach (var other in others)
        {
            var details = await lots.FindAsync(by, other.Gtin, other.Lot, ct);
            var stock = details?.Stock.FirstOrDefault(s =>
                s.Sscc is null && loose.Any(l => l.PlaceGln == s.PlaceGln && l.HolderGln == s.HolderGln)
            );
            if (stock is not null)
            {
                found.Add(new Companion(other, stock));
            }
        }

        return found;
    }

    /// <summary>The lot itself and the companions that got a quantity; the fields are <c>inputs/{row}/quantity</c>.</summary>
    public static List<LotAmount> Read(Entry entry, LotView one, IReadOnlyList<Companion> companions)
    {
        var inputs = new List<LotAmount> { new(one.Gtin, one.Lot, entry.Number("inputs/0/quantity")) };
        for (var row = 1; row <= companions.Count; row++)
        {
            if (entry.OptionalNumber($"inputs/{row}/quantity") is { } quantity and not 0)
            {
                entry.ShowAt($"inputs/{inputs.Count}", $"inputs/{row}");
                inputs.Add(new LotAmount(companions[row - 1].Lot.Gtin, companions[row - 1].Lot.Lot, quantity));
            }
        }

        return inputs;
    }
}

/// <summary>Another lot and what of it lies at the same place.</summary>
internal sealed record Companion(LotView Lot, StockView Stock);

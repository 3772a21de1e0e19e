using RuralEc.Server.Pages.Trace;
using RuralEc.Traceability.Codes;
using RuralEc.Traceability.Handovers;
using RuralEc.Traceability.Lots;

namespace RuralEc.Server.Pages.Temperature;

/// <summary>Goods at a place that went the same way, and what is left of their life.</summary>
/// <param name="Lots">Pallets, or what lies loose; at least one.</param>
/// <param name="Budget">To now; null where no ageing model holds for the product.</param>
/// <param name="Line">Null where the goods were never in a place that is watched.</param>
internal sealed record ShelfRow(IReadOnlyList<NodeLot> Lots, LifeBudget? Budget, TemperatureLine? Line)
{
    /// <summary>Time that is left at most: at the reference temperature, or to the end of the last day to eat them.</summary>
    public TimeSpan? Left(DateOnly today)
    {
        var byDate = Lots[0].BestBefore is { } day
            ? TimeSpan.FromDays(Math.Max(0, day.DayNumber - today.DayNumber + 1))
            : (TimeSpan?)null;
        var byTemperature = Budget?.LeftAt(Budget.Life.ReferenceCelsius);
        return byDate is null || byTemperature < byDate ? byTemperature : byDate;
    }
}

/// <summary>Puts the goods of a place in the order in which they should leave it.</summary>
internal sealed class Shelf(LotPassportQuery passports, PackageWay ways, GoodsStories stories, TimeProvider clock)
{
    /// <summary>First what is over first; goods of which nothing is known come last.</summary>
    public async Task<IReadOnlyList<ShelfRow>> OfAsync(NodeSheet sheet, DateOnly today, CancellationToken ct)
    {
        var rows = new List<ShelfRow>();
        foreach (var lot in sheet.Stock.GroupBy(row => (row.Gtin, row.Lot)))
        {
            if (await passports.OfAsync(lot.Key.Gtin, lot.Key.Lot, ct) is { } passport)
            {
                rows.AddRange(await RowsAsync(passport, [.. lot], ct));
            }
        }

        return [.. rows.OrderBy(row => row.Left(today) ?? TimeSpan.MaxValue).ThenByDescending(row => row.Budget?.Used)];
    }

    private async Task<IEnumerable<ShelfRow>> RowsAsync(
        LotPassport passport,
        IReadOnlyList<NodeLot> here,
        CancellationToken ct
    )
    {
        var known = (await ways.OfLotAsync(passport.Gtin, passport.Lot, ct)).ToLookup(way => way.Pallet);
        LotWay[] some =
        [
            .. here.Select(row => row.Sscc)
                .Distinct()
                .Select(pallet => known[pallet].FirstOrDefault() ?? new(pallet, new HashSet<string>())),
        ];
        var now = clock.GetUtcNow();
        return (await stories.OfWaysAsync(passport, some, ct)).Select(told => new ShelfRow(
            [.. here.Where(row => told.Ways.Any(way => way.Pallet == row.Sscc))],
            LifeBudget.Of(passport, told.Story, now),
            ColdChainLine.Of(told.Story, told.LastMove)
        ));
    }
}

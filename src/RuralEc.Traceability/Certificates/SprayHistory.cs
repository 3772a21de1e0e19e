using Microsoft.EntityFrameworkCore;
using RuralEc.Traceability.Lots;
using RuralEc.Traceability.Plots;

namespace RuralEc.Traceability.Certificates;

/// <summary>The active ingredients that a harvest saw: everything used on its plot since the season before.</summary>
internal static class SprayHistory
{
    /// <summary>Nothing used longer ago than a year concerns a harvest.</summary>
    private const int LongestSeasonDays = 365;

    /// <summary>Picking rounds within two months are one harvest; an earlier one ends the season before.</summary>
    private const int BetweenHarvestsDays = 60;

    /// <summary>The first day of use that concerns a harvest on <paramref name="harvestedOn"/>.</summary>
    public static DateOnly Since(DateOnly harvestedOn, IEnumerable<DateOnly> harvestsOfPlot)
    {
        var yearBefore = harvestedOn.AddDays(-LongestSeasonDays);
        var lastSeason = harvestsOfPlot.Where(day => day < harvestedOn.AddDays(-BetweenHarvestsDays));
        return lastSeason.Append(yearBefore).Max() is var since && since > yearBefore ? since.AddDays(1) : yearBefore;
    }

    /// <summary>The active ingredients of the pesticides in force in the logs of the plots of these lots.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(DbContext db, IReadOnlyList<Lot> lots, CancellationToken ct)
    {
        var used = new List<string>();
        var harvests = lots.Where(l => l.PlotId is not null && l.HarvestedOn is not null)
            .Select(l => (Plot: l.PlotId!.Value, Day: l.HarvestedOn!.Value))
            .Distinct();
        foreach (var (plot, day) in harvests)
        {
            var others = await db.Set<Lot>()
                .Where(l => l.PlotId == plot && l.HarvestedOn < day)
                .Select(l => l.HarvestedOn!.Value)
                .Distinct()
                .ToListAsync(ct);
            var since = Since(day, others);
            used.AddRange(
                await db.Set<FarmLogEntry>()
                    .Where(e => e.PlotId == plot && e.Kind == FarmWork.Pesticide && e.ActiveIngredient != null)
                    .Where(e => e.AppliedTo >= since && e.AppliedFrom <= day)
                    .Where(e => !db.Set<FarmLogEntry>().Any(later => later.Supersedes == e.Id))
                    .Select(e => e.ActiveIngredient!)
                    .ToListAsync(ct)
            );
        }
        return used;
    }
}

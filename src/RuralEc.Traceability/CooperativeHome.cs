using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RuralEc.Traceability.Lots;
using RuralEc.Traceability.Plots;

namespace RuralEc.Traceability;

/// <summary>
/// The numbers a party sees first: goods in its hands (kg of bulk, boxes), harvests of today and of 30 days, and its
/// latest steps.
/// </summary>
public sealed record CooperativeNumbers(
    int Plots,
    int LotsInStock,
    decimal StockKg,
    decimal StockBoxes,
    decimal HarvestedTodayKg,
    decimal Harvested30DaysKg,
    int Harvests30Days,
    int Refusals30Days,
    IReadOnlyList<StepView> LatestSteps
);

/// <summary>Counts what the first page of a party shows.</summary>
public sealed class CooperativeHome(DbContext db, LotQuery lots, TimeProvider clock)
{
    private const int LatestSteps = 10;

    /// <summary>The numbers of the party of <paramref name="by"/>; null for accounts that work for none.</summary>
    public async Task<CooperativeNumbers?> OfAsync(ClaimsPrincipal by, CancellationToken ct)
    {
        if (Reach.Of(by).PartyGln is not { } own)
        {
            return null;
        }
        var now = clock.GetUtcNow();
        var month = now.AddDays(-30);
        var midnight = new DateTimeOffset(EventTimes.DayOf(now), TimeOnly.MinValue, EventTimes.China);
        var inHand = db.Set<Stock>().Where(s => s.HolderGln == own && s.Quantity > 0);
        var amounts = await inHand
            .GroupBy(s => s.Uom)
            .Select(g => new { Uom = g.Key, Quantity = g.Sum(s => s.Quantity) })
            .ToListAsync(ct);
        var harvests = await (
            from step in db.Set<Step>()
            join part in db.Set<StepLot>() on step.Id equals part.StepId
            where step.PartyGln == own && step.Kind == StepKind.Harvest && step.EventTime >= month
            select new { step.EventTime, part.Quantity }
        ).ToListAsync(ct);
        return new CooperativeNumbers(
            await db.Set<Plot>().CountAsync(p => p.PartyGln == own, ct),
            await inHand.Select(s => s.LotId).Distinct().CountAsync(ct),
            amounts.Where(a => a.Uom == Uom.KGM).Sum(a => a.Quantity),
            amounts.Where(a => a.Uom == Uom.H87).Sum(a => a.Quantity),
            harvests.Where(h => h.EventTime >= midnight).Sum(h => h.Quantity),
            harvests.Sum(h => h.Quantity),
            harvests.Count,
            await db.Set<HarvestRefusal>().CountAsync(r => r.PartyGln == own && r.AttemptedAt >= month, ct),
            await lots.RecentStepsAsync(own, LatestSteps, ct)
        );
    }
}

using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RuralEc.Gs1;
using RuralEc.Traceability.Parties;

namespace RuralEc.Traceability.Lots;

/// <summary>Lots as the people who work with them see them.</summary>
public sealed class LotQuery(DbContext db)
{
    private const int MostSteps = 200;
    private const int MostTake = 200;

    /// <summary>Lots within the reach of <paramref name="by"/>, latest first. An unreadable cursor is the first page.</summary>
    public async Task<LotPage> ListAsync(ClaimsPrincipal by, LotFilter filter, CancellationToken ct)
    {
        var lots = Filter(Reach.Of(by).Lots(db), filter);
        var start = LotCursor.Read(filter.Cursor);
        if (start is { } cursor)
        {
            lots = lots.Where(l => l.CreatedAt <= cursor.CreatedAt);
        }
        var take = Math.Clamp(filter.Take, 1, MostTake);
        var ordered = lots.OrderByDescending(l => l.CreatedAt).ThenBy(l => l.Id).Skip(start?.Shown ?? 0);
        var views = await ViewsOf(ordered.Take(take + 1)).ToListAsync(ct);
        var page = views.Take(take).ToList();
        var next = views.Count > take ? LotCursor.After(start, [.. page.Select(l => l.CreatedAt)]).Write() : null;
        return new LotPage(page, next);
    }

    /// <summary>A lot with its stock, steps, parents and children; null when unknown or out of reach.</summary>
    public async Task<LotDetails?> FindAsync(ClaimsPrincipal by, Gtin gtin, BatchNumber number, CancellationToken ct)
    {
        var lots = Reach.Of(by).Lots(db).Where(l => l.Gtin == gtin && l.BatchNumber == number);
        var id = await lots.Select(l => (Guid?)l.Id).SingleOrDefaultAsync(ct);
        if (id is not { } lotId || await ViewsOf(lots).SingleOrDefaultAsync(ct) is not { } view)
        {
            return null;
        }
        var stock = await db.Set<Stock>()
            .Where(s => s.LotId == lotId && s.Quantity > 0)
            .OrderBy(s => s.PlaceGln)
            .ThenBy(s => s.Sscc)
            .Select(s => new StockView(s.PlaceGln, s.Sscc == "" ? null : s.Sscc, s.Quantity, s.Uom, s.HolderGln))
            .ToListAsync(ct);
        var steps = await StepsAsync(lotId, ct);
        var parents = await LinksAsync(lotId, LotRole.Output, LotRole.Input, ct);
        var children = await LinksAsync(lotId, LotRole.Input, LotRole.Output, ct);
        return new LotDetails(view, stock, steps, parents, children);
    }

    /// <summary>The steps of one's own party, latest first.</summary>
    internal async Task<IReadOnlyList<StepView>> RecentStepsAsync(Gln party, int take, CancellationToken ct) =>
        await ViewsOf(
            await db.Set<Step>()
                .Where(s => s.PartyGln == party)
                .OrderByDescending(s => s.EventTime)
                .Take(take)
                .ToListAsync(ct),
            ct
        );

    private async Task<IReadOnlyList<StepView>> StepsAsync(Guid lotId, CancellationToken ct)
    {
        var parts = db.Set<StepLot>();
        return await ViewsOf(
            await db.Set<Step>()
                .Where(s => parts.Any(p => p.StepId == s.Id && p.LotId == lotId))
                .OrderBy(s => s.EventTime)
                .Take(MostSteps)
                .ToListAsync(ct),
            ct
        );
    }

    private async Task<IReadOnlyList<StepView>> ViewsOf(IReadOnlyList<Step> steps, CancellationToken ct)
    {
        var ids = steps.Select(s => s.Id).ToList();
        var parts = await (
            from part in db.Set<StepLot>()
            join lot in db.Set<Lot>() on part.LotId equals lot.Id
            where ids.Contains(part.StepId)
            select new
            {
                part.StepId,
                View = new StepReceiptLot(lot.Gtin, lot.BatchNumber, lot.Grade, part.Role, part.Quantity, part.Uom),
            }
        ).ToListAsync(ct);
        var byStep = parts.ToLookup(p => p.StepId, p => p.View);
        return
        [
            .. steps.Select(s => new StepView(
                s.Id,
                s.Kind,
                s.LocalTime,
                s.PartyGln,
                s.PlaceGln,
                s.OtherPartyGln,
                s.OtherPlaceGln,
                s.RecordedAt,
                StepFacts.Read(s.Facts),
                [.. byStep[s.Id]]
            )),
        ];
    }

    private async Task<IReadOnlyList<LotLink>> LinksAsync(
        Guid lotId,
        LotRole own,
        LotRole other,
        CancellationToken ct
    ) =>
        await (
            from mine in db.Set<StepLot>()
            join theirs in db.Set<StepLot>() on mine.StepId equals theirs.StepId
            join lot in db.Set<Lot>() on theirs.LotId equals lot.Id
            where mine.LotId == lotId && mine.Role == own && theirs.Role == other
            orderby lot.CreatedAt
            select new LotLink(lot.Gtin, lot.BatchNumber, lot.Grade, theirs.StepId, theirs.Quantity, theirs.Uom)
        )
            .Take(MostSteps)
            .ToListAsync(ct);

    private IQueryable<Lot> Filter(IQueryable<Lot> lots, LotFilter filter)
    {
        if (filter.ProductClass is { } productClass)
        {
            lots = lots.Where(l => l.ProductClass == productClass);
        }
        if (filter.Grade is { } grade)
        {
            lots = lots.Where(l => l.Grade == grade);
        }
        if (filter.PlotId is { } plotId)
        {
            lots = lots.Where(l => l.PlotId == plotId);
        }
        if (BatchNumber.TryParse(filter.Number, null, out var number))
        {
            lots = lots.Where(l => l.BatchNumber == number);
        }
        return filter.InStockOnly ? lots.Where(l => db.Set<Stock>().Any(s => s.LotId == l.Id && s.Quantity > 0)) : lots;
    }

    private IQueryable<LotView> ViewsOf(IQueryable<Lot> lots) =>
        from lot in lots
        join product in db.Set<Product>() on lot.Gtin equals product.Gtin
        orderby lot.CreatedAt descending, lot.Id
        select new LotView(
            lot.Gtin,
            lot.BatchNumber,
            product.Name,
            product.NameEn,
            product.Variety,
            lot.ProductClass,
            lot.Grade,
            lot.OriginPartyGln,
            lot.PlotId,
            lot.HarvestedOn,
            lot.PackedOn,
            lot.BestBefore,
            lot.Held,
            lot.HoldReason,
            db.Set<Stock>().Where(s => s.LotId == lot.Id).Sum(s => s.Quantity),
            db.Set<Stock>().Where(s => s.LotId == lot.Id).Select(s => (Uom?)s.Uom).FirstOrDefault(),
            lot.CreatedAt
        );
}

using Microsoft.EntityFrameworkCore;
using RuralEc.Gs1;
using RuralEc.Traceability.Parties;
using RuralEc.Traceability.Plots;
using RuralEc.Traceability.Reference;

namespace RuralEc.Traceability.Lots;

/// <summary>The land a lot comes from: its name and town, never its position.</summary>
public sealed record PassportPlot(
    Gln Gln,
    string Name,
    string? NameEn,
    string DivisionCode,
    Gln PartyGln,
    string PartyName,
    string PartyNameEn
);

/// <summary>A step on the way. Names are those this room knows; of other places only the GLN is given.</summary>
public sealed record PassportStep(
    StepKind Kind,
    DateTimeOffset At,
    Gln PartyGln,
    string? PartyName,
    string? PartyNameEn,
    Gln PlaceGln,
    Gln? OtherPartyGln,
    string? OtherPartyName,
    string? OtherPartyNameEn,
    Gln? OtherPlaceGln,
    IReadOnlyDictionary<string, string> Facts,
    IReadOnlyList<StepReceiptLot> Lots
);

/// <summary>The public facts of a lot, for everyone who holds its code: no tenancy, no persons, no positions.</summary>
public sealed record LotPassport(
    Gtin Gtin,
    BatchNumber Lot,
    string ProductName,
    string ProductNameEn,
    string Variety,
    string? VarietyEn,
    decimal? NetContentKg,
    string ProductClass,
    string? ProductClassName,
    string? ProductClassNameEn,
    string? Grade,
    string? GradeName,
    string? GradeNameEn,
    string? Standard,
    Gln MakerGln,
    string MakerName,
    string MakerNameEn,
    string MakerDistrictCode,
    DateOnly? HarvestedOn,
    DateOnly? PackedOn,
    DateOnly? BestBefore,
    bool Held,
    IReadOnlyList<PassportPlot> Plots,
    IReadOnlyList<PassportStep> Steps,
    IReadOnlyList<PassportAncestor> Ancestors
);

/// <summary>A lot whose goods went into this one, the last of them at <paramref name="Until"/>.</summary>
public sealed record PassportAncestor(Lgtin Lot, DateTimeOffset Until);

/// <summary>Puts a lot's public story together: its own steps, and those of its ancestors up to where it came from them.</summary>
public sealed class LotPassportQuery(DbContext db)
{
    private const int MostSteps = 200;

    /// <summary>The passport of a lot; null when there is none.</summary>
    public async Task<LotPassport?> OfAsync(Gtin gtin, BatchNumber number, CancellationToken ct)
    {
        var head = await (
            from lot in db.Set<Lot>()
            join product in db.Set<Product>() on lot.Gtin equals product.Gtin
            join maker in db.Set<Party>() on lot.OriginPartyGln equals maker.Gln
            where lot.Gtin == gtin && lot.BatchNumber == number
            select new
            {
                lot,
                product,
                maker,
            }
        ).SingleOrDefaultAsync(ct);
        if (head is null)
        {
            return null;
        }
        var ends = await LotAncestry.OfAsync(db, head.lot.Id, ct);
        var ids = ends.Keys.ToList();
        var lots = await db.Set<Lot>().Where(l => ids.Contains(l.Id)).ToDictionaryAsync(l => l.Id, ct);
        var plots = await PlotsAsync([.. lots.Values.Select(l => l.PlotId).OfType<Guid>().Distinct()], ct);
        var steps = await StepsAsync(ends, lots, ct);
        var productClass = ProductClass.Find(head.lot.ProductClass);
        var grade = productClass?.GradeOf(head.lot.Grade);
        return new LotPassport(
            gtin,
            number,
            head.product.Name,
            head.product.NameEn,
            head.product.Variety,
            head.product.VarietyEn,
            head.product.NetContentKg,
            head.lot.ProductClass,
            productClass?.Name,
            productClass?.NameEn,
            head.lot.Grade,
            grade?.Name,
            grade?.NameEn,
            productClass?.Standard,
            head.maker.Gln,
            head.maker.Name,
            head.maker.NameEn,
            head.maker.DistrictCode,
            head.lot.HarvestedOn,
            head.lot.PackedOn,
            head.lot.BestBefore,
            head.lot.Held,
            plots,
            steps,
            [
                .. lots
                    .Values.Where(l => l.Id != head.lot.Id)
                    .OrderBy(l => l.CreatedAt)
                    .Select(l => new PassportAncestor(l.Lgtin, ends[l.Id].Until)),
            ]
        );
    }

    /// <summary>The latest 20 lots of a product.</summary>
    public async Task<IReadOnlyList<RecentLot>> RecentAsync(Gtin gtin, CancellationToken ct) =>
        await db.Set<Lot>()
            .Where(l => l.Gtin == gtin)
            .OrderByDescending(l => l.CreatedAt)
            .Take(20)
            .Select(l => new RecentLot(l.BatchNumber, l.PackedOn, l.HarvestedOn))
            .ToListAsync(ct);

    private async Task<IReadOnlyList<PassportPlot>> PlotsAsync(IReadOnlyList<Guid> ids, CancellationToken ct) =>
        await (
            from plot in db.Set<Plot>()
            join party in db.Set<Party>() on plot.PartyGln equals party.Gln
            where ids.Contains(plot.Id)
            orderby plot.Number
            select new PassportPlot(
                plot.Gln,
                plot.Name,
                plot.NameEn,
                plot.DivisionCode,
                party.Gln,
                party.Name,
                party.NameEn
            )
        ).ToListAsync(ct);

    private async Task<IReadOnlyList<PassportStep>> StepsAsync(
        IReadOnlyDictionary<Guid, LotEnd> ends,
        Dictionary<Guid, Lot> lots,
        CancellationToken ct
    )
    {
        var ids = ends.Keys.ToList();
        var parts = await (
            from part in db.Set<StepLot>()
            join step in db.Set<Step>() on part.StepId equals step.Id
            where ids.Contains(part.LotId)
            orderby step.EventTime, step.RecordedAt
            select new { part, step }
        )
            .Take(MostSteps * 2)
            .ToListAsync(ct);

        // An input's step belongs to the story only where its output does too: goods that went other ways do not.
        var ways = ends.Where(end => end.Value.Places.Count > 0)
            .ToDictionary(
                end => end.Key,
                end =>
                    AncestorWay.To(
                        end.Value.Places,
                        parts
                            .Where(p => p.part.LotId == end.Key && p.step.EventTime <= end.Value.Until)
                            .Select(p => p.step)
                    )
            );
        var story = parts
            .GroupBy(p => p.part.StepId)
            .Where(g =>
                g.Any(p => p.part.Role == LotRole.Output)
                || g.Any(p =>
                    p.part.Role == LotRole.Seen
                    && Belongs(p.step, ends[p.part.LotId], ways.GetValueOrDefault(p.part.LotId))
                )
            )
            .Take(MostSteps)
            .Select(g => (g.First().step, Parts: g.Select(p => p.part).ToList()))
            .ToList();
        var glns = story
            .SelectMany(s => new[] { s.step.PartyGln, s.step.OtherPartyGln ?? s.step.PartyGln })
            .Distinct()
            .ToList();
        var names = await db.Set<Party>()
            .Where(p => glns.Contains(p.Gln))
            .Select(p => new
            {
                p.Gln,
                p.Name,
                p.NameEn,
            })
            .ToDictionaryAsync(p => p.Gln, ct);
        return
        [
            .. story.Select(s =>
            {
                var party = names.GetValueOrDefault(s.step.PartyGln);
                var other = s.step.OtherPartyGln is { } gln ? names.GetValueOrDefault(gln) : null;
                return new PassportStep(
                    s.step.Kind,
                    s.step.LocalTime,
                    s.step.PartyGln,
                    party?.Name,
                    party?.NameEn,
                    s.step.PlaceGln,
                    s.step.OtherPartyGln,
                    other?.Name,
                    other?.NameEn,
                    s.step.OtherPlaceGln,
                    StepFacts.Read(s.step.Facts),
                    [.. s.Parts.Select(p => PartOf(p, lots[p.LotId]))]
                );
            }),
        ];
    }

    private static bool Belongs(Step step, LotEnd end, IReadOnlySet<string>? way) =>
        step.EventTime <= end.Until
        && (
            way is null
            || !AncestorWay.IsMove(step.Kind)
            || (AncestorWay.DespatchOf(step) is { } number && way.Contains(number))
        );

    private static StepReceiptLot PartOf(StepLot part, Lot lot) =>
        new(lot.Gtin, lot.BatchNumber, lot.Grade, part.Role, part.Quantity, part.Uom);
}

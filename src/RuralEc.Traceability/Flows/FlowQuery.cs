using System.Globalization;
using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RuralEc.Gs1;
using RuralEc.Traceability.Certificates;
using RuralEc.Traceability.Lots;
using RuralEc.Traceability.Parties;
using RuralEc.Traceability.Reference;

namespace RuralEc.Traceability.Flows;

/// <summary>Tells how goods flowed through a part of the country, as far as an account sees the parties to it.</summary>
public sealed class FlowQuery(DbContext db)
{
    /// <summary>As many amounts of lots as one question looks at.</summary>
    public const int MostParts = 10_000;

    private static readonly StepKind[] Kinds =
    [
        StepKind.Harvest,
        StepKind.Precooling,
        StepKind.Grading,
        StepKind.Packing,
        StepKind.Repacking,
        StepKind.Shipping,
        StepKind.Receiving,
    ];

    /// <param name="asOf">What was recorded later does not count.</param>
    public async Task<FlowFacts> OfAsync(
        ClaimsPrincipal by,
        FlowScope scope,
        DateTimeOffset from,
        DateTimeOffset to,
        DateTimeOffset asOf,
        CancellationToken ct
    )
    {
        ArgumentNullException.ThrowIfNull(scope);
        var here = Here(scope);
        var steps = Steps(by, scope, here).Where(s => s.EventTime >= from && s.EventTime < to);
        var rows = await (
            from step in steps
            join part in db.Set<StepLot>() on step.Id equals part.StepId
            join lot in db.Set<Lot>() on part.LotId equals lot.Id
            join product in db.Set<Product>() on lot.Gtin equals product.Gtin
            where step.RecordedAt <= asOf
            orderby step.EventTime descending, step.Id, lot.Id, part.Role
            select new Row(step, part, lot, product.NetContentKg)
        )
            .Take(MostParts + 1)
            .ToListAsync(ct);
        var cut = rows.Count > MostParts;
        rows = [.. rows.Take(MostParts)];
        var inside = (await here.Select(p => p.Gln).ToListAsync(ct)).Concat(scope.Places).ToHashSet();
        var received = rows.Where(r => r.Step.Kind == StepKind.Receiving).ToList();
        var moves = await MovesAsync([.. received.Select(r => r.Lot.Id).Distinct()], asOf, ct);
        return new(
            await ShippedAsync([.. rows.Where(r => r.Step.Kind == StepKind.Shipping)], asOf, ct),
            [.. received.Select(r => ReceivedOf(r, [.. moves[r.Lot.Id]]))],
            [.. rows.GroupBy(r => r.Step.Id).Select(g => MassOf([.. g], inside, moves)).OfType<MassStep>()],
            cut
        );
    }

    /// <summary>Kilograms harvested by town, 9 digits, of the plots of a district that the account sees.</summary>
    public async Task<IReadOnlyDictionary<string, decimal>> HarvestByTownAsync(
        ClaimsPrincipal by,
        string district,
        DateTimeOffset from,
        DateTimeOffset to,
        DateTimeOffset asOf,
        CancellationToken ct
    )
    {
        var plots = Reach.Of(by).Plots(db).Where(p => p.DivisionCode.StartsWith(district));
        var steps = db.Set<Step>()
            .Where(s => s.Kind == StepKind.Harvest && s.EventTime >= from && s.EventTime < to && s.RecordedAt <= asOf);
        var amounts = await (
            from step in steps
            join part in db.Set<StepLot>() on step.Id equals part.StepId
            join lot in db.Set<Lot>() on part.LotId equals lot.Id
            join plot in plots on lot.PlotId equals (Guid?)plot.Id
            where part.Role == LotRole.Output && part.Uom == Uom.KGM
            select new { plot.DivisionCode, part.Quantity }
        ).ToListAsync(ct);
        return amounts
            .Where(a => a.DivisionCode.Length >= 9)
            .GroupBy(a => a.DivisionCode[..9])
            .ToDictionary(g => g.Key, g => g.Sum(a => a.Quantity));
    }

    /// <summary>Parties that count by where they are registered.</summary>
    private IQueryable<Party> Here(FlowScope scope)
    {
        var parties = db.Set<Party>();
        return scope switch
        {
            { PlacesOnly: true } => parties.Where(p => false),
            { Prefix.Length: <= 6 } => parties.Where(p => p.DistrictCode.StartsWith(scope.Prefix)),
            _ => parties.Where(p => p.TownCode != null && p.TownCode.StartsWith(scope.Prefix)),
        };
    }

    // A shipment belongs to a part of the country when either of its ends does, other steps where they happen.
    private IQueryable<Step> Steps(ClaimsPrincipal by, FlowScope scope, IQueryable<Party> hereabout)
    {
        var seen = Reach.Of(by).Parties(db).Select(p => p.Gln);
        var here = hereabout.Select(p => p.Gln);
        var places = scope.Places.ToList();
        return db.Set<Step>()
            .Where(s => Kinds.Contains(s.Kind))
            .Where(s => seen.Contains(s.PartyGln) || (s.OtherPartyGln != null && seen.Contains(s.OtherPartyGln.Value)))
            .Where(s =>
                places.Contains(s.PlaceGln)
                || here.Contains(s.PartyGln)
                || (
                    s.Kind == StepKind.Shipping
                    && (
                        (s.OtherPlaceGln != null && places.Contains(s.OtherPlaceGln.Value))
                        || (s.OtherPartyGln != null && here.Contains(s.OtherPartyGln.Value))
                    )
                )
            );
    }

    private async Task<IReadOnlyList<ShippedLot>> ShippedAsync(
        List<Row> rows,
        DateTimeOffset asOf,
        CancellationToken ct
    )
    {
        var lots = rows.Select(r => r.Lot.Id).Distinct().ToList();
        var certificates = (
            await db.Set<Certificate>()
                .Where(c => lots.Contains(c.LotId) && c.RecordedAt <= asOf && (c.VoidedAt == null || c.VoidedAt > asOf))
                .Select(c => new { c.LotId, c.Number })
                .ToListAsync(ct)
        ).ToLookup(c => c.LotId, c => c.Number);
        var makers = rows.Select(r => r.Lot.OriginPartyGln).Distinct().ToList();
        var parties = await db.Set<Party>().Where(p => makers.Contains(p.Gln)).ToDictionaryAsync(p => p.Gln, ct);
        return
        [
            .. rows.Select(r =>
            {
                var maker = parties.GetValueOrDefault(r.Lot.OriginPartyGln);
                return new ShippedLot(
                    r.Step.Id,
                    r.Step.EventTime,
                    r.Step.PlaceGln,
                    r.Lot.Gtin,
                    r.Lot.BatchNumber,
                    r.Lot.ProductClass,
                    r.Lot.OriginPartyGln,
                    maker?.Name,
                    maker?.Kind == PartyKind.Cooperative,
                    ProductClass.Find(r.Lot.ProductClass)?.CertificateRequired == true,
                    certificates[r.Lot.Id].FirstOrDefault()
                );
            }),
        ];
    }

    /// <summary>All departures and arrivals of lots, whoever made them.</summary>
    private async Task<ILookup<Guid, LotMove>> MovesAsync(List<Guid> lots, DateTimeOffset asOf, CancellationToken ct) =>
        (
            await (
                from part in db.Set<StepLot>()
                join step in db.Set<Step>() on part.StepId equals step.Id
                where
                    lots.Contains(part.LotId)
                    && (step.Kind == StepKind.Shipping || step.Kind == StepKind.Receiving)
                    && step.RecordedAt <= asOf
                select new { part.LotId, step }
            ).ToListAsync(ct)
        ).ToLookup(m => m.LotId, m => MoveOf(m.step));

    private static LotMove MoveOf(Step step)
    {
        var arrives = step.Kind == StepKind.Receiving;
        return new(
            arrives,
            step.EventTime,
            step.PartyGln,
            arrives ? step.OtherPlaceGln : step.PlaceGln,
            AncestorWay.DespatchOf(step)
        );
    }

    private static ReceivedLot ReceivedOf(Row row, IReadOnlyCollection<LotMove> moves) =>
        new(
            row.Step.Id,
            row.Step.EventTime,
            row.Step.PlaceGln,
            row.Lot.Gtin,
            row.Lot.BatchNumber,
            AncestorWay.DespatchOf(row.Step),
            TraceChain.IsComplete(row.Lot.OriginPartyGln, moves)
        );

    /// <param name="inside">Places and parties of the part of the country: what comes from them does not come in.</param>
    private static MassStep? MassOf(IReadOnlyList<Row> parts, HashSet<Gln> inside, ILookup<Guid, LotMove> moves)
    {
        var step = parts[0].Step;
        var facts = StepFacts.Read(step.Facts);
        var happensHere = inside.Contains(step.PlaceGln) || inside.Contains(step.PartyGln);
        if (!happensHere || step.Kind is StepKind.Shipping)
        {
            return null;
        }

        decimal? kilograms = parts
            .Where(p => step.Kind is not StepKind.Harvest || p.Part.Role == LotRole.Output)
            .Aggregate((decimal?)0, (sum, p) => sum + p.Kilograms);
        return step.Kind switch
        {
            StepKind.Harvest => Of(kilograms, 0),
            StepKind.Receiving => Arrival(),
            _ => Of(0, Fact(StepFact.LossKg) + Fact(StepFact.UnexplainedKg) + Fact(StepFact.ShrinkKg)),
        };

        MassStep Of(decimal? inKg, decimal? lossKg) =>
            new(step.Id, step.Kind, step.EventTime, step.PlaceGln, inKg, lossKg);

        decimal Fact(string key) =>
            facts.TryGetValue(key, out var text) ? decimal.Parse(text, CultureInfo.InvariantCulture) : 0;

        // What is missing is told in the unit of the lots; of lots in several units its mass is not known.
        MassStep Arrival()
        {
            var missing = Fact(StepFact.Difference);
            var one = parts.Select(p => p.KilogramsOfOne).Distinct().ToList();
            var lost = missing == 0 ? 0 : (one.Count == 1 ? missing * one[0] : null);
            var sender = TraceChain.DepartureOf(MoveOf(step), moves[parts[0].Lot.Id])?.PartyGln;
            var fromInside =
                (sender is { } party && inside.Contains(party))
                || (step.OtherPlaceGln is { } place && inside.Contains(place));
            return Of(fromInside ? 0 : kilograms + lost, lost);
        }
    }

    private sealed record Row(Step Step, StepLot Part, Lot Lot, decimal? NetContentKg)
    {
        public decimal? KilogramsOfOne => Part.Uom == Uom.KGM ? 1 : NetContentKg;

        public decimal? Kilograms => Part.Quantity * KilogramsOfOne;
    }
}

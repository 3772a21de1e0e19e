using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using RuralEc.Epcis;
using RuralEc.Gs1;
using RuralEc.Traceability.Parties;

namespace RuralEc.Traceability.Lots;

/// <summary>A lot to come out of a step. <paramref name="Field"/> points at its number in the request.</summary>
internal sealed record LotOutput(Product Product, BatchNumber Number, string? Grade, decimal Quantity, string Field)
{
    public DateOnly? PackedOn { get; init; }
    public DateOnly? BestBefore { get; init; }

    /// <summary>Another run of the same day's packing may add to the lot.</summary>
    public bool MayAdd { get; init; }
    public Uom Uom => Product.NetContentKg is null ? Uom.KGM : Uom.H87;
}

/// <summary>
/// Lots in, lots out: takes the inputs from stock, makes the output lots and writes one TransformationEvent. Grading,
/// packing, splitting, merging and repacking are this, each with its own rules before.
/// </summary>
public sealed class LotTransformation(DbContext db, StepRecorder recorder, TimeProvider clock)
{
    internal async Task<StepOutcome> RecordAsync(
        StepDraft draft,
        string bizStep,
        IReadOnlyList<LotInput> inputs,
        IReadOnlyList<LotOutput> outputs,
        IReadOnlyList<(string Name, JsonNode? Value)> stated,
        CancellationToken ct
    )
    {
        if (CheckDay(draft, inputs) is { } early)
        {
            return new StepOutcome.Refused(early);
        }
        var made = new List<Lot>();
        foreach (var output in outputs)
        {
            var (lot, fault) = await MakeAsync(output, draft, inputs, made, ct);
            if (lot is null)
            {
                return fault!;
            }
            made.Add(lot);
        }
        foreach (var input in inputs)
        {
            StockBook.Take(input.Stock, input.Quantity);
        }
        for (var i = 0; i < made.Count; i++)
        {
            var (lot, output) = (made[i], outputs[i]);
            await StockBook.PutAsync(db, lot.Id, draft.PlaceGln, draft.PartyGln, output.Quantity, output.Uom, ct);
        }
        return await recorder.RecordAsync(
            draft,
            [
                .. inputs.Select(input => PartOf(input.Lot, LotRole.Input, input.Quantity, input.Stock.Uom)),
                .. made.Zip(outputs, (lot, output) => PartOf(lot, LotRole.Output, output.Quantity, output.Uom)),
            ],
            [EventOf(draft, bizStep, inputs, made, outputs, stated)],
            ct
        );
    }

    private async Task<(Lot? Lot, StepOutcome? Fault)> MakeAsync(
        LotOutput output,
        StepDraft draft,
        IReadOnlyList<LotInput> inputs,
        IReadOnlyList<Lot> made,
        CancellationToken ct
    )
    {
        var (gtin, number) = (output.Product.Gtin, output.Number);
        var taken = new StepOutcome.LotTaken(gtin, number, output.Field);
        if (made.Any(m => m.Gtin == gtin && m.BatchNumber == number))
        {
            return (null, taken);
        }
        var lot = NewLot(output, draft, inputs);
        var known = await db.Set<Lot>().SingleOrDefaultAsync(l => l.Gtin == gtin && l.BatchNumber == number, ct);
        if (known is null)
        {
            db.Add(lot);
            return (lot, null);
        }
        if (known.Held && known.OriginPartyGln == draft.PartyGln)
        {
            return (null, StockBook.IsHeld(known, output.Field));
        }
        return output.MayAdd && IsSameRun(known, lot) ? (known, null) : (null, taken);
    }

    private Lot NewLot(LotOutput output, StepDraft draft, IReadOnlyList<LotInput> inputs)
    {
        var now = clock.GetUtcNow();
        var plots = inputs.Select(i => i.Lot.PlotId).Distinct().ToList();
        return new Lot
        {
            Id = Guid.CreateVersion7(now),
            Gtin = output.Product.Gtin,
            BatchNumber = output.Number,
            ProductClass = output.Product.ProductClass,
            Grade = output.Grade,
            OriginPartyGln = draft.PartyGln,
            PlotId = plots.Count == 1 ? plots[0] : null,
            HarvestedOn = inputs.Min(i => i.Lot.HarvestedOn),
            PackedOn = output.PackedOn ?? inputs.Min(i => i.Lot.PackedOn),
            BestBefore = output.BestBefore ?? inputs.Min(i => i.Lot.BestBefore),
            CreatedAt = EventTimes.ToMilliseconds(now),
        };
    }

    private static bool IsSameRun(Lot known, Lot wanted) =>
        known.OriginPartyGln == wanted.OriginPartyGln
        && known.Grade == wanted.Grade
        && known.PlotId == wanted.PlotId
        && known.HarvestedOn == wanted.HarvestedOn
        && known.PackedOn == wanted.PackedOn
        && known.BestBefore == wanted.BestBefore;

    private static Refusal? CheckDay(StepDraft draft, IReadOnlyList<LotInput> inputs)
    {
        var early = inputs.FirstOrDefault(i => EventTimes.DayOf(draft.EventTime) < i.Lot.HarvestedOn);
        return early is null
            ? null
            : new Refusal(
                "before-harvest",
                "Before the harvest",
                $"时间早于批次{early.Lot.BatchNumber}的采收日期{LotEvents.Iso(early.Lot.HarvestedOn!.Value)}。",
                "/at"
            );
    }

    private static StepLot PartOf(Lot lot, LotRole role, decimal quantity, Uom uom) =>
        new()
        {
            LotId = lot.Id,
            Role = role,
            Quantity = quantity,
            Uom = uom,
        };

    private static TransformationEvent EventOf(
        StepDraft draft,
        string bizStep,
        IReadOnlyList<LotInput> inputs,
        IReadOnlyList<Lot> made,
        IReadOnlyList<LotOutput> outputs,
        IReadOnlyList<(string Name, JsonNode? Value)> stated
    )
    {
        var grades = made.Where(m => m.Grade is not null)
            .Select(m => new JsonObject { ["ruralec:epcClass"] = m.Lgtin.ToUri(), ["ruralec:grade"] = m.Grade })
            .ToArray<JsonNode?>();
        var gradeField = ("outputGrades", grades.Length > 0 ? (JsonNode?)new JsonArray(grades) : null);
        return new TransformationEvent
        {
            EventTime = draft.EventTime,
            EventId = StepRecorder.EventIdOf(draft.Id),
            BizStep = bizStep,
            Disposition = Epcis.Disposition.Active,
            ReadPoint = draft.PlaceGln.ToLocationUri(),
            BizLocation = draft.PlaceGln.ToLocationUri(),
            InputQuantityList = [.. inputs.Select(i => LotEvents.AmountOf(i.Lot, i.Quantity, i.Stock.Uom))],
            OutputQuantityList = [.. made.Zip(outputs, (m, o) => LotEvents.AmountOf(m, o.Quantity, o.Uom))],
            Ilmd = LotEvents.Ilmd(made),
            Extensions = LotEvents.Extensions(draft.PartyGln, [.. stated, gradeField]),
        };
    }
}

using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using RuralEc.Epcis;
using RuralEc.Gs1;
using RuralEc.Traceability.Commands;
using RuralEc.Traceability.Parties;
using RuralEc.Traceability.Reference;

namespace RuralEc.Traceability.Lots;

/// <summary>
/// Packing of a bulk lot (<paramref name="Input"/>, kg) into boxes of the product <paramref name="Gtin"/>. Best before is
/// the packing day plus the shelf life of the product class when absent. Later runs of a day may add to the same lot.
/// </summary>
public sealed record PackingCommand(
    [NotEmpty] Guid Id,
    [NotEmpty] Gln Place,
    DateTimeOffset At,
    [Required] LotAmount Input,
    [NotEmpty] Gtin Gtin,
    [NotEmpty] BatchNumber Lot,
    [Range(1, 1_000_000)] int Boxes,
    DateOnly? BestBefore = null,
    [Quantity(AllowZero = true)] decimal LossKg = 0,
    [PlainText(200)] string? LossReason = null
);

/// <summary>Packs graded bulk lots into boxes.</summary>
public sealed class Packing(DbContext db, StepRecorder recorder, LotTransformation transformation)
{
    public Task<StepOutcome> RecordAsync(ClaimsPrincipal by, PackingCommand command, CancellationToken ct) =>
        recorder.RunAsync(
            by,
            command.Id,
            command,
            now => PackingRules.Check(command, now),
            opening => DecideAsync(by, command, opening, ct),
            ct
        );

    private async Task<StepOutcome> DecideAsync(
        ClaimsPrincipal by,
        PackingCommand command,
        StepOpening opening,
        CancellationToken ct
    )
    {
        var (gtin, party) = (command.Gtin, opening.PartyGln);
        var box = await db.Set<Product>().SingleOrDefaultAsync(p => p.Gtin == gtin && p.OwnerGln == party, ct);
        if (box is null)
        {
            return new StepOutcome.NotFound($"没有GTIN为{gtin}的产品。", "/gtin");
        }
        var (input, fault) = await StockBook.FindAsync(db, by, party, command.Place, command.Input, "/input", ct);
        if (input is null)
        {
            return fault!;
        }
        if (PackingRules.Check(command, input, box) is { } refusal)
        {
            return new StepOutcome.Refused(refusal);
        }
        var day = EventTimes.DayOf(command.At);
        var shelfLife = ProductClass.Find(box.ProductClass)?.ShelfLifeDays;
        var output = new LotOutput(box, command.Lot, box.Grade, command.Boxes, "/lot")
        {
            PackedOn = day,
            BestBefore = command.BestBefore ?? (shelfLife is { } days ? day.AddDays(days) : null),
            MayAdd = true,
        };
        var unexplained = PackingRules.UnexplainedKg(command, box);
        var reason = PlainTextAttribute.Clean(command.LossReason);
        var draft = opening.Draft(
            command.Id,
            StepKind.Packing,
            command.Place,
            command.At,
            (StepFact.LossKg, command.LossKg),
            (StepFact.LossReason, reason),
            (StepFact.UnexplainedKg, unexplained)
        );
        return await transformation.RecordAsync(
            draft,
            BizStep.CreatingClassInstance,
            [input],
            [output],
            [
                (StepFact.LossKg, JsonValue.Create(command.LossKg)),
                (StepFact.LossReason, JsonValue.Create(reason)),
                (StepFact.UnexplainedKg, JsonValue.Create(unexplained)),
            ],
            ct
        );
    }
}

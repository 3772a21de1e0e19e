using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using RuralEc.Epcis;
using RuralEc.Gs1;
using RuralEc.Traceability.Commands;
using RuralEc.Traceability.Parties;

namespace RuralEc.Traceability.Lots;

/// <summary>Boxes of one or more lots at a place, repacked as boxes of the product <paramref name="Gtin"/>.</summary>
public sealed record RepackingCommand(
    [NotEmpty] Guid Id,
    [NotEmpty] Gln Place,
    DateTimeOffset At,
    [MinLength(1), MaxLength(50)] IReadOnlyList<LotAmount> Inputs,
    [NotEmpty] Gtin Gtin,
    [NotEmpty] BatchNumber Lot,
    [Range(1, 1_000_000)] int Boxes,
    [Quantity(AllowZero = true)] decimal LossKg = 0,
    [PlainText(200)] string? LossReason = null
);

/// <summary>Repacks boxed lots, mixing them where they are several; the genealogy keeps how much of each.</summary>
public sealed class Repacking(DbContext db, StepRecorder recorder, LotTransformation transformation)
{
    public Task<StepOutcome> RecordAsync(ClaimsPrincipal by, RepackingCommand command, CancellationToken ct) =>
        recorder.RunAsync(
            by,
            command.Id,
            command,
            now => EventTimes.Check(command.At, now, "/at"),
            opening => DecideAsync(by, command, opening, ct),
            ct
        );

    private async Task<StepOutcome> DecideAsync(
        ClaimsPrincipal by,
        RepackingCommand command,
        StepOpening opening,
        CancellationToken ct
    )
    {
        var (inputs, fault) = await StockBook.FindAllAsync(
            db,
            by,
            opening.PartyGln,
            command.Place,
            command.Inputs,
            "/inputs",
            ct
        );
        if (fault is not null)
        {
            return fault;
        }
        var gtin = command.Gtin;
        var box = await db.Set<Product>().SingleOrDefaultAsync(p => p.Gtin == gtin, ct);
        if (box is null || (box.OwnerGln != opening.PartyGln && inputs.All(i => i.Product.OwnerGln != box.OwnerGln)))
        {
            return new StepOutcome.NotFound($"没有GTIN为{gtin}的产品。", "/gtin");
        }
        if (Check(command, inputs, box) is { } refusal)
        {
            return new StepOutcome.Refused(refusal);
        }
        var unexplained = MassBalance.UnexplainedKg(
            inputs.Sum(i => i.MassKg),
            command.Boxes * (box.NetContentKg ?? 0),
            command.LossKg
        );
        var reason = PlainTextAttribute.Clean(command.LossReason);
        return await transformation.RecordAsync(
            opening.Draft(
                command.Id,
                StepKind.Repacking,
                command.Place,
                command.At,
                (StepFact.LossKg, command.LossKg),
                (StepFact.LossReason, reason),
                (StepFact.UnexplainedKg, unexplained)
            ),
            BizStep.Repackaging,
            inputs,
            [new LotOutput(box, command.Lot, box.Grade, command.Boxes, "/lot")],
            [
                (StepFact.LossKg, JsonValue.Create(command.LossKg)),
                (StepFact.LossReason, JsonValue.Create(reason)),
                (StepFact.UnexplainedKg, JsonValue.Create(unexplained)),
            ],
            ct
        );
    }

    internal static Refusal? Check(RepackingCommand command, IReadOnlyList<LotInput> inputs, Product box)
    {
        if (inputs.Any(i => i.Stock.Uom != Uom.H87) || box.NetContentKg is not { } netContent)
        {
            return new Refusal("not-boxed", "Not a boxed product", "改装的投入和产出都应为盒装产品。", "/inputs");
        }
        for (var i = 0; i < inputs.Count; i++)
        {
            var (productClass, grade) = (inputs[i].Lot.ProductClass, inputs[i].Lot.Grade);
            if (PackingRules.CheckGrade(productClass, grade, box, $"/inputs/{i}") is { } refusal)
            {
                return refusal;
            }
        }
        return MassBalance.Check(
            inputs.Sum(i => i.MassKg),
            command.Boxes * netContent,
            command.LossKg,
            command.LossReason,
            "/boxes"
        );
    }
}

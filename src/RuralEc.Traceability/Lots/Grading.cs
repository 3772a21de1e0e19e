using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using RuralEc.Epcis;
using RuralEc.Gs1;
using RuralEc.Traceability.Commands;
using RuralEc.Traceability.Reference;

namespace RuralEc.Traceability.Lots;

/// <summary>One grade that came out; <paramref name="Lot"/> is suggested from the input's number when absent.</summary>
public sealed record GradeAmount(
    [Required, PlainText(40)] string Grade,
    [Quantity] decimal QuantityKg,
    [NotEmpty] BatchNumber? Lot = null
);

/// <summary>
/// Sorting and grading of lots of one bulk product at one place. Culls are sorted out; a loss needs a reason.
/// </summary>
public sealed record GradingCommand(
    [NotEmpty] Guid Id,
    [NotEmpty] Gln Place,
    DateTimeOffset At,
    [MinLength(1), MaxLength(20)] IReadOnlyList<LotAmount> Inputs,
    [MinLength(1), MaxLength(20)] IReadOnlyList<GradeAmount> Outputs,
    [Quantity(AllowZero = true)] decimal CullsKg = 0,
    [Quantity(AllowZero = true)] decimal LossKg = 0,
    [PlainText(200)] string? LossReason = null
);

/// <summary>Turns harvested lots into graded lots; the mass must balance.</summary>
public sealed class Grading(DbContext db, StepRecorder recorder, LotTransformation transformation)
{
    public Task<StepOutcome> RecordAsync(ClaimsPrincipal by, GradingCommand command, CancellationToken ct) =>
        recorder.RunAsync(
            by,
            command.Id,
            command,
            now => GradingRules.Check(command, now),
            opening => DecideAsync(by, command, opening, ct),
            ct
        );

    private async Task<StepOutcome> DecideAsync(
        ClaimsPrincipal by,
        GradingCommand command,
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
        if (GradingRules.Check(command, inputs) is { } refusal)
        {
            return new StepOutcome.Refused(refusal);
        }
        var (product, parent) = (inputs[0].Product, inputs[0].Lot.BatchNumber);
        var productClass = ProductClass.Find(product.ProductClass)!;
        var outputs = command
            .Outputs.Select(
                (o, i) =>
                    new LotOutput(
                        product,
                        o.Lot ?? LotNumbers.OfGrade(parent, productClass.GradeOf(o.Grade)!.Mark)!.Value,
                        o.Grade,
                        o.QuantityKg,
                        $"/outputs/{i}/lot"
                    )
            )
            .ToList();
        var unexplained = GradingRules.UnexplainedKg(command);
        var reason = PlainTextAttribute.Clean(command.LossReason);
        var draft = opening.Draft(
            command.Id,
            StepKind.Grading,
            command.Place,
            command.At,
            (StepFact.CullsKg, command.CullsKg),
            (StepFact.LossKg, command.LossKg),
            (StepFact.LossReason, reason),
            (StepFact.UnexplainedKg, unexplained)
        );
        return await transformation.RecordAsync(
            draft,
            BizStep.CreatingClassInstance,
            inputs,
            outputs,
            [
                (StepFact.CullsKg, JsonValue.Create(command.CullsKg)),
                (StepFact.LossKg, JsonValue.Create(command.LossKg)),
                (StepFact.LossReason, JsonValue.Create(reason)),
                (StepFact.UnexplainedKg, JsonValue.Create(unexplained)),
            ],
            ct
        );
    }
}

using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RuralEc.Epcis;
using RuralEc.Gs1;
using RuralEc.Traceability.Commands;

namespace RuralEc.Traceability.Lots;

/// <summary>Amounts of several lots of one product at a place, put together as the new lot <paramref name="Lot"/>.</summary>
public sealed record MergeCommand(
    [NotEmpty] Guid Id,
    [NotEmpty] Gln Place,
    DateTimeOffset At,
    [MinLength(2), MaxLength(50)] IReadOnlyList<LotAmount> Inputs,
    [NotEmpty] BatchNumber Lot
);

/// <summary>Merges lots of one product and grade: the new lot has all of them as parents.</summary>
public sealed class LotMerge(DbContext db, StepRecorder recorder, LotTransformation transformation)
{
    public Task<StepOutcome> RecordAsync(ClaimsPrincipal by, MergeCommand command, CancellationToken ct) =>
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
        MergeCommand command,
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
        if (Check(inputs) is { } refusal)
        {
            return new StepOutcome.Refused(refusal);
        }
        var (product, grade) = (inputs[0].Product, inputs[0].Lot.Grade);
        return await transformation.RecordAsync(
            opening.Draft(command.Id, StepKind.Merge, command.Place, command.At),
            BizStep.CreatingClassInstance,
            inputs,
            [new LotOutput(product, command.Lot, grade, inputs.Sum(i => i.Quantity), "/lot")],
            [],
            ct
        );
    }

    internal static Refusal? Check(IReadOnlyList<LotInput> inputs)
    {
        if (inputs.Any(i => i.Product.Gtin != inputs[0].Product.Gtin))
        {
            return new Refusal("other-product", "Several products", "只能合并同一种产品的批次。", "/inputs");
        }
        return inputs.Any(i => i.Lot.Grade != inputs[0].Lot.Grade)
            ? new Refusal("other-grade", "Several grades", "只能合并同一等级的批次；不同等级请改用改装。", "/inputs")
            : null;
    }
}

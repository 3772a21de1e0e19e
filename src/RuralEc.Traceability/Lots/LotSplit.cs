using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RuralEc.Epcis;
using RuralEc.Gs1;
using RuralEc.Traceability.Commands;

namespace RuralEc.Traceability.Lots;

/// <summary>A part of a lot under a number of its own; kilograms or whole boxes.</summary>
public sealed record SplitPart([NotEmpty] BatchNumber Lot, [Quantity] decimal Quantity);

/// <summary>Parts taken from the loose stock of a lot at a place; what is not taken stays in the lot.</summary>
public sealed record SplitCommand(
    [NotEmpty] Guid Id,
    [NotEmpty] Gln Place,
    DateTimeOffset At,
    [NotEmpty] Gtin Gtin,
    [NotEmpty] BatchNumber Lot,
    [MinLength(1), MaxLength(20)] IReadOnlyList<SplitPart> Parts
);

/// <summary>Splits a lot into lots of the same product and grade.</summary>
public sealed class LotSplit(DbContext db, StepRecorder recorder, LotTransformation transformation)
{
    public Task<StepOutcome> RecordAsync(ClaimsPrincipal by, SplitCommand command, CancellationToken ct) =>
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
        SplitCommand command,
        StepOpening opening,
        CancellationToken ct
    )
    {
        var taken = new LotAmount(command.Gtin, command.Lot, command.Parts.Sum(p => p.Quantity));
        var (input, fault) = await StockBook.FindAsync(db, by, opening.PartyGln, command.Place, taken, "", ct);
        if (input is null)
        {
            return fault!;
        }
        for (var i = 0; i < command.Parts.Count; i++)
        {
            var part = new LotAmount(command.Gtin, command.Parts[i].Lot, command.Parts[i].Quantity);
            if (StockRules.Check(part, input.Stock.Quantity, input.Stock.Uom, $"/parts/{i}") is { } refusal)
            {
                return new StepOutcome.Refused(refusal);
            }
        }
        var outputs = command.Parts.Select(
            (p, i) => new LotOutput(input.Product, p.Lot, input.Lot.Grade, p.Quantity, $"/parts/{i}/lot")
        );
        return await transformation.RecordAsync(
            opening.Draft(command.Id, StepKind.Split, command.Place, command.At),
            BizStep.CreatingClassInstance,
            [input],
            [.. outputs],
            [],
            ct
        );
    }
}

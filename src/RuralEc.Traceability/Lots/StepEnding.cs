using Microsoft.EntityFrameworkCore.Storage;

namespace RuralEc.Traceability.Lots;

/// <summary>Endings that several steps share.</summary>
internal static class StepEnding
{
    /// <summary>Commits what was done beside the recorder, unless the command turned out to be recorded already.</summary>
    public static async Task<StepOutcome> CommitIfRecordedAsync(
        this IDbContextTransaction transaction,
        StepOutcome outcome,
        CancellationToken ct
    )
    {
        if (outcome is StepOutcome.Recorded)
        {
            await transaction.CommitAsync(ct);
        }
        return outcome;
    }

    public static StepOutcome Refused(string kind, string title, string detail, string field) =>
        new StepOutcome.Refused(new Refusal(kind, title, detail, field));

    /// <summary>A lot that was seen by a step, neither consumed nor made.</summary>
    public static StepLot Seen(Guid lotId, decimal quantity, Uom uom) =>
        new()
        {
            LotId = lotId,
            Role = LotRole.Seen,
            Quantity = quantity,
            Uom = uom,
        };
}

using RuralEc.Gs1;

namespace RuralEc.Traceability.Lots;

/// <summary>What became of a command for a step.</summary>
public abstract record StepOutcome
{
    private StepOutcome() { }

    /// <summary>Accepted and durable.</summary>
    public sealed record Recorded(StepReceipt Receipt) : StepOutcome;

    /// <summary>The same command came before; nothing changed.</summary>
    public sealed record AlreadyRecorded(StepReceipt Receipt) : StepOutcome;

    /// <summary>The id was used before for something else.</summary>
    public sealed record IdTaken : StepOutcome;

    /// <summary>The lot, plot or product at <paramref name="Field"/> is unknown or another party's.</summary>
    public sealed record NotFound(string Detail, string Field) : StepOutcome;

    /// <summary>The output lot exists already.</summary>
    public sealed record LotTaken(Gtin Gtin, BatchNumber Lot, string Field) : StepOutcome;

    /// <summary>A rule of the domain refused.</summary>
    public sealed record Refused(Refusal Why) : StepOutcome;
}

/// <summary>What was recorded: the step, its event and the lots that came out of it or were seen.</summary>
public sealed record StepReceipt(
    Guid Id,
    StepKind Kind,
    DateTimeOffset EventTime,
    string EventId,
    IReadOnlyList<StepReceiptLot> Lots
);

/// <summary>A lot of a recorded step; <paramref name="Quantity"/> is in <paramref name="Uom"/>.</summary>
public sealed record StepReceiptLot(Gtin Gtin, BatchNumber Lot, string? Grade, LotRole Role, decimal Quantity, Uom Uom);

using RuralEc.Gs1;

namespace RuralEc.Traceability.Plots;

/// <summary>One line of the production record (农产品质量安全法 art. 27): never changed, only superseded.</summary>
internal sealed class FarmLogEntry
{
    /// <summary>Made by the client.</summary>
    public Guid Id { get; set; }
    public Guid PlotId { get; set; }
    public Gln PartyGln { get; set; }
    public FarmWork Kind { get; set; }
    public string? InputName { get; set; }
    public string? ActiveIngredient { get; set; }
    public decimal? Dose { get; set; }

    /// <summary>Unit of the dose as the label prints it, such as <c>mL/亩</c>.</summary>
    public string? DoseUnit { get; set; }

    /// <summary>The pest, disease or purpose.</summary>
    public string? Target { get; set; }
    public DateOnly AppliedFrom { get; set; }
    public DateOnly AppliedTo { get; set; }
    public required string Operator { get; set; }
    public string? PurchaseSource { get; set; }

    /// <summary>Days between the last application and the first allowed harvest (安全间隔期); 0 where none applies.</summary>
    public int IntervalDays { get; set; }
    public IntervalBasis IntervalBasis { get; set; }

    /// <summary>The earlier entry which this one corrects.</summary>
    public Guid? Supersedes { get; set; }
    public string? CorrectionReason { get; set; }
    public string? Note { get; set; }
    public required string AccountId { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string Fingerprint { get; set; }
}

/// <summary>What was done on the plot.</summary>
public enum FarmWork
{
    Pesticide,
    Fertiliser,
    Irrigation,
    Pruning,
    PestEvent,
    Other,
}

/// <summary>Where the days of a safety interval come from; the longer of the two holds.</summary>
public enum IntervalBasis
{
    None,
    Reference,
    Label,
}

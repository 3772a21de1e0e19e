namespace RuralEc.Epcis;

/// <summary>Why one thing leads to another.</summary>
public enum EdgeKind
{
    /// <summary>The source was consumed to make the target.</summary>
    Transformation,

    /// <summary>The source, a pallet or crate, contains the target for a time.</summary>
    Aggregation,
}

/// <summary>From input to output, or from parent to child.</summary>
internal sealed class GenealogyEdge
{
    public long Id { get; init; }

    public required EdgeKind Kind { get; init; }

    /// <summary>URI of the input or parent.</summary>
    public required string Source { get; init; }

    /// <summary>URI of the output or child.</summary>
    public required string Target { get; init; }

    /// <summary>How much of the input the event consumed, in <see cref="SourceUom"/>; null for a single item.</summary>
    public decimal? SourceQuantity { get; init; }

    public string? SourceUom { get; init; }

    /// <summary>How much of the output was made, or of the child is inside; null for a single item.</summary>
    public decimal? TargetQuantity { get; init; }

    public string? TargetUom { get; init; }

    public required DateTimeOffset ValidFrom { get; init; }

    /// <summary>When the child was taken out; null while it is inside, and for transformations.</summary>
    public DateTimeOffset? ValidUntil { get; set; }

    public long EventKey { get; init; }

    /// <summary>The event that made this edge.</summary>
    public CapturedEvent? Event { get; init; }

    public long? ClosedByKey { get; set; }

    /// <summary>The event that took the child out.</summary>
    public CapturedEvent? ClosedBy { get; set; }
}

using RuralEc.Gs1;

namespace RuralEc.Traceability.Lots;

/// <summary>A lot (批次): a GTIN and the batch number its maker gave (AI 01 + 10). Identity never changes.</summary>
internal sealed class Lot
{
    public Guid Id { get; set; }
    public Gtin Gtin { get; set; }
    public BatchNumber BatchNumber { get; set; }
    public required string ProductClass { get; set; }
    public string? Grade { get; set; }

    /// <summary>The party which made the lot.</summary>
    public Gln OriginPartyGln { get; set; }

    /// <summary>The plot of origin; null where lots of several plots were mixed.</summary>
    public Guid? PlotId { get; set; }

    /// <summary>Day of harvest; of mixed lots, the earliest.</summary>
    public DateOnly? HarvestedOn { get; set; }
    public DateOnly? PackedOn { get; set; }
    public DateOnly? BestBefore { get; set; }

    /// <summary>A held lot may not be changed, moved on or sold.</summary>
    public bool Held { get; set; }
    public string? HoldReason { get; set; }
    public DateTimeOffset CreatedAt { get; set; }

    public Lgtin Lgtin => new(Gtin, BatchNumber);
}

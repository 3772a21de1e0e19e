using RuralEc.Gs1;

namespace RuralEc.Traceability.Plots;

/// <summary>An attempt to register a harvest inside a safety interval: kept for the officers of the district.</summary>
internal sealed class HarvestRefusal
{
    public Guid Id { get; set; }

    /// <summary>The client-made id of the refused command.</summary>
    public Guid CommandId { get; set; }
    public Guid PlotId { get; set; }
    public Gln PartyGln { get; set; }
    public required string DistrictCode { get; set; }
    public DateTimeOffset HarvestStart { get; set; }
    public decimal QuantityKg { get; set; }
    public Guid FarmLogEntryId { get; set; }
    public required string ActiveIngredient { get; set; }
    public DateOnly LastApplied { get; set; }
    public int IntervalDays { get; set; }
    public DateOnly AllowedFrom { get; set; }
    public required string AccountId { get; set; }
    public DateTimeOffset AttemptedAt { get; set; }
}

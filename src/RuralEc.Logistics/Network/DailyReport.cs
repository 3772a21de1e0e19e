using RuralEc.Gs1;

namespace RuralEc.Logistics.Network;

/// <summary>
/// What a node reported of one day. A corrected report is a new row; the one before stays and says until when it stood.
/// A figure that is null was not reported: that is not nought.
/// </summary>
internal sealed class DailyReport
{
    public Guid Id { get; set; }
    public Gln Gln { get; set; }

    /// <summary>The day on the calendar of China.</summary>
    public DateOnly Day { get; set; }
    public int Version { get; set; }
    public int? ParcelsIn { get; set; }
    public int? ParcelsOut { get; set; }
    public int? FarmParcelsOut { get; set; }
    public decimal? FarmValueYuan { get; set; }
    public int? VillageParcelsAddressed { get; set; }
    public int? VillageParcelsDelivered { get; set; }
    public int? HandoversDue { get; set; }
    public int? HandoversOnTime { get; set; }
    public decimal? TonnesIn { get; set; }
    public decimal? TonnesOut { get; set; }
    public int? Runs { get; set; }
    public int? EmptyReturns { get; set; }
    public decimal? CapacityCubicMeters { get; set; }
    public decimal? CarriedCubicMeters { get; set; }
    public decimal? ColdOccupiedCubicMeters { get; set; }
    public decimal? CostYuan { get; set; }
    public decimal? SharedRevenueYuan { get; set; }
    public string? Note { get; set; }
    public ReportDoor Door { get; set; }
    public required string AccountId { get; set; }
    public DateTimeOffset ReportedAt { get; set; }

    /// <summary>When the next version came; null for the one that stands.</summary>
    public DateTimeOffset? SupersededAt { get; set; }
}

/// <summary>How a report came in.</summary>
public enum ReportDoor
{
    Form,
    Csv,
    Api,
}

using RuralEc.Gs1;

namespace RuralEc.ColdChain.Alarms;

/// <summary>One episode in one asset: too warm, too cold, or silent. It is updated while it lasts, never repeated.</summary>
internal sealed class Alarm
{
    public Guid Id { get; set; }
    public AlarmKind Kind { get; set; }
    public Guid AssetId { get; set; }
    public required string Device { get; set; }
    public Severity Severity { get; set; }
    public LimitSide? Side { get; set; }
    public double? LimitCelsius { get; set; }
    public double? PeakCelsius { get; set; }

    /// <summary>By the device's time: the first temperature beyond the limit; for silence, when it was last heard.</summary>
    public DateTimeOffset OnsetAt { get; set; }
    public DateTimeOffset OpenedAt { get; set; }
    public DateTimeOffset? ClearedAt { get; set; }

    /// <summary>Late readings showed that it never was.</summary>
    public DateTimeOffset? RetractedAt { get; set; }
    public Gln PartyGln { get; set; }
}

public enum AlarmKind
{
    Temperature,
    Silence,
}

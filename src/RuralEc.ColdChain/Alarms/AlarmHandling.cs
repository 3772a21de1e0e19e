namespace RuralEc.ColdChain.Alarms;

/// <summary>
/// What one side has done about an alarm. The people of the party and the officers of the district each have their own:
/// an officer who has seen it does not stop the reminders of the people who have to act.
/// </summary>
internal sealed class AlarmHandling
{
    public Guid AlarmId { get; set; }
    public HandlingSide Side { get; set; }
    public DateTimeOffset? AcknowledgedAt { get; set; }
    public string? AcknowledgedBy { get; set; }

    /// <summary>An acknowledgement does not hold for what became worse after it.</summary>
    public Severity? AcknowledgedSeverity { get; set; }

    /// <summary>User name of who takes care of it.</summary>
    public string? AssignedTo { get; set; }
    public string? AssignedName { get; set; }
    public DateTimeOffset? SnoozedUntil { get; set; }

    /// <summary>A snooze does not hold for what became worse after it.</summary>
    public Severity? SnoozedSeverity { get; set; }
    public int Version { get; set; }

    public bool IsAcknowledged(Severity severity) => AcknowledgedAt is not null && AcknowledgedSeverity >= severity;

    public bool IsSnoozed(Severity severity, DateTimeOffset now) => SnoozedUntil > now && SnoozedSeverity >= severity;
}

/// <summary>Whose desk an alarm is handled at.</summary>
public enum HandlingSide
{
    Party,
    District,
}

namespace RuralEc.ColdChain.Alarms;

/// <summary>One line of an alarm's history: who did what to it, or what changed of it. It is never changed.</summary>
internal sealed class AlarmEntry
{
    /// <summary>Made by the client for what people do, so that a repeated request is one entry.</summary>
    public Guid Id { get; set; }
    public Guid AlarmId { get; set; }
    public AlarmEntryKind Kind { get; set; }

    /// <summary>When it was recorded.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>When it was so by the device's time, for what readings showed.</summary>
    public DateTimeOffset? EventAt { get; set; }

    /// <summary>The person's name; null when the rules did it.</summary>
    public string? By { get; set; }

    /// <summary>Whose desk the person works at; null when the rules did it.</summary>
    public HandlingSide? Side { get; set; }

    /// <summary>A comment, whom it was assigned to, which contact was told, or why that failed.</summary>
    public string? Text { get; set; }
    public Severity? Severity { get; set; }

    /// <summary>The end of a snooze or of the planned window.</summary>
    public DateTimeOffset? Until { get; set; }

    /// <summary>The alarm it was grouped or merged into.</summary>
    public Guid? OtherAlarmId { get; set; }
}

public enum AlarmEntryKind
{
    Opened,
    SeverityChanged,

    /// <summary>Late readings moved its beginning.</summary>
    OnsetMoved,
    HeldByWindow,
    Cleared,

    /// <summary>Late readings showed that it had not ended.</summary>
    Continued,
    Retracted,
    Grouped,
    Ungrouped,
    Acknowledged,
    Commented,
    Assigned,
    Snoozed,
    Delivered,
    DeliveryFailed,

    /// <summary>Somebody took the evidence with them; the text says which, by its SHA-256.</summary>
    EvidenceTaken,
}

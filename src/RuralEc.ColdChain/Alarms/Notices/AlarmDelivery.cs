namespace RuralEc.ColdChain.Alarms.Notices;

/// <summary>
/// One notice for one contact: planned once for each change, kept until it is delivered or given up. Its words never
/// change, however often it is tried.
/// </summary>
internal sealed class AlarmDelivery
{
    /// <summary>Travels with the notice: who gets it twice after a crash sees that it is the same.</summary>
    public Guid Id { get; set; }
    public Guid AlarmId { get; set; }
    public Guid ContactId { get; set; }

    /// <summary>Counts the notices of an alarm to a contact; unique, so that two planners cannot tell the same twice.</summary>
    public int Number { get; set; }
    public NoticeChange Change { get; set; }
    public Severity Severity { get; set; }

    /// <summary>The <see cref="AlarmNotice"/> as JSON.</summary>
    public required string Body { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DeliveryState State { get; set; }
    public int Attempts { get; set; }
    public DateTimeOffset NextAttemptAt { get; set; }

    /// <summary>A process is trying it until then.</summary>
    public DateTimeOffset? LeasedUntil { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
    public string? Error { get; set; }

    /// <summary>How long after the nth failure it is tried again: 30 seconds, doubled each time, at most an hour.</summary>
    public static TimeSpan BackOff(int failures) =>
        TimeSpan.FromSeconds(Math.Min(3600, 30 * Math.Pow(2, Math.Min(failures, 10) - 1)));
}

public enum DeliveryState
{
    Pending,
    Sent,

    /// <summary>Given up: refused, or not taken for a day.</summary>
    Failed,

    /// <summary>The contact was removed before it was told.</summary>
    Dropped,
}

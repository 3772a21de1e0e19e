namespace RuralEc.ColdChain.Alarms.Notices;

/// <summary>
/// What a contact has to be told of an alarm now, given what it was told last. It depends on states only, so a restart,
/// a quiet night or a long outage change when something is told, never whether. Pure.
/// </summary>
internal static class NoticeRules
{
    /// <summary>An episode that was over when its readings came is told as past for so long.</summary>
    public static readonly TimeSpan StillNews = TimeSpan.FromHours(24);

    /// <summary>
    /// What was learned so long after it happened comes from a logger that catches up; it waits until the rest of the
    /// backlog has had time to say whether it still lasts.
    /// </summary>
    public static readonly TimeSpan Late = TimeSpan.FromMinutes(15);
    public static readonly TimeSpan Backlog = TimeSpan.FromMinutes(1);

    /// <param name="handling">What was done about it at the contact's desk; null when nothing was.</param>
    /// <param name="last">What the contact was told last; null for nothing.</param>
    public static NoticeChange? Due(
        Alarm alarm,
        AlarmHandling? handling,
        AlarmContact contact,
        Told? last,
        DateTimeOffset now
    )
    {
        var change =
            alarm.RetractedAt is not null ? Withdrawn(last)
            : alarm.ClearedAt is not null ? Over(alarm, contact, last, now)
            : Lasting(alarm, handling, contact, last, now);
        return change is null || contact.IsQuiet(alarm.Severity, now) ? null : change;
    }

    private static NoticeChange? Withdrawn(Told? last) =>
        last is null or { Change: NoticeChange.Retracted } ? null : NoticeChange.Retracted;

    private static NoticeChange? Over(Alarm alarm, AlarmContact contact, Told? last, DateTimeOffset now)
    {
        if (last is not null)
        {
            return last.Lasting ? NoticeChange.Cleared : null;
        }

        var overWhenLearned = alarm.ClearedAt <= alarm.OpenedAt && now - alarm.ClearedAt < StillNews;
        return
            overWhenLearned
            && now >= alarm.OpenedAt + Backlog
            && alarm.GroupId is null
            && !alarm.EndedInWindow
            && alarm.Severity >= Severity.Excursion
            && alarm.Severity >= contact.MinSeverity
            ? NoticeChange.Past
            : null;
    }

    private static NoticeChange? Lasting(
        Alarm alarm,
        AlarmHandling? handling,
        AlarmContact contact,
        Told? last,
        DateTimeOffset now
    )
    {
        // The node's alarm speaks for its members.
        if (alarm.GroupId is not null || alarm.Severity < contact.MinSeverity)
        {
            return null;
        }

        var rests =
            handling?.IsAcknowledged(alarm.Severity) == true || handling?.IsSnoozed(alarm.Severity, now) == true;
        if (last is null or { Lasting: false })
        {
            var known = alarm.OpenedAt - alarm.RaisedAt > Late ? alarm.OpenedAt + Backlog : alarm.OpenedAt;
            var from = alarm.HeldUntil > known ? alarm.HeldUntil.Value : known;
            var waits = now < alarm.HeldUntil || now < from.AddMinutes(contact.AfterMinutes);
            return waits || (rests && last is null) ? null : NoticeChange.Opened;
        }

        if (alarm.Severity > last.Severity)
        {
            return NoticeChange.Worsened;
        }

        return contact.RepeatMinutes is { } minutes && !rests && !last.Pending && now >= last.At.AddMinutes(minutes)
            ? NoticeChange.Reminder
            : null;
    }
}

/// <param name="At">When it was put into words.</param>
/// <param name="Pending">The contact has not got it yet.</param>
internal sealed record Told(NoticeChange Change, Severity Severity, DateTimeOffset At, bool Pending)
{
    /// <summary>As far as the contact knows, the alarm lasts.</summary>
    public bool Lasting => Change is NoticeChange.Opened or NoticeChange.Worsened or NoticeChange.Reminder;
}

/// <summary>What a notice says.</summary>
public enum NoticeChange
{
    Opened,
    Worsened,

    /// <summary>It still lasts and nobody has acknowledged it.</summary>
    Reminder,
    Cleared,

    /// <summary>Late readings showed that it never was.</summary>
    Retracted,

    /// <summary>It was over when its readings came.</summary>
    Past,

    /// <summary>Nothing happened: somebody tries the contact.</summary>
    Test,
}

using Microsoft.EntityFrameworkCore;
using RuralEc.ColdChain.Alarms.Rules;
using RuralEc.ColdChain.Alarms.Windows;

namespace RuralEc.ColdChain.Alarms;

/// <summary>Makes alarms say what the rules found, and writes each change into their histories. The caller saves.</summary>
internal sealed class AlarmBook(DbContext db, TimeProvider clock)
{
    private readonly HashSet<Guid> _changed = [];

    /// <summary>Alarms that changed since the last call: their contacts may have to be told.</summary>
    public IReadOnlyList<Guid> TakeChanged()
    {
        Guid[] changed = [.. _changed];
        _changed.Clear();
        return changed;
    }

    public DateTimeOffset Now => Moments.Kept(clock.GetUtcNow());

    public Guid NewId() => Guid.CreateVersion7(clock.GetUtcNow());

    /// <summary>A new alarm with the steps in which it became as bad as it is.</summary>
    public void Open(Alarm alarm, IReadOnlyList<SeverityStep> steps)
    {
        db.Add(alarm);
        Write(alarm, AlarmEntryKind.Opened, e => (e.EventAt, e.Severity) = (steps[0].At, steps[0].Severity));
        foreach (var step in steps.Skip(1))
        {
            Write(alarm, AlarmEntryKind.SeverityChanged, e => (e.EventAt, e.Severity) = (step.At, step.Severity));
        }

        if (alarm.HeldUntil is { } until)
        {
            Write(alarm, AlarmEntryKind.HeldByWindow, e => e.Until = until);
        }

        if (alarm.ClearedAt is { } over)
        {
            alarm.ClosedAt = Now;
            Write(alarm, AlarmEntryKind.Cleared, e => e.EventAt = over);
        }
    }

    /// <summary>What the readings show of an episode now.</summary>
    public void Follow(Alarm alarm, Episode episode, Hold? hold)
    {
        SetOnset(alarm, episode.OnsetAt);
        SetSeverity(alarm, episode.Severity, episode.Steps[^1].At);
        alarm.RaisedAt = episode.RaisedAt;
        alarm.Device = episode.Device;
        Measure(alarm, episode);
        if (alarm.HeldUntil != hold?.Until && hold?.Until is { } until)
        {
            Write(alarm, AlarmEntryKind.HeldByWindow, e => e.Until = until);
        }

        (alarm.WindowId, alarm.WindowKind, alarm.HeldUntil) = (hold?.WindowId, hold?.Kind, hold?.Until);
        SetEnd(alarm, episode.ClearedAt);
    }

    /// <summary>The values of an episode, in the unit of the alarm.</summary>
    public static void Measure(Alarm alarm, Episode episode)
    {
        if (alarm.Kind == AlarmKind.Battery)
        {
            alarm.BatteryPercent = episode.Peak;
            return;
        }

        (alarm.Side, alarm.LimitCelsius, alarm.PeakCelsius) = (episode.Side, episode.Limit, episode.Peak);
    }

    public void SetOnset(Alarm alarm, DateTimeOffset onset)
    {
        if (alarm.OnsetAt != onset)
        {
            alarm.OnsetAt = onset;
            alarm.Version++;
            Write(alarm, AlarmEntryKind.OnsetMoved, e => e.EventAt = onset);
        }
    }

    public void SetSeverity(Alarm alarm, Severity severity, DateTimeOffset since)
    {
        if (alarm.Severity != severity)
        {
            alarm.Severity = severity;
            alarm.Version++;
            Write(alarm, AlarmEntryKind.SeverityChanged, e => (e.EventAt, e.Severity) = (since, severity));
        }
    }

    /// <param name="clearedAt">Since when it is over; null while it lasts.</param>
    public void SetEnd(Alarm alarm, DateTimeOffset? clearedAt)
    {
        if (alarm.ClearedAt == clearedAt)
        {
            return;
        }

        alarm.ClearedAt = clearedAt;
        alarm.ClosedAt = clearedAt is null ? null : Now;
        alarm.Version++;
        Write(alarm, clearedAt is null ? AlarmEntryKind.Continued : AlarmEntryKind.Cleared, e => e.EventAt = clearedAt);
    }

    /// <summary>Late readings showed that it never was, or that it is part of <paramref name="into"/>.</summary>
    public void Retract(Alarm alarm, Alarm? into)
    {
        alarm.RetractedAt = Now;
        alarm.ClosedAt ??= Now;
        alarm.GroupId = null;
        alarm.Version++;
        Write(alarm, AlarmEntryKind.Retracted, e => e.OtherAlarmId = into?.Id);
    }

    /// <summary>Makes it a member of a node's alarm, or takes it out again.</summary>
    public void SetGroup(Alarm alarm, Guid? group)
    {
        if (alarm.GroupId != group)
        {
            var other = group ?? alarm.GroupId;
            alarm.GroupId = group;
            alarm.Version++;
            Write(
                alarm,
                group is null ? AlarmEntryKind.Ungrouped : AlarmEntryKind.Grouped,
                e => e.OtherAlarmId = other
            );
        }
    }

    private void Write(Alarm alarm, AlarmEntryKind kind, Action<AlarmEntry> say)
    {
        _changed.Add(alarm.Id);
        var entry = new AlarmEntry
        {
            Id = NewId(),
            AlarmId = alarm.Id,
            Kind = kind,
            At = Now,
        };
        say(entry);
        db.Add(entry);
    }
}

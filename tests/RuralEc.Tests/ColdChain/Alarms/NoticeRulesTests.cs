using RuralEc.ColdChain;
using RuralEc.ColdChain.Alarms;
using RuralEc.ColdChain.Alarms.Notices;
using Xunit;

namespace RuralEc.Tests.ColdChain.Alarms;

public class NoticeRulesTests
{
    // 02:00 in China.
    private static readonly DateTimeOffset Night = new(2026, 6, 26, 18, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_open_alarm_is_told_once()
    {
        Assert.Equal(NoticeChange.Opened, Due(Open()));
        Assert.Null(Due(Open(), last: Told(NoticeChange.Opened)));
    }

    [Fact]
    public void Worse_is_told_at_once_though_acknowledged_and_snoozed()
    {
        var alarm = Open(Severity.Critical);
        var handling = new AlarmHandling
        {
            AcknowledgedAt = Night,
            AcknowledgedSeverity = Severity.Excursion,
            SnoozedUntil = Night.AddHours(4),
            SnoozedSeverity = Severity.Excursion,
        };

        Assert.Equal(
            NoticeChange.Worsened,
            Due(alarm, handling: handling, last: Told(NoticeChange.Opened, Severity.Excursion))
        );
    }

    [Fact]
    public void A_reminder_comes_only_while_nobody_acknowledged_or_snoozed()
    {
        var contact = Contact();
        contact.RepeatMinutes = 30;
        var last = Told(NoticeChange.Opened) with { At = Night.AddMinutes(-30) };
        var acknowledged = new AlarmHandling { AcknowledgedAt = Night, AcknowledgedSeverity = Severity.Excursion };
        var snoozed = new AlarmHandling { SnoozedUntil = Night.AddMinutes(1), SnoozedSeverity = Severity.Excursion };

        Assert.Equal(NoticeChange.Reminder, Due(Open(), contact, last: last));
        Assert.Null(Due(Open(), contact, acknowledged, last));
        Assert.Null(Due(Open(), contact, snoozed, last));
        Assert.Null(Due(Open(), contact, last: last with { At = Night.AddMinutes(-29) }));
        Assert.Null(Due(Open(), contact, last: last with { Pending = true }));
    }

    [Fact]
    public void Quiet_hours_over_midnight_hold_by_severity_and_never_what_is_critical()
    {
        var contact = Contact();
        (contact.QuietFrom, contact.QuietTo, contact.QuietSeverity) = (new(22, 0), new(6, 0), Severity.Excursion);

        Assert.Null(Due(Open(), contact));
        Assert.Null(Due(Open(), contact, at: Night.AddHours(3.99)));
        Assert.Equal(NoticeChange.Opened, Due(Open(), contact, at: Night.AddHours(4)));
        Assert.Equal(NoticeChange.Opened, Due(Open(Severity.Critical), contact));
        contact.QuietSeverity = Severity.Warning;
        Assert.Equal(NoticeChange.Opened, Due(Open(), contact));
    }

    [Fact]
    public void The_end_is_told_to_whom_the_beginning_was()
    {
        var over = Open();
        (over.ClearedAt, over.ClosedAt) = (Night, Night.AddMinutes(20));

        Assert.Equal(NoticeChange.Cleared, Due(over, last: Told(NoticeChange.Reminder)));
        Assert.Null(Due(over));
        Assert.Null(Due(over, last: Told(NoticeChange.Cleared)));
    }

    [Fact]
    public void What_late_readings_disprove_is_taken_back_and_what_goes_on_is_told_again()
    {
        var never = Open();
        never.RetractedAt = Night;

        Assert.Equal(NoticeChange.Retracted, Due(never, last: Told(NoticeChange.Opened)));
        Assert.Null(Due(never));
        Assert.Null(Due(never, last: Told(NoticeChange.Retracted)));
        Assert.Equal(NoticeChange.Opened, Due(Open(), last: Told(NoticeChange.Cleared)));
    }

    [Fact]
    public void The_second_in_line_hears_of_what_nobody_acknowledged()
    {
        var contact = Contact();
        contact.AfterMinutes = 15;
        var acknowledged = new AlarmHandling { AcknowledgedAt = Night, AcknowledgedSeverity = Severity.Excursion };

        Assert.Null(Due(Open(), contact));
        Assert.Equal(NoticeChange.Opened, Due(Open(), contact, at: Night.AddMinutes(15)));
        Assert.Null(Due(Open(), contact, acknowledged, at: Night.AddMinutes(15)));
    }

    [Fact]
    public void A_held_alarm_is_told_when_the_window_ends_and_never_when_it_ended_within()
    {
        var held = Open();
        held.HeldUntil = Night.AddMinutes(30);
        Assert.Null(Due(held));
        Assert.Equal(NoticeChange.Opened, Due(held, at: Night.AddMinutes(30)));

        (held.ClearedAt, held.ClosedAt) = (Night.AddMinutes(20), Night.AddMinutes(20));
        Assert.Null(Due(held, at: Night.AddMinutes(30)));
    }

    [Fact]
    public void A_member_of_a_nodes_alarm_is_not_told_and_its_end_only_to_who_heard_of_it_before()
    {
        var member = Open();
        member.GroupId = Guid.CreateVersion7(Night);

        Assert.Null(Due(member));
        (member.ClearedAt, member.ClosedAt) = (Night, Night);
        Assert.Null(Due(member));
        Assert.Equal(NoticeChange.Cleared, Due(member, last: Told(NoticeChange.Opened)));
    }

    [Fact]
    public void What_was_over_when_its_readings_came_is_told_as_past_unless_it_is_slight_or_old()
    {
        var past = Open();
        (past.OnsetAt, past.RaisedAt) = (Night.AddHours(-2), Night.AddHours(-2));
        (past.ClearedAt, past.ClosedAt) = (Night.AddHours(-1), Night);

        Assert.Null(Due(past, at: Night.AddSeconds(59)));
        Assert.Equal(NoticeChange.Past, Due(past, at: Night.AddMinutes(1)));
        Assert.Null(Due(past, at: Night.AddHours(23)));
        past.Severity = Severity.Warning;
        Assert.Null(Due(past, at: Night.AddMinutes(1)));
    }

    [Fact]
    public void A_backlog_that_comes_in_gets_a_minute_to_say_whether_it_still_lasts()
    {
        var late = Open();
        late.RaisedAt = Night.AddHours(-1);

        Assert.Null(Due(late));
        Assert.Equal(NoticeChange.Opened, Due(late, at: Night.AddMinutes(1)));
    }

    private static NoticeChange? Due(
        Alarm alarm,
        AlarmContact? contact = null,
        AlarmHandling? handling = null,
        Told? last = null,
        DateTimeOffset? at = null
    ) => NoticeRules.Due(alarm, handling, contact ?? Contact(), last, at ?? Night);

    private static Alarm Open(Severity severity = Severity.Excursion) =>
        new()
        {
            Kind = AlarmKind.Temperature,
            Scope = "",
            DistrictCode = "",
            Severity = severity,
            OnsetAt = Night.AddMinutes(-10),
            RaisedAt = Night,
            OpenedAt = Night,
        };

    private static AlarmContact Contact() =>
        new()
        {
            Name = "",
            Target = "",
            AddedBy = "",
        };

    private static Told Told(NoticeChange change, Severity severity = Severity.Excursion) =>
        new(change, severity, Night.AddMinutes(-5), Pending: false);
}

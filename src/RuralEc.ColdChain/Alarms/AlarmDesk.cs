using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RuralEc.ColdChain.Devices;

namespace RuralEc.ColdChain.Alarms;

/// <summary>
/// What people do about alarms: acknowledge, comment, assign, snooze. Nobody clears one by hand; only the rules know
/// whether it lasts.
/// </summary>
public sealed class AlarmDesk(
    DbContext db,
    CommittedFeed feed,
    AlarmPeople people,
    AlarmSignal signal,
    TimeProvider clock
)
{
    private const string NoAlarm = "没有这条告警，或您无权处理。";
    private static readonly TimeSpan LongestSnooze = TimeSpan.FromHours(12);

    public Task<DeskAnswer> AcknowledgeAsync(
        Guid alarm,
        AcknowledgeAlarm command,
        ClaimsPrincipal by,
        CancellationToken ct
    ) =>
        HandleAsync(
            alarm,
            new()
            {
                Id = command.Id,
                Kind = AlarmEntryKind.Acknowledged,
                Text = command.Comment?.Trim(),
            },
            by,
            (found, handling, entry) =>
            {
                (entry.Severity, handling.AcknowledgedSeverity) = (found.Severity, found.Severity);
                (handling.AcknowledgedAt, handling.AcknowledgedBy) = (entry.At, entry.By);
                return null;
            },
            ct
        );

    public Task<DeskAnswer> CommentAsync(Guid alarm, CommentAlarm command, ClaimsPrincipal by, CancellationToken ct) =>
        HandleAsync(
            alarm,
            new()
            {
                Id = command.Id,
                Kind = AlarmEntryKind.Commented,
                Text = command.Comment.Trim(),
            },
            by,
            (_, _, _) => null,
            ct
        );

    public async Task<DeskAnswer> AssignAsync(Guid alarm, AssignAlarm command, ClaimsPrincipal by, CancellationToken ct)
    {
        AlarmPerson? person = null;
        if (command.To is { } name)
        {
            var found = await AlarmsOf(by).FirstOrDefaultAsync(a => a.Id == alarm, ct);
            person = found is null
                ? null
                : (await people(SideOf(by), found.PartyGln, found.DistrictCode, ct)).FirstOrDefault(p =>
                    p.UserName == name
                );
            if (person is null)
            {
                return found is null
                    ? new DeskAnswer.NotFound(NoAlarm, "/id")
                    : new DeskAnswer.Forbidden("no-such-person", "Nobody of that name", "没有这位同事。", "/to");
            }
        }

        return await HandleAsync(
            alarm,
            new()
            {
                Id = command.Id,
                Kind = AlarmEntryKind.Assigned,
                Text = person?.Name,
            },
            by,
            (_, handling, _) =>
            {
                (handling.AssignedTo, handling.AssignedName) = (person?.UserName, person?.Name);
                return null;
            },
            ct
        );
    }

    public Task<DeskAnswer> SnoozeAsync(Guid alarm, SnoozeAlarm command, ClaimsPrincipal by, CancellationToken ct) =>
        HandleAsync(
            alarm,
            new()
            {
                Id = command.Id,
                Kind = AlarmEntryKind.Snoozed,
                Until = Moments.Kept(command.Until),
            },
            by,
            (found, handling, entry) =>
            {
                if (!found.IsOpen)
                {
                    return new("alarm-over", "The alarm is over", "告警已解除，不必推迟。", "");
                }

                if (entry.Until <= entry.At || entry.Until > entry.At + LongestSnooze)
                {
                    return new(
                        "bad-snooze",
                        "A snooze ends within 12 hours from now",
                        "推迟的截止时间须在现在之后、12小时之内。",
                        "/until"
                    );
                }

                (handling.SnoozedUntil, handling.SnoozedSeverity) = (entry.Until, found.Severity);
                entry.Severity = found.Severity;
                return null;
            },
            ct
        );

    /// <summary>Notes in the history that somebody who sees the alarm took its evidence with them.</summary>
    /// <param name="hash">Of its list of hashes, SHA-256 in hexadecimal.</param>
    public async Task NoteEvidenceAsync(Guid alarm, string hash, ClaimsPrincipal by, CancellationToken ct)
    {
        var now = Moments.Kept(clock.GetUtcNow());
        db.Add(
            new AlarmEntry
            {
                Id = Guid.CreateVersion7(now),
                AlarmId = alarm,
                Kind = AlarmEntryKind.EvidenceTaken,
                At = now,
                By = Reach.NameOf(by),
                Side = SideOf(by),
                Text = hash,
            }
        );
        await db.SaveChangesAsync(ct);
    }

    /// <summary>Sets when a logger counts as silent or low on battery.</summary>
    public async Task<DeskAnswer> WatchAsync(
        string device,
        WatchLogger command,
        ClaimsPrincipal by,
        CancellationToken ct
    )
    {
        if (!await Reach.Of(by).OwnLoggers(db).AnyAsync(l => l.Device == device, ct))
        {
            return new DeskAnswer.NotFound(LoggerRegister.NoLogger, "/device");
        }

        var rule = await db.Set<WatchRule>().AsTracking().FirstOrDefaultAsync(r => r.Device == device, ct);
        if (rule is null)
        {
            rule = new WatchRule { Device = device };
            db.Add(rule);
        }

        rule.SilentAfterSeconds = command.SilentAfterSeconds;
        (rule.BatteryLowPercent, rule.BatteryFinePercent) = (command.BatteryLowPercent, command.BatteryFinePercent);
        if (rule.Battery.FinePercent <= rule.Battery.LowPercent)
        {
            return new DeskAnswer.Forbidden(
                "limits-crossed",
                "The battery is fine only above the low limit",
                "电量恢复值必须高于低电量值。",
                "/batteryFinePercent"
            );
        }

        await db.SaveChangesAsync(ct);
        feed.Revisit(device, clock.GetUtcNow() - TimeSpan.FromDays(1));
        return new DeskAnswer.Recorded(Guid.Empty);
    }

    private async Task<DeskAnswer> HandleAsync(
        Guid id,
        AlarmEntry entry,
        ClaimsPrincipal by,
        Func<Alarm, AlarmHandling, AlarmEntry, DeskAnswer.Forbidden?> apply,
        CancellationToken ct
    )
    {
        entry.AlarmId = id;
        entry.By = Reach.NameOf(by);
        entry.Side = SideOf(by);
        entry.At = Moments.Kept(clock.GetUtcNow());
        if (await AlarmsOf(by).FirstOrDefaultAsync(a => a.Id == id, ct) is not { } alarm)
        {
            return new DeskAnswer.NotFound(NoAlarm, "/id");
        }

        if (await db.Set<AlarmEntry>().FirstOrDefaultAsync(e => e.Id == entry.Id, ct) is { } known)
        {
            return known.AlarmId == id && known.Kind == entry.Kind && known.By == entry.By && known.Text == entry.Text
                ? new DeskAnswer.AlreadyRecorded(known.Id)
                : new DeskAnswer.IdTaken();
        }

        var handling = await db.Set<AlarmHandling>()
            .AsTracking()
            .FirstOrDefaultAsync(h => h.AlarmId == id && h.Side == entry.Side, ct);
        if (handling is null)
        {
            handling = new AlarmHandling { AlarmId = id, Side = entry.Side.Value };
            db.Add(handling);
        }

        if (apply(alarm, handling, entry) is { } refused)
        {
            return refused;
        }

        handling.Version++;
        db.Add(entry);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException lost) when (lost is not DbUpdateConcurrencyException)
        {
            // Two people of one side were the first at once, or the request came twice: the caller reads it again.
            throw new DbUpdateConcurrencyException("The alarm was handled meanwhile.", lost);
        }

        signal.Raise();
        return new DeskAnswer.Recorded(entry.Id);
    }

    private IQueryable<Alarm> AlarmsOf(ClaimsPrincipal by) => Reach.Of(by).Alarms(db).Where(a => a.RetractedAt == null);

    private static HandlingSide SideOf(ClaimsPrincipal by) => Reach.Of(by).Side;
}

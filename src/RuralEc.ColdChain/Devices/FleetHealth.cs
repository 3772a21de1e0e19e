using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RuralEc.ColdChain.Alarms.Rules;
using RuralEc.ColdChain.Assets;
using RuralEc.ColdChain.Devices.Calibrations;
using RuralEc.ColdChain.Devices.Settings;

namespace RuralEc.ColdChain.Devices;

/// <summary>What may be wrong with a logger, the most pressing first.</summary>
public enum LoggerTrouble
{
    /// <summary>It is mounted, and nothing arrived for three intervals.</summary>
    Silent,
    LowBattery,
    CalibrationOverdue,

    /// <summary>Its clock is ahead, or its newest reading arrived more than an hour late.</summary>
    Clock,

    /// <summary>Settings were refused, or not answered for a day.</summary>
    Settings,

    /// <summary>Some of what it sent could not be taken.</summary>
    Unreadable,

    /// <summary>Within 30 days.</summary>
    CalibrationDue,
}

/// <param name="ClockSeconds">Measured minus received, of the newest reading: positive is ahead. Null without a reading.</param>
/// <param name="DeadLetters">Messages that could not be taken, and were kept.</param>
/// <param name="BatteryPercent">The newest; null where it never said.</param>
public sealed record LoggerHealth(
    string Device,
    string? AssetName,
    string? Firmware,
    DateTimeOffset? ReceivedAt,
    double? BatteryPercent,
    DateOnly? CalibrationDueOn,
    double? ClockSeconds,
    int DeadLetters,
    IReadOnlyList<LoggerTrouble> Troubles
);

/// <summary>How a fleet does: every logger within reach that is not revoked, in few queries however many they are.</summary>
public sealed class FleetHealth(DbContext db, IReadingStore store, TimeProvider clock)
{
    /// <summary>Loggers that are looked at.</summary>
    public const int Most = 10_000;

    /// <summary>Days before its date from which a calibration is called due.</summary>
    public const int DueDays = 30;

    private static readonly TimeSpan LateFor = TimeSpan.FromHours(1);
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromDays(1);

    /// <summary>Those with the most pressing trouble first.</summary>
    public async Task<IReadOnlyList<LoggerHealth>> OfAsync(ClaimsPrincipal by, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var loggers = await Reach
            .Of(by)
            .Loggers(db)
            .Where(l => l.RevokedAt == null)
            .OrderBy(l => l.Device)
            .Take(Most)
            .ToListAsync(ct);
        string[] devices = [.. loggers.Select(l => l.Device)];
        var mounted = (
            await db.Set<Mounting>()
                .Where(m => m.To == null)
                .Join(db.Set<Asset>(), m => m.AssetId, a => a.Id, (m, a) => new { m.Device, a.Name })
                .ToListAsync(ct)
        )
            .DistinctBy(m => m.Device)
            .ToDictionary(m => m.Device, m => m.Name);
        var settings = db.Set<LoggerSettings>();
        var unanswered = await settings
            .Where(s => s.AppliedIntervalSeconds == null)
            .Where(s => !settings.Any(newer => newer.Device == s.Device && newer.Revision > s.Revision))
            .ToDictionaryAsync(s => s.Device, ct);
        var calibrations = await CalibrationHistory.OfAsync(db, loggers, ct);
        var unreadable = await store.CountDeadLettersAsync(ct);
        var until = now + Reading.OldestBacklog;
        var readings = await store.LastAsync(devices, Quantities.Temperature, until, ct);
        var charges = await store.LastAsync(devices, Quantities.Battery, until, ct);
        return
        [
            .. loggers
                .Select(l =>
                {
                    Reading? last = readings.TryGetValue(l.Device, out var reading) ? reading : null;
                    double? charge = charges.TryGetValue(l.Device, out var battery) ? battery.Value : null;
                    var asset = mounted.GetValueOrDefault(l.Device);
                    var dueOn = calibrations.At(l.Device, now).DueOn;
                    var letters = unreadable.GetValueOrDefault(l.Device);
                    return new LoggerHealth(
                        l.Device,
                        asset,
                        l.Firmware,
                        last?.ReceivedAt,
                        charge,
                        dueOn,
                        (last?.MeasuredAt - last?.ReceivedAt)?.TotalSeconds,
                        letters,
                        [
                            .. TroublesOf(
                                l,
                                asset is not null,
                                dueOn,
                                last,
                                charge,
                                unanswered.GetValueOrDefault(l.Device),
                                letters,
                                now
                            ),
                        ]
                    );
                })
                .OrderBy(l => l.Troubles.Count > 0 ? (int)l.Troubles[0] : int.MaxValue)
                .ThenBy(l => l.Device, StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<LoggerTrouble> TroublesOf(
        DataLogger logger,
        bool isMounted,
        DateOnly? dueOn,
        Reading? last,
        double? charge,
        LoggerSettings? unanswered,
        int deadLetters,
        DateTimeOffset now
    )
    {
        if (
            isMounted
            && (last?.ReceivedAt ?? logger.RegisteredAt) < now - (3 * TimeSpan.FromSeconds(logger.IntervalSeconds))
        )
        {
            yield return LoggerTrouble.Silent;
        }

        if (charge < BatteryRule.Default.LowPercent)
        {
            yield return LoggerTrouble.LowBattery;
        }

        var today = Moments.ChinaDay(now);
        if (dueOn < today)
        {
            yield return LoggerTrouble.CalibrationOverdue;
        }

        if (last is { } reading && (reading.ClockDoubtful || reading.ReceivedAt - reading.MeasuredAt > LateFor))
        {
            yield return LoggerTrouble.Clock;
        }

        if (unanswered is { AnsweredAt: not null } || unanswered?.SetAt < now - AnswerPatience)
        {
            yield return LoggerTrouble.Settings;
        }

        if (deadLetters > 0)
        {
            yield return LoggerTrouble.Unreadable;
        }

        if (dueOn is { } due && due >= today && due <= today.AddDays(DueDays))
        {
            yield return LoggerTrouble.CalibrationDue;
        }
    }
}

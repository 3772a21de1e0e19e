using System.ComponentModel.DataAnnotations;

namespace RuralEc.ColdChain.Alarms;

/// <param name="Id">Made by the client (UUIDv7): the same id twice is one entry.</param>
/// <param name="Comment">What was found or done.</param>
public sealed record AcknowledgeAlarm(Guid Id, [PlainText(AlarmTables.CommentLength)] string? Comment = null);

/// <param name="Id">Made by the client (UUIDv7).</param>
public sealed record CommentAlarm(Guid Id, [PlainText(AlarmTables.CommentLength)] string Comment);

/// <param name="Id">Made by the client (UUIDv7).</param>
/// <param name="To">User name of who takes care of it; absent: nobody.</param>
public sealed record AssignAlarm(Guid Id, [StringLength(256)] string? To = null);

/// <param name="Id">Made by the client (UUIDv7).</param>
/// <param name="Until">No reminders until then, at most 12 hours ahead. It ends at once when the alarm becomes worse.</param>
public sealed record SnoozeAlarm(Guid Id, DateTimeOffset Until);

/// <param name="SilentAfterSeconds">
/// Seconds without a message after which it is silent, 60 to 604800; absent: three intervals. For loggers that upload
/// in batches.
/// </param>
/// <param name="BatteryLowPercent">% below which the battery is low; absent: 15.</param>
/// <param name="BatteryFinePercent">% above which it is fine again, above the low one; absent: 20.</param>
public sealed record WatchLogger(
    [Range(60, 604_800)] int? SilentAfterSeconds = null,
    [Range(0.0, 100.0)] double? BatteryLowPercent = null,
    [Range(0.0, 100.0)] double? BatteryFinePercent = null
);

/// <summary>Who may take care of an alarm of this party or district. The host knows the accounts.</summary>
public delegate Task<IReadOnlyList<AlarmPerson>> AlarmPeople(
    HandlingSide side,
    Gs1.Gln party,
    string districtCode,
    CancellationToken ct
);

/// <param name="Name">As others read it.</param>
public sealed record AlarmPerson(string UserName, string Name);

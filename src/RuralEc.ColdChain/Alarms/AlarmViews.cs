using RuralEc.ColdChain.Alarms.Windows;
using RuralEc.Gs1;

namespace RuralEc.ColdChain.Alarms;

/// <param name="AssetId">Absent for alarms of a node.</param>
/// <param name="Device">The logger that saw the worst, or that is silent or low; absent for alarms of a node.</param>
/// <param name="Severity">The worst it has been.</param>
/// <param name="OnsetAt">The first value beyond the limit; for silence, when it was last heard.</param>
/// <param name="RaisedAt">When it had lasted long enough to be an alarm.</param>
/// <param name="OpenedAt">When the server learned of it.</param>
/// <param name="ClearedAt">Since when it is over; absent while it lasts.</param>
/// <param name="RetractedAt">Late readings showed that it never was.</param>
/// <param name="LimitCelsius">°C; absent for other kinds than temperature.</param>
/// <param name="PeakCelsius">The worst temperature of the episode, °C.</param>
/// <param name="BatteryPercent">The lowest charge, % of full.</param>
/// <param name="WindowKind">The planned window in which it was raised.</param>
/// <param name="HeldUntil">Nobody is told before; absent where nothing holds it.</param>
/// <param name="GroupId">The node's alarm that this one is a member of.</param>
/// <param name="Members">How many alarms the node's alarm stands for; 0 for all others.</param>
/// <param name="OpenMembers">How many of them last.</param>
/// <param name="Items">Lots and pallets that were in it while it lasted.</param>
/// <param name="Handling">What was done about it at the caller's desk; absent when nothing was.</param>
/// <param name="Now">The newest temperature and where it goes, for open temperature alarms.</param>
public sealed record AlarmView(
    Guid Id,
    AlarmKind Kind,
    Severity Severity,
    Guid? AssetId,
    string? AssetName,
    Gln? NodeGln,
    Gln PartyGln,
    string DistrictCode,
    string? Device,
    DateTimeOffset OnsetAt,
    DateTimeOffset RaisedAt,
    DateTimeOffset OpenedAt,
    DateTimeOffset? ClearedAt,
    DateTimeOffset? RetractedAt,
    LimitSide? Side,
    double? LimitCelsius,
    double? PeakCelsius,
    double? BatteryPercent,
    WindowKind? WindowKind,
    DateTimeOffset? HeldUntil,
    Guid? GroupId,
    int Members,
    int OpenMembers,
    int Items,
    HandlingView? Handling,
    TemperatureNow? Now = null
)
{
    public bool IsOpen => ClearedAt is null && RetractedAt is null;
}

/// <param name="Acknowledged">False again when it became worse afterwards.</param>
public sealed record HandlingView(
    HandlingSide Side,
    bool Acknowledged,
    DateTimeOffset? AcknowledgedAt,
    string? AcknowledgedBy,
    string? AssignedTo,
    string? AssignedName,
    DateTimeOffset? SnoozedUntil
)
{
    internal static HandlingView? Of(AlarmHandling? handling, Severity severity) =>
        handling is null
            ? null
            : new(
                handling.Side,
                handling.IsAcknowledged(severity),
                handling.AcknowledgedAt,
                handling.AcknowledgedBy,
                handling.AssignedTo,
                handling.AssignedName,
                handling.SnoozedSeverity >= severity ? handling.SnoozedUntil : null
            );
}

/// <param name="Celsius">°C, calibrated.</param>
/// <param name="KelvinPerHour">Change over the last half hour; absent when there were not enough readings.</param>
public sealed record TemperatureNow(double Celsius, DateTimeOffset MeasuredAt, double? KelvinPerHour);

/// <summary>An alarm with its history.</summary>
/// <param name="Members">The alarms that a node's alarm stands for, open ones first.</param>
/// <param name="ItemUris">Canonical URIs of the lots and pallets that were in it while it lasted.</param>
/// <param name="Handlings">What each desk did about it.</param>
/// <param name="Entries">Everything that happened to it, in order.</param>
public sealed record AlarmDetails(
    AlarmView Alarm,
    IReadOnlyList<AlarmView> Members,
    IReadOnlyList<string> ItemUris,
    IReadOnlyList<HandlingView> Handlings,
    IReadOnlyList<AlarmEntryView> Entries
);

/// <param name="At">When it was recorded.</param>
/// <param name="EventAt">When it was so by the device's time.</param>
/// <param name="By">The person; absent when the rules did it.</param>
/// <param name="Text">A comment, whom it was assigned to, which contact was told, or why that failed.</param>
/// <param name="Until">The end of a snooze or of the planned window.</param>
/// <param name="OtherAlarmId">The alarm it was grouped or merged into.</param>
public sealed record AlarmEntryView(
    Guid Id,
    AlarmEntryKind Kind,
    DateTimeOffset At,
    DateTimeOffset? EventAt,
    string? By,
    HandlingSide? Side,
    string? Text,
    Severity? Severity,
    DateTimeOffset? Until,
    Guid? OtherAlarmId
);

using RuralEc.Gs1;

namespace RuralEc.ColdChain.Alarms;

/// <summary>Which alarms to list. Members of a node's alarm are listed with it, not beside it.</summary>
/// <param name="Open">True: those that last, the worst first; false: those that are over; null: both, the newest first.</param>
/// <param name="AssignedTo">User name of who takes care of them, at the caller's desk.</param>
/// <param name="Unacknowledged">Only those that nobody at the caller's desk has acknowledged.</param>
/// <param name="Onset">Only those that began in it.</param>
/// <param name="After">The last alarm of the page before.</param>
public sealed record AlarmFilter(
    bool? Open = null,
    Severity? Severity = null,
    AlarmKind? Kind = null,
    Gln? NodeGln = null,
    Guid? AssetId = null,
    string? AssignedTo = null,
    bool Unacknowledged = false,
    Guid? After = null,
    TimeWindow? Onset = null,
    int Take = AlarmFilter.Most
)
{
    public const int Most = 200;
}

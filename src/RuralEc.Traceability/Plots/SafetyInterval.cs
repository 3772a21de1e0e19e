using RuralEc.Traceability.Reference;

namespace RuralEc.Traceability.Plots;

/// <summary>The safety interval (安全间隔期): days between the last application and the first allowed harvest.</summary>
internal static class SafetyInterval
{
    /// <summary>
    /// The days that hold for an input: the longer of the reference and the label. Null when a pesticide has neither.
    /// </summary>
    public static (int Days, IntervalBasis Basis)? Of(FarmWork kind, string? ingredient, string crop, int? labelDays)
    {
        var reference = InputInterval.Find(ingredient, crop);
        if (labelDays is { } label && label >= (reference?.IntervalDays ?? 0))
        {
            return (label, IntervalBasis.Label);
        }
        if (reference is not null)
        {
            return (reference.IntervalDays, IntervalBasis.Reference);
        }
        return kind == FarmWork.Pesticide ? null : (0, IntervalBasis.None);
    }

    /// <summary>
    /// The entry that forbids a harvest on <paramref name="harvestDay"/>: of those applied up to that day, the one with
    /// the latest allowed day. Null when harvest is allowed. Superseded entries must not be among them.
    /// </summary>
    public static FarmLogEntry? Forbidding(IEnumerable<FarmLogEntry> inForce, DateOnly harvestDay) =>
        inForce
            .Where(e => e.IntervalDays > 0 && e.AppliedFrom <= harvestDay && AllowedFrom(e) > harvestDay)
            .MaxBy(AllowedFrom);

    /// <summary>The first day on which harvest is allowed after an entry: the interval counts from its last day.</summary>
    public static DateOnly AllowedFrom(FarmLogEntry entry) => entry.AppliedTo.AddDays(entry.IntervalDays);
}

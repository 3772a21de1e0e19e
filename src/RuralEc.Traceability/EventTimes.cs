namespace RuralEc.Traceability;

/// <summary>What times a step may carry: not before 2000, and in the future by no more than clocks differ.</summary>
internal static class EventTimes
{
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    /// <summary>All places of this product keep the same clock.</summary>
    public static readonly TimeSpan China = TimeSpan.FromHours(8);
    public static readonly DateOnly Earliest = new(2000, 1, 1);

    public static Refusal? Check(DateTimeOffset at, DateTimeOffset now, string pointer)
    {
        if (at > now + ClockTolerance)
        {
            return new Refusal("time-in-future", "Time is in the future", "时间不能晚于现在。", pointer);
        }
        return DayOf(at) < Earliest
            ? new Refusal("time-too-old", "Time is before 2000", "时间不能早于2000年。", pointer)
            : null;
    }

    /// <summary>Both ends are sound and the end is not before the start.</summary>
    public static Refusal? CheckSpan(
        DateTimeOffset from,
        DateTimeOffset to,
        DateTimeOffset now,
        string fromPointer,
        string toPointer
    ) =>
        Check(from, now, fromPointer)
        ?? Check(to, now, toPointer)
        ?? (
            to < from
                ? new Refusal("ends-before-start", "Ends before it starts", "结束时间不能早于开始时间。", toPointer)
                : null
        );

    /// <summary>Cut to milliseconds, the precision that both databases keep; the offset stays.</summary>
    public static DateTimeOffset ToMilliseconds(DateTimeOffset at) =>
        new(at.Ticks - (at.Ticks % TimeSpan.TicksPerMillisecond), at.Offset);

    /// <summary>The calendar day in China, in whatever offset the moment was written.</summary>
    public static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.ToOffset(China).DateTime);
}

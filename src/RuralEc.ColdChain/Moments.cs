namespace RuralEc.ColdChain;

/// <summary>
/// Moments, and which of them a command may carry: not before 2000, not in the future by more than clocks differ.
/// </summary>
internal static class Moments
{
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static DeskAnswer.Forbidden? Check(DateTimeOffset at, DateTimeOffset now, string pointer) =>
        at > now + Reading.ClockTolerance
            ? new("time-in-future", "Time is in the future", "时间不能晚于现在。", pointer)
        : at < Earliest ? new("time-too-old", "Time is before 2000", "时间不能早于2000年。", pointer)
        : null;

    public static DeskAnswer.Forbidden? CheckEnd(
        DateTimeOffset from,
        DateTimeOffset to,
        DateTimeOffset now,
        string pointer
    ) =>
        to <= from
            ? new("ends-before-start", "Ends before it starts", "结束时间必须晚于开始时间。", pointer)
            : Check(to, now, pointer);

    public static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    public static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    /// <summary>The day in China, UTC+8 all year.</summary>
    public static DateOnly ChinaDay(DateTimeOffset at) =>
        DateOnly.FromDateTime(at.ToOffset(TimeSpan.FromHours(8)).DateTime);

    /// <summary>UTC, cut to the milliseconds that both databases keep.</summary>
    public static DateTimeOffset Kept(DateTimeOffset at) =>
        DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());
}

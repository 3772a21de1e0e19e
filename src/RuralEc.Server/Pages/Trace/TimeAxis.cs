using System.Globalization;

namespace RuralEc.Server.Pages.Trace;

/// <summary>A mark of the time axis.</summary>
internal readonly record struct TimeTick(DateTimeOffset At, string Clock);

/// <summary>Round hours of the clock in China that divide a stretch into few parts.</summary>
internal static class TimeAxis
{
    private static readonly double[] StepHours = [0.25, 0.5, 1, 2, 3, 6, 12, 24, 48, 96, 168, 336, 672];

    /// <summary>At most <paramref name="most"/> marks within the stretch.</summary>
    public static IReadOnlyList<TimeTick> Ticks(Stretch window, int most)
    {
        var hours = StepHours.FirstOrDefault(step => window.Length.TotalHours / step <= most, StepHours[^1]);
        var step = TimeSpan.FromHours(hours);
        var local = ChinaTime.Of(window.From);
        var start = new DateTimeOffset(local.Date, local.Offset);
        var skipped = Math.Ceiling((window.From - start) / step);
        var ticks = new List<TimeTick>();
        for (var at = start + (step * skipped); at <= window.To && ticks.Count <= most; at += step)
        {
            ticks.Add(new(at, ChinaTime.Of(at).ToString("HH:mm", CultureInfo.InvariantCulture)));
        }
        return ticks;
    }
}

/// <summary>The clock in China: UTC+8 all year, everywhere.</summary>
internal static class ChinaTime
{
    private static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    public static DateTimeOffset Of(DateTimeOffset at) => at.ToOffset(Offset);

    /// <summary>The day and month, as in 6月26日 or 26 Jun.</summary>
    public static string Day(DateTimeOffset at, CultureInfo culture) =>
        Of(at).ToString(IsEnglish(culture) ? "d MMM" : "M月d日", culture);

    public static string Day(DateOnly day, CultureInfo culture) =>
        day.ToString(IsEnglish(culture) ? "d MMMM yyyy" : "yyyy年M月d日", culture);

    public static string Clock(DateTimeOffset at) => Of(at).ToString("HH:mm", CultureInfo.InvariantCulture);

    public static string DayAndClock(DateTimeOffset at, CultureInfo culture) => $"{Day(at, culture)} {Clock(at)}";

    private static bool IsEnglish(CultureInfo culture) => culture.TwoLetterISOLanguageName == "en";
}

using System.Globalization;

namespace RuralEc.Server.Pages.Forms;

/// <summary>Times as people here read and enter them: China Standard Time, UTC+8, whatever the server's zone.</summary>
internal static class ChinaTime
{
    private const string InputFormat = "yyyy-MM-dd'T'HH:mm";
    private static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    public static DateOnly Today(this TimeProvider clock) => DayOf(clock.GetUtcNow());

    public static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.ToOffset(Offset).DateTime);

    /// <summary>The day and minute for reading; the year is left out when it is this one.</summary>
    public static string Text(DateTimeOffset at, DateOnly today) =>
        at.ToOffset(Offset)
            .ToString(DayOf(at).Year == today.Year ? "MM-dd HH:mm" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The value of an <c>input type="datetime-local"</c>.</summary>
    public static string ToInput(DateTimeOffset at) =>
        at.ToOffset(Offset).ToString(InputFormat, CultureInfo.InvariantCulture);

    /// <summary>Reads what <c>datetime-local</c> sends, with or without seconds.</summary>
    public static bool TryReadInput(string text, out DateTimeOffset at)
    {
        var good = DateTime.TryParseExact(
            text,
            [InputFormat, "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.fff", "yyyy-MM-dd HH:mm"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var local
        );
        at = good ? new DateTimeOffset(local, Offset) : default;
        return good;
    }
}

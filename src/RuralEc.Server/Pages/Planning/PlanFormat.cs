using System.Globalization;

namespace RuralEc.Server.Pages.Planning;

/// <summary>How figures of plans are written: kilometres, minutes, people, yuan, times of the day.</summary>
internal static class PlanFormat
{
    public static string Kilometers(double? meters) =>
        meters is { } m ? (m / 1000).ToString("0.0", CultureInfo.InvariantCulture) : "—";

    public static string Number(double? value, string format = "#,##0") =>
        value is { } v ? v.ToString(format, CultureInfo.InvariantCulture) : "—";

    public static string Percent(double? part, double? whole) =>
        part is { } p && whole is > 0 and { } w ? (p / w).ToString("0.0%", CultureInfo.InvariantCulture) : "—";

    public static string Share(double? share) => share?.ToString("0.00%", CultureInfo.InvariantCulture) ?? "—";

    /// <summary>Seconds of the day as 08:05; after midnight 24:05.</summary>
    public static string Clock(int second) =>
        string.Create(CultureInfo.InvariantCulture, $"{second / 3600:00}:{second / 60 % 60:00}");
}

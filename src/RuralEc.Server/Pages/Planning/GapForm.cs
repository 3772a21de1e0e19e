using System.Globalization;
using RuralEc.Logistics;
using RuralEc.Logistics.Plans;

namespace RuralEc.Server.Pages.Planning;

/// <summary>Reads the question of the gap page from its address, which can be shared.</summary>
internal static class GapForm
{
    private const double MostKilometers = 500;

    /// <summary>The question; null where a figure makes no sense.</summary>
    public static GapQuestion? Read(
        string area,
        string? kind,
        string? km,
        string? minutes,
        string? detour,
        string? speed
    )
    {
        var way = new WayMeasure(Number(detour) ?? 1.3, Number(speed) ?? 40);
        var (kilometers, limit) = (Number(km), Number(minutes));
        if (
            !way.IsSound
            || kilometers is null && limit is null
            || kilometers is { } k && k is not (> 0 and <= MostKilometers)
            || limit is { } m && m is not (> 0 and <= 1440)
            || Unread(km, kilometers)
            || Unread(minutes, limit)
        )
        {
            return null;
        }

        return new(
            area,
            Enum.TryParse<NodeKind>(kind, out var wanted) && Enum.IsDefined(wanted) ? [wanted] : [],
            kind == "cold",
            kilometers * 1000,
            limit,
            way
        );
    }

    private static bool Unread(string? text, double? number) => !string.IsNullOrWhiteSpace(text) && number is null;

    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using RuralEc.Spatial;
using RuralEc.Traceability.Plots;

namespace RuralEc.Server.Pages.Cooperative;

/// <summary>
/// A plot's outline as people type it: one "longitude, latitude" a line. One line is a point, three or more an area.
/// </summary>
internal static class PlotOutline
{
    /// <summary>The coordinates of Amap and Tencent maps.</summary>
    public const string Amap = "GCJ-02";

    /// <summary>The coordinates of Baidu maps.</summary>
    public const string Baidu = "BD-09";

    private const int MostLines = 500;
    private static readonly char[] Separators = [',', ' ', '\t', ';', '、'];

    /// <summary>The positions, or the number of the line that cannot be read (0: too few or too many lines).</summary>
    public static (IReadOnlyList<double[]>? Positions, int FaultyLine) Read(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.Length is 0 or 2 or > MostLines)
        {
            return (null, 0);
        }

        var positions = new List<double[]>();
        foreach (var line in lines)
        {
            if (ReadLine(line) is not { } position)
            {
                return (null, positions.Count + 1);
            }

            positions.Add(position);
        }

        return (positions, 0);
    }

    /// <summary>Baidu shifts the coordinates of Amap once more: one step back, and both are of one system.</summary>
    public static IReadOnlyList<double[]> FromBaidu(IReadOnlyList<double[]> positions) =>
        [
            .. positions.Select(p =>
            {
                var (longitude, latitude) = ChinaCoordinates.Bd09ToWgs84(p[0], p[1]);
                var shifted = ChinaCoordinates.Wgs84ToGcj02(longitude, latitude);
                return new[] { shifted.Longitude, shifted.Latitude };
            }),
        ];

    /// <summary>A GeoJSON point or polygon. People seldom repeat the first corner at the end; GeoJSON wants it.</summary>
    public static PlotShape ShapeOf(IReadOnlyList<double[]> positions) =>
        positions.Count switch
        {
            0 => new PlotShape("Point", default),
            1 => new PlotShape("Point", JsonSerializer.SerializeToElement(positions[0])),
            _ => new PlotShape(
                "Polygon",
                JsonSerializer.SerializeToElement<double[][][]>([
                    [.. Closed(positions)],
                ])
            ),
        };

    private static IEnumerable<double[]> Closed(IReadOnlyList<double[]> ring) =>
        ring[0].SequenceEqual(ring[^1]) ? ring : [.. ring, ring[0]];

    private static double[]? ReadLine(string line)
    {
        var parts = line.Normalize(NormalizationForm.FormKC).Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 2 && Degrees(parts[0]) is { } longitude && Degrees(parts[1]) is { } latitude
            ? [longitude, latitude]
            : null;
    }

    private static double? Degrees(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees)
        && degrees is >= -180 and <= 180
            ? degrees
            : null;
}

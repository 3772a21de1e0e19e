using System.Globalization;

namespace RuralEc.Server.Pages.Network;

/// <summary>A place on a drawn map, in degrees of WGS 84.</summary>
/// <param name="Class">How it is drawn, see <see cref="MapStyle"/>.</param>
/// <param name="Label">Its name; null where names would cover each other.</param>
public sealed record MapPoint(double Longitude, double Latitude, string Class, string? Label = null);

/// <summary>A straight line between two places.</summary>
public sealed record MapLine(MapPoint From, MapPoint To, string Class);

/// <summary>An area by its outer ring.</summary>
public sealed record MapPolygon(IReadOnlyList<(double Longitude, double Latitude)> Ring, string Class);

/// <summary>The edges of a map, in degrees.</summary>
public sealed record MapBounds(double West, double South, double East, double North);

/// <summary>What a map shows: points over lines over areas.</summary>
/// <param name="ReviewNumbers">审图号 of the outlines in it.</param>
/// <param name="Demonstration">Invented places are among them.</param>
public sealed record MapDrawing(
    string Caption,
    IReadOnlyList<MapPoint> Points,
    IReadOnlyList<MapLine> Lines,
    IReadOnlyList<MapPolygon> Polygons,
    IReadOnlyList<(string Class, string Text)> Legend,
    IReadOnlyList<string> ReviewNumbers,
    bool Demonstration
);

/// <summary>Colour and size of each class, the same on pages and in documents.</summary>
internal static class MapStyle
{
    /// <summary>Radius in units of the drawing, and colour as RGB.</summary>
    public static (double Radius, string Colour) Of(string name) =>
        name switch
        {
            "district" => (8, "174f34"),
            "town" => (6, "2f8f5b"),
            "village" => (4, "86bd6c"),
            "other" => (5, "5a6fb0"),
            "faded" => (5, "b9c4bc"),
            "place" => (2, "8a958d"),
            "problem" => (4, "b3261e"),
            "link" => (1, "8fb3a0"),
            "outline" => (1, "c9d3cb"),
            _ => (4, "56645c"),
        };
}

/// <summary>Puts degrees on a plane: equal distances east and north of the middle are equal on paper. Pure.</summary>
internal sealed class MapFrame
{
    public const int Width = 760;

    private const int Margin = 28;
    private const double KilometresOfDegree = 111.32;

    private readonly MapBounds _bounds;
    private readonly double _cosine;
    private readonly double _unitsOfDegree;

    public MapFrame(MapBounds bounds)
    {
        _bounds = bounds;
        _cosine = Math.Cos(double.DegreesToRadians((bounds.South + bounds.North) / 2));
        var across = Math.Max((bounds.East - bounds.West) * _cosine, 1e-3);
        var up = Math.Max(bounds.North - bounds.South, 1e-3);
        _unitsOfDegree = Math.Min((Width - (2 * Margin)) / across, Width / up);
        Height = (int)Math.Ceiling((up * _unitsOfDegree) + (2 * Margin) + 22);
    }

    public int Height { get; }

    /// <summary>The box around what is drawn; Guangzhou where there is nothing.</summary>
    public static MapBounds Around(MapDrawing drawing)
    {
        var all = drawing
            .Points.Select(p => (p.Longitude, p.Latitude))
            .Concat(drawing.Polygons.SelectMany(p => p.Ring))
            .ToList();
        return all.Count == 0
            ? new(112.95, 22.43, 114.05, 23.93)
            : new(
                all.Min(p => p.Longitude),
                all.Min(p => p.Latitude),
                all.Max(p => p.Longitude),
                all.Max(p => p.Latitude)
            );
    }

    public (double X, double Y) At(double longitude, double latitude) =>
        (
            Margin + ((longitude - _bounds.West) * _cosine * _unitsOfDegree),
            Margin + ((_bounds.North - latitude) * _unitsOfDegree)
        );

    public (double X, double Y) At(MapPoint point) => At(point.Longitude, point.Latitude);

    /// <summary>A round length that takes about a fifth of the width.</summary>
    public (int Kilometres, double Units) Scale()
    {
        var unitsOfKilometre = _unitsOfDegree / KilometresOfDegree;
        int[] rounds = [1, 2, 5, 10, 20, 50];
        var length = rounds.LastOrDefault(km => km * unitsOfKilometre <= Width / 4.0, 1);
        return (length, length * unitsOfKilometre);
    }

    public static string N(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}

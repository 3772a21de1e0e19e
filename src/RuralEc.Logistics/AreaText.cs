using System.Globalization;
using System.Text;
using System.Text.Json;
using NetTopologySuite.Geometries;
using Coordinates = RuralEc.Logistics.Imports.Coordinates;

namespace RuralEc.Logistics;

/// <summary>An area as people paste or type it: a GeoJSON geometry, or one "longitude, latitude" a line.</summary>
public static class AreaText
{
    private static readonly char[] Separators = [',', ' ', '\t', ';', '、'];

    /// <summary>The area in WGS 84, not yet checked for its shape; null with a refusal where the text cannot be read.</summary>
    /// <param name="crs">The coordinate system of the text.</param>
    public static (Geometry? Area, Refusal? Why) Read(string text, string crs)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (drawn, fault) = text.TrimStart().StartsWith('{') ? OfJson(text) : OfLines(text);
        if (drawn is not null)
        {
            (drawn, fault) = Coordinates.Of(new(0, drawn, new Dictionary<string, string>()), crs);
        }

        return drawn is null
            ? (null, new("unreadable-area", "The area cannot be read", fault!, "/geometry"))
            : (drawn, null);
    }

    private static (Geometry? Area, string? Fault) OfJson(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);

            // What map tools copy is often a feature around the geometry.
            var geometry =
                json.RootElement.TryGetProperty("geometry", out var inner) && inner.ValueKind == JsonValueKind.Object
                    ? inner
                    : json.RootElement;
            if (GeoJson.TryRead(geometry, out var area) && area is not null)
            {
                return (area, null);
            }
        }
        catch (JsonException)
        {
            // The same sentence as for JSON that is no geometry.
        }

        return (null, "这不是GeoJSON的Polygon或MultiPolygon。");
    }

    private static (Geometry? Area, string? Fault) OfLines(string text)
    {
        var ring = new List<Coordinate>();
        foreach (var (i, line) in text.Split('\n').Index())
        {
            var parts = line.Normalize(NormalizationForm.FormKC)
                .Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (parts.Length == 0)
            {
                continue;
            }

            if (
                parts.Length != 2
                || !double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var longitude)
                || !double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var latitude)
            )
            {
                return (null, $"第{i + 1}行不是“经度,纬度”。");
            }

            ring.Add(new(longitude, latitude));
        }

        if (ring.Count < 3)
        {
            return (null, "至少要三个点，每行一个“经度,纬度”。");
        }

        // People seldom repeat the first corner at the end.
        if (!ring[0].Equals2D(ring[^1]))
        {
            ring.Add(ring[0].Copy());
        }

        return ring.Count < 4 ? (null, "至少要三个不同的点。") : (new Polygon(new LinearRing([.. ring])), null);
    }
}

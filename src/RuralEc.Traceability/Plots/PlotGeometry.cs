using System.Text.Json;
using NetTopologySuite.Geometries;

namespace RuralEc.Traceability.Plots;

/// <summary>Reads the shape of a plot and checks that it can be a field near Guangzhou.</summary>
internal static class PlotGeometry
{
    /// <summary>CGCS2000, longitude and latitude: EPSG:4490.</summary>
    public const int Srid = 4490;

    /// <summary>The window in which plots lie: Guangzhou and its neighbours.</summary>
    private static readonly Envelope Window = new(112.5, 114.5, 22.0, 24.2);

    private const int MostPositions = 2000;
    private const double SquareMetresPerMu = 2000.0 / 3.0;

    // A field above this is a drawing error: the largest state farms of the province are smaller.
    private const double LargestMu = 100_000;

    private static readonly GeometryFactory Factory = new(new PrecisionModel(), Srid);

    /// <summary>The geometry in WGS 84, or why it is none.</summary>
    public static (Geometry? Shape, Refusal? Why) Read(PlotShape shape, string crs, CoordinateConversion? conversion)
    {
        if (crs != "WGS84" && (crs != "GCJ-02" || conversion is null))
        {
            return (null, Fault("unknown-crs", "Unknown coordinate system", "坐标系应为WGS84或GCJ-02。", "/crs"));
        }
        var positions = shape.Type switch
        {
            "Point" => ReadPosition(shape.Coordinates) is { } point ? [point] : null,
            "Polygon" => ReadRing(shape.Coordinates),
            _ => null,
        };
        if (positions is null)
        {
            const string expected = "应为GeoJSON的Point（[经度, 纬度]）或只有一个闭合外环的Polygon。";
            return (null, Fault("invalid-shape", "Not a point or polygon", expected));
        }
        if (crs != "WGS84")
        {
            positions = [.. positions.Select(p => Convert(p, crs, conversion!))];
        }
        if (CheckWindow(positions) is { } outside)
        {
            return (null, outside);
        }
        if (positions.Length == 1)
        {
            return (Factory.CreatePoint(positions[0]), null);
        }
        var polygon = Factory.CreatePolygon(positions);
        if (!polygon.IsValid)
        {
            return (null, Fault("self-crossing", "Polygon crosses itself", "地块边界自相交，请重新勾画。"));
        }
        return AreaMu(polygon) is <= 0 or > LargestMu
            ? (null, Fault("absurd-area", "Absurd area", $"地块面积应大于0、不超过{LargestMu:0}亩。"))
            : (polygon, null);
    }

    /// <summary>Area in mu on the ellipsoid's local plane; within 0.1 % for fields at this latitude.</summary>
    public static double AreaMu(Polygon polygon)
    {
        var latitude = polygon.Centroid.Y * Math.PI / 180;

        // Lengths of one degree on WGS 84, series in the latitude (NIMA TR8350.2), in metres.
        var perLatitude = 111_132.954 - (559.822 * Math.Cos(2 * latitude)) + (1.175 * Math.Cos(4 * latitude));
        var perLongitude = (111_412.84 * Math.Cos(latitude)) - (93.5 * Math.Cos(3 * latitude));
        return polygon.Area * perLatitude * perLongitude / SquareMetresPerMu;
    }

    private static Refusal? CheckWindow(IReadOnlyList<Coordinate> positions)
    {
        if (positions.All(p => Window.Contains(p)))
        {
            return null;
        }
        var swapped = positions.All(p => Window.Contains(p.Y, p.X));
        return Fault(
            "outside-region",
            "Outside the region",
            swapped
                ? "坐标不在广州及周边；经度和纬度似乎写反了，应为[经度, 纬度]。"
                : "坐标不在广州及周边（经度112.5至114.5，纬度22.0至24.2）。"
        );
    }

    private static Coordinate Convert(Coordinate from, string crs, CoordinateConversion conversion)
    {
        var (longitude, latitude) = conversion(from.X, from.Y, crs);
        return new Coordinate(longitude, latitude);
    }

    private static Coordinate[]? ReadRing(JsonElement rings)
    {
        if (rings.ValueKind != JsonValueKind.Array || rings.GetArrayLength() != 1)
        {
            return null;
        }
        var ring = rings[0];
        if (ring.ValueKind != JsonValueKind.Array || ring.GetArrayLength() is < 4 or > MostPositions)
        {
            return null;
        }
        var positions = ring.EnumerateArray().Select(ReadPosition).OfType<Coordinate>().ToArray();
        return positions.Length == ring.GetArrayLength() && positions[0].Equals2D(positions[^1]) ? positions : null;
    }

    private static Coordinate? ReadPosition(JsonElement position)
    {
        if (
            position.ValueKind != JsonValueKind.Array
            || position.GetArrayLength() != 2
            || ReadDegrees(position[0]) is not { } longitude
            || ReadDegrees(position[1]) is not { } latitude
        )
        {
            return null;
        }
        return new Coordinate(longitude, latitude);
    }

    private static double? ReadDegrees(JsonElement number) =>
        number.ValueKind == JsonValueKind.Number
        && number.TryGetDouble(out var degrees)
        && degrees is >= -180 and <= 180
            ? degrees
            : null;

    private static Refusal Fault(string kind, string title, string detail, string field = "/shape/coordinates") =>
        new(kind, title, detail, field);
}

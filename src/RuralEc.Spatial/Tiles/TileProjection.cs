using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Implementation;
using NetTopologySuite.Simplify;

namespace RuralEc.Spatial.Tiles;

/// <summary>Lines and areas in tile units.</summary>
internal static class TileProjection
{
    /// <summary>The deviation in tile units that simplifying may cause, as much as rounding at its worst and less than a pixel.</summary>
    public const double Tolerance = 1;

    // The poles lie infinitely far away in this projection; an area that reaches there must still be cut to the tile.
    private const double FarthestLatitude = 89.9;

    // Points closer than this to the one before are not looked at further: most of a detailed shape at a low zoom.
    private const double Thinning = 0.25;

    public static readonly GeometryFactory Factory = new(
        new PrecisionModel(),
        0,
        CoordinateArraySequenceFactory.Instance
    );

    public static List<Coordinate> Of(CoordinateSequence points, TileAddress tile)
    {
        var projected = new List<Coordinate>(points.Count);
        var (lastX, lastY) = (double.NaN, double.NaN);
        for (var i = 0; i < points.Count; i++)
        {
            var latitude = Math.Clamp(points.GetY(i), -FarthestLatitude, FarthestLatitude);
            var (x, y) = tile.ToTileUnits(points.GetX(i), latitude);
            // The last point is kept whatever its distance: lines end there, rings close there.
            if (Math.Abs(x - lastX) < Thinning && Math.Abs(y - lastY) < Thinning && i < points.Count - 1)
            {
                continue;
            }
            (lastX, lastY) = (x, y);
            projected.Add(new Coordinate(x, y));
        }
        return projected;
    }

    /// <summary>Polygons as one area; rings that are smaller than what thinning leaves are gone.</summary>
    public static Geometry Of(List<Polygon> polygons, TileAddress tile)
    {
        var areas = new List<Polygon>(polygons.Count);
        foreach (var polygon in polygons)
        {
            if (RingOf(polygon.ExteriorRing, tile) is { } shell)
            {
                var holes = polygon.InteriorRings.Select(h => RingOf(h, tile)).OfType<LinearRing>();
                areas.Add(Factory.CreatePolygon(shell, [.. holes]));
            }
        }
        return areas is [var only] ? only : Factory.CreateMultiPolygon([.. areas]);
    }

    /// <summary>A line in whole tile units, without points that lie on one another or that nobody would see.</summary>
    public static List<Coordinate> SimplifiedToUnits(List<Coordinate> line)
    {
        var points = new List<Coordinate>(line.Count);
        foreach (var point in DouglasPeuckerLineSimplifier.Simplify([.. line], Tolerance))
        {
            var rounded = new Coordinate(Math.Round(point.X), Math.Round(point.Y));
            if (points.Count == 0 || !points[^1].Equals2D(rounded))
            {
                points.Add(rounded);
            }
        }
        return points;
    }

    private static LinearRing? RingOf(LineString ring, TileAddress tile)
    {
        var points = Of(ring.CoordinateSequence, tile);
        return points.Count >= 4 ? Factory.CreateLinearRing([.. points]) : null;
    }
}

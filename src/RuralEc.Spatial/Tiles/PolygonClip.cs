using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.OverlayNG;
using NetTopologySuite.Simplify;

namespace RuralEc.Spatial.Tiles;

/// <summary>Cuts areas to a box and to whole tile units.</summary>
internal static class PolygonClip
{
    private static readonly PrecisionModel WholeUnits = new(1);

    /// <summary>What of an area is in the box: valid, in whole units, simplified; empty where it is too small to see.</summary>
    public static Geometry Cut(Geometry area, Envelope box)
    {
        if (area.IsEmpty)
        {
            return area;
        }
        var within = TileProjection.Factory.ToGeometry(box);
        try
        {
            // Simplifying and rounding each point for itself may let edges cross. It seldom does, and costs a fraction.
            var simple = DouglasPeucker(area);
            var cut = box.Covers(area.EnvelopeInternal)
                ? simple
                : OverlayNG.Overlay(simple, within, SpatialFunction.Intersection);
            var rounded = Rounded(cut);
            if (rounded.IsValid)
            {
                return rounded;
            }
        }
        catch (TopologyException)
        {
            // Edges crossed already; the careful way deals with that.
        }
        return CutCarefully(area, within);
    }

    /// <summary>
    /// The overlay itself rounds, by snapping edges to the points of the grid, and simplifying respects other edges: the
    /// result is valid.
    /// </summary>
    private static Geometry CutCarefully(Geometry area, Geometry within)
    {
        Geometry cut;
        try
        {
            cut = OverlayNG.Overlay(area, within, SpatialFunction.Intersection, WholeUnits);
        }
        catch (TopologyException)
        {
            // Stored shapes need not be valid; repair is dear, so only those pay that need it.
            cut = OverlayNG.Overlay(GeometryFixer.Fix(area), within, SpatialFunction.Intersection, WholeUnits);
        }
        return cut.IsEmpty ? cut : TopologyPreservingSimplifier.Simplify(cut, TileProjection.Tolerance);
    }

    private static Geometry DouglasPeucker(Geometry area) =>
        new DouglasPeuckerSimplifier(area)
        {
            DistanceTolerance = TileProjection.Tolerance,
            EnsureValidTopology = false,
        }.GetResultGeometry();

    private static MultiPolygon Rounded(Geometry cut)
    {
        var polygons = new List<Polygon>();
        for (var i = 0; i < cut.NumGeometries; i++)
        {
            // Where area and box only touch, the overlay answers with lines and points.
            if (cut.GetGeometryN(i) is Polygon polygon && Rounded(polygon.ExteriorRing) is { } shell)
            {
                var holes = polygon.InteriorRings.Select(Rounded).OfType<LinearRing>();
                polygons.Add(TileProjection.Factory.CreatePolygon(shell, [.. holes]));
            }
        }
        return TileProjection.Factory.CreateMultiPolygon([.. polygons]);
    }

    private static LinearRing? Rounded(LineString ring)
    {
        var points = new List<Coordinate>(ring.NumPoints);
        foreach (var point in ring.Coordinates)
        {
            var rounded = new Coordinate(Math.Round(point.X), Math.Round(point.Y));
            if (points.Count == 0 || !points[^1].Equals2D(rounded))
            {
                points.Add(rounded);
            }
        }
        return points.Count >= 4 ? TileProjection.Factory.CreateLinearRing([.. points]) : null;
    }
}

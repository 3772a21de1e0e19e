using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.OverlayNG;
using NetTopologySuite.Simplify;

namespace RuralEc.Spatial.Tiles;

/// <summary>Cuts areas to a box and to whole tile units.</summary>
internal static class PolygonClip
{
    // The overlay rounds to these by snapping lines to the points of the grid, which keeps the result valid: rounding a
    // finished shape would let its edges cross.
    private static readonly PrecisionModel WholeUnits = new(1);

    /// <summary>What of an area is in the box: valid, in whole units, simplified; empty where it is too small to see.</summary>
    public static Geometry Cut(Geometry area, Envelope box)
    {
        if (area.IsEmpty)
        {
            return area;
        }
        var within = TileProjection.Factory.ToGeometry(box);
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
}

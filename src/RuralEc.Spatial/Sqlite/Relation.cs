using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;

namespace RuralEc.Spatial.Sqlite;

/// <summary>The relations of OGC Simple Features between two geometries, by GeoPackage blobs.</summary>
internal enum Relation
{
    Intersects,
    Contains,
    Within,
    Covers,
    CoveredBy,
    Touches,
    Crosses,
    Overlaps,
    Equals,
}

/// <summary>Decides relations, the cheap way first: points, boxes, points in areas, then everything else.</summary>
internal static class Relations
{
    public static bool Hold(Relation relation, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        var aIsPoint = GeometryBlob.TryReadPoint(a, out var ax, out var ay);
        var bIsPoint = GeometryBlob.TryReadPoint(b, out var bx, out var by);
        if (aIsPoint && bIsPoint)
        {
            return ax == bx && ay == by && relation is not (Relation.Touches or Relation.Crosses or Relation.Overlaps);
        }
        if (GeometryBlob.IsEmpty(a) || GeometryBlob.IsEmpty(b))
        {
            return relation == Relation.Equals && GeometryBlob.IsEmpty(a) && GeometryBlob.IsEmpty(b);
        }
        if (!BoxesAllow(relation, GeometryBlob.EnvelopeOf(a), GeometryBlob.EnvelopeOf(b)))
        {
            return false;
        }
        if (aIsPoint && Shape.Of(b) is { IsAreal: true } areaOfA)
        {
            return PointInArea(Inverse(relation), areaOfA.Locate(new Coordinate(ax, ay)));
        }
        if (bIsPoint && Shape.Of(a) is { IsAreal: true } areaOfB)
        {
            return PointInArea(relation, areaOfB.Locate(new Coordinate(bx, by)));
        }
        var (left, right) = (Shape.Of(a), Shape.Of(b));
        if (relation == Relation.Equals)
        {
            return left.Geometry.EqualsTopologically(right.Geometry);
        }
        // The one that comes again and again is worth preparing.
        return left.Uses >= right.Uses
            ? Prepared(relation, left.Prepared, right.Geometry)
            : Prepared(Inverse(relation), right.Prepared, left.Geometry);
    }

    private static Relation Inverse(Relation relation) =>
        relation switch
        {
            Relation.Contains => Relation.Within,
            Relation.Within => Relation.Contains,
            Relation.Covers => Relation.CoveredBy,
            Relation.CoveredBy => Relation.Covers,
            _ => relation,
        };

    private static bool BoxesAllow(Relation relation, Envelope a, Envelope b) =>
        relation switch
        {
            Relation.Contains or Relation.Covers => a.Covers(b),
            Relation.Within or Relation.CoveredBy => b.Covers(a),
            Relation.Equals => a.Equals(b),
            _ => a.Intersects(b),
        };

    /// <summary>The relation of an area to a point which lies at <paramref name="location"/> of it.</summary>
    private static bool PointInArea(Relation relation, Location location) =>
        relation switch
        {
            Relation.Intersects or Relation.Covers => location != Location.Exterior,
            Relation.Contains => location == Location.Interior,
            Relation.Touches => location == Location.Boundary,
            _ => false,
        };

    private static bool Prepared(Relation relation, IPreparedGeometry a, Geometry b) =>
        relation switch
        {
            Relation.Intersects => a.Intersects(b),
            Relation.Contains => a.Contains(b),
            Relation.Within => a.Within(b),
            Relation.Covers => a.Covers(b),
            Relation.CoveredBy => a.CoveredBy(b),
            Relation.Touches => a.Touches(b),
            Relation.Crosses => a.Crosses(b),
            Relation.Overlaps => a.Overlaps(b),
            _ => throw new ArgumentOutOfRangeException(nameof(relation)),
        };
}

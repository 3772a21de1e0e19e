using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.OverlayNG;

namespace RuralEc.Spatial.Sqlite;

internal delegate void FunctionBody(in SqlCall call);

/// <summary>A SQL function. It is not called where an argument is NULL: the result is then NULL.</summary>
internal sealed record SqlFunction(string Name, int Arguments, FunctionBody Body)
{
    /// <summary>Whether it changes the database, which no trigger or view may make it do.</summary>
    public bool Writes { get; init; }
}

/// <summary>
/// The SQL functions, under the names and with the meaning of PostGIS 3.3, of SQL/MM where both say the same. ST_Min*
/// and ST_IsEmpty are those that the R*Tree triggers of GeoPackage call.
/// </summary>
internal static class FunctionTable
{
    public const string Meters = "ST_Meters";
    public const string MetersKnn = "ST_MetersKnn";
    public const string WithinMeters = "ST_WithinMeters";
    public const string Distance = "ST_Distance";
    public const string DistanceWithin = "ST_DWithin";

    /// <summary>The functions whose truth requires that the boxes of both geometries meet.</summary>
    public static readonly IReadOnlyDictionary<string, Relation> Relating = new Dictionary<string, Relation>
    {
        ["ST_Intersects"] = Relation.Intersects,
        ["ST_Contains"] = Relation.Contains,
        ["ST_Within"] = Relation.Within,
        ["ST_Covers"] = Relation.Covers,
        ["ST_CoveredBy"] = Relation.CoveredBy,
        ["ST_Touches"] = Relation.Touches,
        ["ST_Crosses"] = Relation.Crosses,
        ["ST_Overlaps"] = Relation.Overlaps,
        ["ST_Equals"] = Relation.Equals,
    };

    public static readonly SqlFunction[] All =
    [
        .. Relating.Select(r => new SqlFunction(
            r.Key,
            2,
            (in SqlCall call) => call.Return(Relations.Hold(r.Value, call.Blob(0), call.Blob(1)))
        )),
        new(
            "ST_Disjoint",
            2,
            (in SqlCall call) => call.Return(!Relations.Hold(Relation.Intersects, call.Blob(0), call.Blob(1)))
        ),
        new(Distance, 2, (in SqlCall call) => call.Return(PlanarDistance(call.Blob(0), call.Blob(1)))),
        new(DistanceWithin, 3, ReturnDistanceWithin),
        new(Meters, 2, (in SqlCall call) => ReturnMeters(call, Geodesic.Meters)),
        new(MetersKnn, 2, (in SqlCall call) => ReturnMeters(call, Geodesic.SphericalMeters)),
        new(WithinMeters, 3, ReturnWithinMeters),
        Box("ST_MinX", e => e.MinX),
        Box("ST_MaxX", e => e.MaxX),
        Box("ST_MinY", e => e.MinY),
        Box("ST_MaxY", e => e.MaxY),
        PaddedBox("ST_MinXMeters", e => e.MinX),
        PaddedBox("ST_MaxXMeters", e => e.MaxX),
        PaddedBox("ST_MinYMeters", e => e.MinY),
        PaddedBox("ST_MaxYMeters", e => e.MaxY),
        new("ST_IsEmpty", 1, (in SqlCall call) => call.Return(GeometryBlob.IsEmpty(call.Blob(0)))),
        new("ST_IsValid", 1, (in SqlCall call) => call.Return(Shape.Of(call.Blob(0)).Geometry.IsValid)),
        new("ST_IsSimple", 1, (in SqlCall call) => call.Return(Shape.Of(call.Blob(0)).Geometry.IsSimple)),
        new("ST_SRID", 1, (in SqlCall call) => call.Return(Shape.Of(call.Blob(0)).Geometry.SRID)),
        new("ST_X", 1, (in SqlCall call) => call.Return(PointOf(call.Blob(0)).X)),
        new("ST_Y", 1, (in SqlCall call) => call.Return(PointOf(call.Blob(0)).Y)),
        new("ST_Area", 1, (in SqlCall call) => call.Return(Shape.Of(call.Blob(0)).Geometry.Area)),
        new("ST_Length", 1, (in SqlCall call) => call.Return(LengthOfLines(Shape.Of(call.Blob(0)).Geometry))),
        new("ST_NumPoints", 1, ReturnNumberOfPoints),
        new("ST_NumGeometries", 1, ReturnNumberOfGeometries),
        new("ST_Envelope", 1, ReturnEnvelope),
        Unary("ST_Centroid", g => g.Centroid),
        Unary("ST_PointOnSurface", g => g.PointOnSurface),
        // PostGIS gives what is empty back as it is.
        Unary("ST_ConvexHull", g => g.IsEmpty ? g : g.ConvexHull()),
        Binary("ST_Intersection", SpatialFunction.Intersection),
        Binary("ST_Union", SpatialFunction.Union),
        Binary("ST_Difference", SpatialFunction.Difference),
        Binary("ST_SymDifference", SpatialFunction.SymDifference),
        new(
            RTreePacking.Function,
            3,
            (in SqlCall call) => call.Return(RTreePacking.Pack(call.Database, call.Text(0), call.Text(1), call.Text(2)))
        )
        {
            Writes = true,
        },
    ];

    private static SqlFunction Box(string name, Func<Envelope, double> side) =>
        new(
            name,
            1,
            (in SqlCall call) =>
            {
                var blob = call.Blob(0);
                if (GeometryBlob.IsEmpty(blob))
                {
                    call.ReturnNull();
                }
                else
                {
                    call.Return(side(GeometryBlob.EnvelopeOf(blob)));
                }
            }
        );

    private static SqlFunction PaddedBox(string name, Func<Envelope, double> side) =>
        new(
            name,
            2,
            (in SqlCall call) =>
            {
                if (GeometryBlob.TryReadPoint(call.Blob(0), out var x, out var y))
                {
                    call.Return(side(Geodesic.BoxAround(x, y, call.Number(1))));
                }
                else
                {
                    call.ReturnNull();
                }
            }
        );

    private static SqlFunction Unary(string name, Func<Geometry, Geometry> operation) =>
        new(name, 1, (in SqlCall call) => call.Return(WithOurSrid(operation(Shape.Of(call.Blob(0)).Geometry))));

    private static SqlFunction Binary(string name, SpatialFunction operation) =>
        new(
            name,
            2,
            (in SqlCall call) =>
                call.Return(
                    WithOurSrid(Overlay(Shape.Of(call.Blob(0)).Geometry, Shape.Of(call.Blob(1)).Geometry, operation))
                )
        );

    private static Geometry Overlay(Geometry a, Geometry b, SpatialFunction operation)
    {
        // Where nothing can meet, PostGIS puts the parts side by side as they are, lines that cross themselves included.
        if (
            operation is SpatialFunction.Union or SpatialFunction.SymDifference
            && !a.IsEmpty
            && !b.IsEmpty
            && !a.EnvelopeInternal.Intersects(b.EnvelopeInternal)
        )
        {
            return Cgcs2000.Factory.BuildGeometry([.. PartsOf(a), .. PartsOf(b)]);
        }
        return OverlayNGRobust.Overlay(a, b, operation);
    }

    private static IEnumerable<Geometry> PartsOf(Geometry geometry) =>
        Enumerable.Range(0, geometry.NumGeometries).Select(geometry.GetGeometryN);

    private static Geometry WithOurSrid(Geometry geometry)
    {
        geometry.SRID = Cgcs2000.Srid;
        return geometry;
    }

    // NaN comes out as NULL: an empty geometry has no distance to anything.
    private static double PlanarDistance(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        if (
            GeometryBlob.TryReadPoint(a, out var ax, out var ay) && GeometryBlob.TryReadPoint(b, out var bx, out var by)
        )
        {
            var (dx, dy) = (bx - ax, by - ay);
            return Math.Sqrt((dx * dx) + (dy * dy));
        }
        var (left, right) = (Shape.Of(a), Shape.Of(b));
        return left.IsEmpty || right.IsEmpty ? double.NaN : left.DistanceTo(right);
    }

    private static void ReturnDistanceWithin(in SqlCall call)
    {
        var limit = Tolerance(call.Number(2));
        call.Return(PlanarDistance(call.Blob(0), call.Blob(1)) <= limit);
    }

    private static void ReturnWithinMeters(in SqlCall call)
    {
        var limit = Tolerance(call.Number(2));
        var (a, b) = (PointOf(call.Blob(0)), PointOf(call.Blob(1)));
        call.Return(Geodesic.AreWithin(a.X, a.Y, b.X, b.Y, limit));
    }

    private static void ReturnMeters(in SqlCall call, Func<double, double, double, double, double> meters)
    {
        var (a, b) = (PointOf(call.Blob(0)), PointOf(call.Blob(1)));
        call.Return(meters(a.X, a.Y, b.X, b.Y));
    }

    private static double Tolerance(double limit) =>
        limit >= 0 ? limit : throw new ArgumentException("Tolerance cannot be less than zero.");

    /// <summary>NaN for an empty point.</summary>
    private static (double X, double Y) PointOf(ReadOnlySpan<byte> blob)
    {
        if (GeometryBlob.TryReadPoint(blob, out var x, out var y))
        {
            return (x, y);
        }
        return Shape.Of(blob).Geometry is Point point
            ? (point.IsEmpty ? double.NaN : point.X, point.IsEmpty ? double.NaN : point.Y)
            : throw new FormatException("Argument is not a point.");
    }

    // PostGIS measures lines only: the edge of an area is ST_Perimeter.
    private static double LengthOfLines(Geometry geometry) =>
        geometry switch
        {
            LineString line => line.Length,
            GeometryCollection collection => collection.Geometries.Sum(LengthOfLines),
            _ => 0,
        };

    private static void ReturnNumberOfPoints(in SqlCall call)
    {
        if (Shape.Of(call.Blob(0)).Geometry is LineString line)
        {
            call.Return(line.NumPoints);
        }
        else
        {
            call.ReturnNull();
        }
    }

    private static void ReturnNumberOfGeometries(in SqlCall call)
    {
        var geometry = Shape.Of(call.Blob(0)).Geometry;
        call.Return(geometry.IsEmpty ? 0 : geometry.NumGeometries);
    }

    private static void ReturnEnvelope(in SqlCall call)
    {
        var blob = call.Blob(0);
        if (GeometryBlob.IsEmpty(blob))
        {
            call.Return(blob);
        }
        else
        {
            call.Return(Cgcs2000.Factory.ToGeometry(GeometryBlob.EnvelopeOf(blob)));
        }
    }
}

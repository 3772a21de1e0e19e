using NetTopologySuite.Densify;
using NetTopologySuite.Geometries;
using ProjNet.CoordinateSystems;
using ProjNet.CoordinateSystems.Transformations;
using RuralEc.Spatial;

namespace RuralEc.Logistics.Ogc;

/// <summary>
/// A coordinate reference system that requests may ask for by its URI (18-058r1). Coordinates are written in the order of
/// axes that its register gives: latitude before longitude, northing before easting, but for CRS84 and EPSG:3857.
/// </summary>
internal sealed class Crs
{
    private const string Gk114Wkt = """
        PROJCS["CGCS2000 / 3-degree Gauss-Kruger CM 114E",
          GEOGCS["China Geodetic Coordinate System 2000",
            DATUM["China_2000",SPHEROID["CGCS2000",6378137,298.257222101]],
            PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],
          PROJECTION["Transverse_Mercator"],
          PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",114],PARAMETER["scale_factor",1],
          PARAMETER["false_easting",500000],PARAMETER["false_northing",0],UNIT["metre",1]]
        """;

    private const double LongestSideMeters = 1000;
    private const int MostPoints = 2000;

    // WGS 84 and CGCS2000 differ by less than a metre: they are taken as one, as everywhere in this house.
    public static readonly Crs Crs84 = Degrees("http://www.opengis.net/def/crs/OGC/1.3/CRS84", "WGS 84", false);
    public static readonly Crs Epsg4490 = Degrees(Epsg(4490), "CGCS2000", true);

    public static readonly IReadOnlyList<Crs> All =
    [
        Crs84,
        Degrees(Epsg(4326), "WGS 84", true),
        Epsg4490,
        // Beyond 85.06 degrees the square map ends.
        new(
            Epsg(3857),
            "WGS 84 / Pseudo-Mercator",
            false,
            new(-20_037_508.3428, 20_037_508.3428, -20_048_966.1041, 20_048_966.1041),
            ProjectedCoordinateSystem.WebMercator
        ),
        // Good to a millimetre within 6 degrees of the meridian, and to 0.1 m at these bounds.
        new(
            Epsg(4547),
            "CGCS2000 / 3-degree Gauss-Kruger CM 114E",
            true,
            new(-900_000, 1_900_000, 0, 6_500_000),
            (ProjectedCoordinateSystem)new CoordinateSystemFactory().CreateFromWkt(Gk114Wkt)
        ),
    ];

    private readonly bool _secondAxisFirst;
    private readonly Envelope _bounds;
    private readonly MathTransform? _fromDegrees;
    private readonly MathTransform? _toDegrees;

    private Crs(string uri, string title, bool secondAxisFirst, Envelope bounds, ProjectedCoordinateSystem? projected)
    {
        (Uri, Title, _secondAxisFirst, _bounds) = (uri, title, secondAxisFirst, bounds);
        if (projected is not null)
        {
            // Between the same datum: nothing but the projection.
            _fromDegrees = new CoordinateTransformationFactory()
                .CreateFromCoordinateSystems(projected.GeographicCoordinateSystem, projected)
                .MathTransform;
            _toDegrees = _fromDegrees.Inverse();
        }
    }

    public string Uri { get; }

    public string Title { get; }

    private bool IsDegrees => _fromDegrees is null;

    public static Crs? Find(string uri) => All.FirstOrDefault(crs => crs.Uri == uri);

    /// <summary>A geometry of the store in this system, its axes in the order of this system.</summary>
    public Geometry FromStored(Geometry geometry)
    {
        var copy = geometry.Copy();
        copy.Apply(new EachCoordinate(Written));
        copy.GeometryChanged();
        return copy;
    }

    /// <summary>A geometry of this system as the store has it; null where it lies outside the system's bounds.</summary>
    public Geometry? ToStored(Geometry geometry)
    {
        var inside = true;
        var copy = Bendable(geometry).Copy();
        copy.Apply(
            new EachCoordinate(
                (first, second) =>
                {
                    var (x, y) = _secondAxisFirst ? (second, first) : (first, second);
                    inside &= _bounds.Covers(x, y);
                    return inside ? Located(x, y) : (0, 0);
                }
            )
        );
        copy.GeometryChanged();
        return inside ? copy : null;
    }

    /// <summary>The area between two corners as they are written in this system; null, and why, where there is none.</summary>
    public Geometry? StoredBox(Coordinate lower, Coordinate upper, out string why)
    {
        var (west, south) = _secondAxisFirst ? (lower.Y, lower.X) : (lower.X, lower.Y);
        var (east, north) = _secondAxisFirst ? (upper.Y, upper.X) : (upper.X, upper.Y);
        why =
            !_bounds.Covers(west, south) || !_bounds.Covers(east, north) ? $"范围框超出 {Uri} 的范围。"
            : south > north ? "范围框的下边界高于上边界。"
            : west > east && !IsDegrees ? "范围框的左边界在右边界右侧。"
            : "";
        if (why.Length > 0)
        {
            return null;
        }

        return IsDegrees && west > east
            // 17-069r4 §7.15.3: such a box spans the antimeridian.
            ? Cgcs2000.Factory.CreateMultiPolygon([
                (Polygon)Cgcs2000.Factory.ToGeometry(new(west, Wider(west, 180), south, Wider(south, north))),
                (Polygon)Cgcs2000.Factory.ToGeometry(new(-180, Wider(-180, east), south, Wider(south, north))),
            ])
            : ToStored(Cgcs2000.Factory.ToGeometry(new(lower.X, upper.X, lower.Y, upper.Y)));
    }

    // The two halves are areas, even of a box that is a line.
    private static double Wider(double from, double to) => to > from ? to : Math.BitIncrement(from);

    /// <summary>A straight side here is a curve in degrees: with points in between it is off by a centimetre at most.</summary>
    private Geometry Bendable(Geometry geometry) =>
        IsDegrees || geometry.Length <= LongestSideMeters
            ? geometry
            : new Densifier(geometry)
            {
                DistanceTolerance = Math.Max(LongestSideMeters, geometry.Length / MostPoints),
                Validate = false,
            }.GetResultGeometry();

    private (double Longitude, double Latitude) Located(double x, double y) =>
        _toDegrees is null ? (x, y) : _toDegrees.Transform(x, y);

    private (double First, double Second) Written(double longitude, double latitude)
    {
        var (x, y) = (longitude, latitude);
        if (_fromDegrees is not null)
        {
            (x, y) = _fromDegrees.Transform(longitude, latitude);
            // Tenths of a millimetre: what follows is noise.
            (x, y) = (Math.Round(x, 4), Math.Round(y, 4));
        }

        return _secondAxisFirst ? (y, x) : (x, y);
    }

    private static Crs Degrees(string uri, string title, bool latitudeFirst) =>
        new(uri, title, latitudeFirst, new(-180, 180, -90, 90), null);

    private static string Epsg(int code) =>
        string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"http://www.opengis.net/def/crs/EPSG/0/{code}"
        );

    private sealed class EachCoordinate(Func<double, double, (double, double)> change) : ICoordinateSequenceFilter
    {
        public bool Done => false;

        public bool GeometryChanged => true;

        public void Filter(CoordinateSequence seq, int i)
        {
            var (x, y) = change(seq.GetX(i), seq.GetY(i));
            seq.SetX(i, x);
            seq.SetY(i, y);
        }
    }
}

using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Implementation;
using NetTopologySuite.Geometries.Utilities;
using RuralEc.Spatial;

namespace RuralEc.Server.Tests.Spatial;

/// <summary>
/// The same made-up rows for every test: places and shapes around Guangzhou from a fixed seed, half of them on a coarse
/// grid so that edges and corners meet exactly.
/// </summary>
internal static class Atlas
{
    public const int Places = 600;
    public const int Areas = 120;

    /// <summary>Rows in each of the layers of points, lines and polygons.</summary>
    public const int Layer = 150;

    private const double West = 113;
    private const double South = 22.5;
    private const double Width = 1;

    // A power of two: sums of grid steps are exact, so that touching is touching on every machine.
    private const double GridStep = 1.0 / 32;

    public static async Task FillAsync(AtlasDb db, CancellationToken cancellationToken)
    {
        var random = new Random(20260627);
        for (var id = 1; id <= Places; id++)
        {
            db.Places.Add(
                new Place
                {
                    Id = id,
                    Tier = id % 4,
                    Location = Point(random, onGrid: id % 2 == 0),
                }
            );
        }
        for (var id = 1; id <= Areas; id++)
        {
            db.Areas.Add(new Area { Id = id, Shape = Shape(random, id) });
        }
        for (var id = 1; id <= 60; id++)
        {
            var location = id % 5 == 0 ? null : Point(random, onGrid: false);
            db.Markers.Add(new Marker { Code = $"M{id:000}", Location = location });
        }
        AddLayers(db, new Random(20261125));
        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }

    /// <summary>Points, lines and polygons in layers of their own, with the unknown and the empty among them.</summary>
    private static void AddLayers(AtlasDb db, Random random)
    {
        for (var id = 1; id <= Layer; id++)
        {
            var (tier, onGrid) = (id % 4, id % 2 == 0);
            var location = Point(random, onGrid);
            var path = Line(random, onGrid);
            var outline = onGrid ? Box(random, onGrid) : Star(random, corners: 4 + (id % 30));
            db.Stops.Add(
                new Stop
                {
                    Id = id,
                    Tier = tier,
                    Location =
                        id % 9 == 0 ? null
                        : id % 11 == 0 ? (Point)Empty(0)
                        : location,
                }
            );
            db.Routes.Add(
                new Route
                {
                    Id = id,
                    Tier = tier,
                    Path = id % 10 == 0 ? (LineString)Empty(1) : path,
                }
            );
            db.Plots.Add(
                new Plot
                {
                    Id = id,
                    Tier = tier,
                    Outline =
                        id % 9 == 0 ? null
                        : id % 11 == 0 ? (Polygon)Empty(2)
                        : outline,
                }
            );
        }
    }

    /// <summary>An empty point, line or polygon of two dimensions: NetTopologySuite's own have three.</summary>
    public static Geometry Empty(int kind)
    {
        var none = CoordinateArraySequenceFactory.Instance.Create(0, dimension: 2, measures: 0);
        return kind switch
        {
            0 => Cgcs2000.Factory.CreatePoint(none),
            1 => Cgcs2000.Factory.CreateLineString(none),
            _ => Cgcs2000.Factory.CreatePolygon(none),
        };
    }

    /// <summary>A line of two to five corners.</summary>
    public static LineString Line(Random random, bool onGrid) =>
        Cgcs2000.Factory.CreateLineString([
            .. Enumerable.Range(0, 2 + random.Next(4)).Select(_ => Corner(random, onGrid)),
        ]);

    public static Point Point(Random random, bool onGrid)
    {
        var (x, y) = Coordinate(random, onGrid);
        return Cgcs2000.Point(x, y);
    }

    /// <summary>Polygons with and without holes, multi-polygons, lines, points and many-cornered areas by turns.</summary>
    public static Geometry Shape(Random random, int kind)
    {
        var factory = Cgcs2000.Factory;
        return (kind % 8) switch
        {
            0 => Box(random, onGrid: true),
            1 => Star(random, corners: 5 + random.Next(20)),
            2 => Star(random, corners: 400),
            3 => factory.CreateLineString([Corner(random, false), Corner(random, false), Corner(random, false)]),
            4 => factory.CreateLineString([Corner(random, true), Corner(random, true)]),
            5 => Point(random, onGrid: true),
            6 => Holed(random),
            _ => factory.CreateMultiPoint([Point(random, true), Point(random, false)]),
        };
    }

    public static Polygon Box(Random random, bool onGrid)
    {
        var (x, y) = Coordinate(random, onGrid);
        var (width, height) = (GridStep * (1 + random.Next(8)), GridStep * (1 + random.Next(8)));
        return (Polygon)Cgcs2000.Factory.ToGeometry(new Envelope(x, x + width, y, y + height));
    }

    /// <summary>A simple polygon of any number of corners around a centre.</summary>
    public static Polygon Star(Random random, int corners)
    {
        var centre = Corner(random, false);
        var reach = 0.02 + (0.2 * random.NextDouble());
        var ring = new Coordinate[corners + 1];
        for (var i = 0; i < corners; i++)
        {
            var (sin, cos) = Math.SinCos(Math.Tau * i / corners);
            var radius = reach * (0.5 + (0.5 * random.NextDouble()));
            ring[i] = new Coordinate(centre.X + (radius * cos), centre.Y + (radius * sin));
        }
        ring[corners] = ring[0].Copy();
        return Cgcs2000.Factory.CreatePolygon(ring);
    }

    private static Polygon Holed(Random random)
    {
        var shell = Star(random, 12);
        var hole = AffineTransformation.ScaleInstance(0.4, 0.4, shell.Centroid.X, shell.Centroid.Y).Transform(shell);
        return Cgcs2000.Factory.CreatePolygon(shell.Shell, [((Polygon)hole).Shell]);
    }

    private static Coordinate Corner(Random random, bool onGrid)
    {
        var (x, y) = Coordinate(random, onGrid);
        return new Coordinate(x, y);
    }

    private static (double X, double Y) Coordinate(Random random, bool onGrid) =>
        onGrid
            ? (West + (GridStep * random.Next(32)), South + (GridStep * random.Next(32)))
            : (West + (Width * random.NextDouble()), South + (Width * random.NextDouble()));
}

using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Geometries;
using RuralEc.Spatial;

namespace RuralEc.Benchmarks.Spatial;

/// <summary>What one round of a question is about.</summary>
internal sealed record Probe(Point At, double Meters, Polygon Shape);

/// <summary>
/// One question in three tongues. The rows of its answer are compared as numbers: keys of nodes, of pairs, or a count.
/// Parameters are <c>@at</c> and <c>@shape</c> (a geometry of the database's own binary form), <c>@x</c>, <c>@y</c> and
/// <c>@meters</c>; a second column, where there is one, is a geometry, and is read.
/// </summary>
/// <param name="RawGoal">So many times as fast as PostGIS by prepared commands, or null.</param>
/// <param name="LinqGoal">So many times as fast as PostGIS through EF Core, or null.</param>
internal sealed record Question(
    string Name,
    int Rounds,
    double? RawGoal,
    double? LinqGoal,
    Func<Random, Probe> Next,
    string Sqlite,
    string Postgres,
    Func<WorldDb, Point, double, Polygon, IEnumerable<long>> Linq
)
{
    /// <summary>Whether the rows come in an order that matters.</summary>
    public bool IsOrdered { get; init; }

    private const string Index = "rtree_nodes_location";

    // What the R*Tree and PostGIS's index order by is up to 0.6 % off, so some more are taken and ordered exactly.
    private const int Wanted = 10;
    private const int Taken = 16;

    /// <summary>The nearest ten of all, as eight clients ask, too.</summary>
    public static Question Nearest { get; } =
        new(
            "nearest 10, metres",
            2_000,
            3,
            1.8,
            Anywhere,
            $"""
            SELECT n.id, n.location
            FROM (SELECT id FROM {Index} WHERE id MATCH rtree_nearest_meters(@x, @y) LIMIT {Taken}) AS r
            CROSS JOIN nodes AS n ON n.id = r.id ORDER BY ST_Meters(n.location, @at) LIMIT {Wanted}
            """,
            NearestInPostgres(""),
            (db, at, meters, shape) =>
                db
                    .Nodes.AsNoTracking()
                    .OrderBy(n => SpatialMeters.MetersKnn(n.Location, at))
                    .Take(Taken)
                    .OrderBy(n => SpatialMeters.Meters(n.Location, at))
                    .Take(Wanted)
                    .AsEnumerable()
                    .Select(n => (long)n.Id)
        )
        {
            IsOrdered = true,
        };

    public static IReadOnlyList<Question> All { get; } =
    [
        Nearest,
        new(
            "nearest 10 of tier 2 (1 %)",
            400,
            null,
            null,
            Anywhere,
            $"""
            SELECT n.id, n.location
            FROM (SELECT k.id FROM {Index} AS r CROSS JOIN nodes AS k ON k.id = r.id AND k.tier = 2
                WHERE r.id MATCH rtree_nearest_meters(@x, @y) LIMIT {Taken}) AS r
            CROSS JOIN nodes AS n ON n.id = r.id ORDER BY ST_Meters(n.location, @at) LIMIT {Wanted}
            """,
            NearestInPostgres("WHERE tier = 2"),
            (db, at, meters, shape) =>
                db
                    .Nodes.AsNoTracking()
                    .Where(n => n.Tier == 2)
                    .OrderBy(n => SpatialMeters.MetersKnn(n.Location, at))
                    .Take(Taken)
                    .OrderBy(n => SpatialMeters.Meters(n.Location, at))
                    .Take(Wanted)
                    .AsEnumerable()
                    .Select(n => (long)n.Id)
        )
        {
            IsOrdered = true,
        },
        Within(500, rounds: 2_000),
        Within(2_000, rounds: 400),
        Within(10_000, rounds: 60),
        new(
            "intersects a box of 0.03°",
            400,
            null,
            null,
            random => Anywhere(random) with { Shape = Box(World.At(random), 0.03) },
            $"""
            SELECT id, location FROM nodes WHERE id IN ({Boxed("@shape")}) AND ST_Intersects(location, @shape)
            """,
            "SELECT id, ST_AsBinary(location) FROM nodes WHERE ST_Intersects(location, ST_GeomFromEWKB(@shape))",
            (db, at, meters, shape) =>
                db.Nodes.AsNoTracking().Where(n => n.Location.Intersects(shape)).AsEnumerable().Select(n => (long)n.Id)
        ),
        new(
            "count in 1000 corners",
            60,
            1.2,
            null,
            Thousand,
            $"SELECT count(*) FROM nodes WHERE id IN ({Boxed("@shape")}) AND ST_CoveredBy(location, @shape)",
            "SELECT count(*) FROM nodes WHERE ST_CoveredBy(location, ST_GeomFromEWKB(@shape))",
            (db, at, meters, shape) => [db.Nodes.Count(n => n.Location.CoveredBy(shape))]
        ),
        new(
            "rows in 1000 corners",
            60,
            null,
            null,
            Thousand,
            $"SELECT id, location FROM nodes WHERE id IN ({Boxed("@shape")}) AND ST_Within(location, @shape)",
            "SELECT id, ST_AsBinary(location) FROM nodes WHERE ST_Within(location, ST_GeomFromEWKB(@shape))",
            (db, at, meters, shape) =>
                db.Nodes.AsNoTracking().Where(n => n.Location.Within(shape)).AsEnumerable().Select(n => (long)n.Id)
        ),
        new(
            "districts that hold a point",
            2_000,
            null,
            null,
            Anywhere,
            """
            SELECT id, shape FROM districts WHERE id IN (SELECT id FROM rtree_districts_shape
                WHERE maxx >= @x AND minx <= @x AND maxy >= @y AND miny <= @y) AND ST_Contains(shape, @at)
            """,
            "SELECT id, ST_AsBinary(shape) FROM districts WHERE ST_Contains(shape, ST_GeomFromEWKB(@at))",
            (db, at, meters, shape) =>
                db.Districts.AsNoTracking().Where(d => d.Shape.Contains(at)).AsEnumerable().Select(d => (long)d.Id)
        ),
        new(
            "join of 40 districts",
            7,
            0.9,
            0.9,
            Anywhere,
            $"""
            SELECT d.id * 1000000 + n.id FROM districts AS d CROSS JOIN nodes AS n
            WHERE n.id IN ({Boxed("d.shape")}) AND ST_Within(n.location, d.shape)
            """,
            "SELECT d.id::bigint * 1000000 + n.id FROM districts AS d JOIN nodes AS n ON ST_Within(n.location, d.shape)",
            (db, at, meters, shape) =>
                from d in db.Districts
                from n in db.Nodes
                where n.Location.Within(d.Shape)
                select (d.Id * 1_000_000L) + n.Id
        ),
    ];

    private static Question Within(int meters, int rounds) =>
        new(
            $"within {meters:N0} m",
            rounds,
            1.5,
            1,
            random => Anywhere(random) with { Meters = meters },
            $"""
            SELECT id, location FROM nodes WHERE id IN (SELECT id FROM {Index}
                WHERE maxx >= ST_MinXMeters(@at, @meters) AND minx <= ST_MaxXMeters(@at, @meters)
                AND maxy >= ST_MinYMeters(@at, @meters) AND miny <= ST_MaxYMeters(@at, @meters))
                AND ST_WithinMeters(location, @at, @meters)
            """,
            """
            SELECT id, ST_AsBinary(location) FROM nodes
            WHERE ST_DWithin(location::geography, ST_GeomFromEWKB(@at)::geography, @meters)
            """,
            (db, at, meters, shape) =>
                db
                    .Nodes.AsNoTracking()
                    .Where(n => SpatialMeters.WithinMeters(n.Location, at, meters))
                    .AsEnumerable()
                    .Select(n => (long)n.Id)
        );

    private static string Boxed(string shape) =>
        $"""
            SELECT id FROM {Index} WHERE maxx >= ST_MinX({shape}) AND minx <= ST_MaxX({shape})
            AND maxy >= ST_MinY({shape}) AND miny <= ST_MaxY({shape})
            """;

    private static string NearestInPostgres(string where) =>
        $"""
            SELECT id, ST_AsBinary(location) FROM (SELECT id, location FROM nodes {where}
                ORDER BY location::geography <-> ST_GeomFromEWKB(@at)::geography LIMIT {Taken}) AS n
            ORDER BY ST_Distance(location::geography, ST_GeomFromEWKB(@at)::geography) LIMIT {Wanted}
            """;

    private static Probe Anywhere(Random random) => new(World.At(random), 0, Box(World.At(random), 0.01));

    private static Probe Thousand(Random random) =>
        Anywhere(random) with
        {
            Shape = World.Star(random, corners: 1000, kilometres: 5),
        };

    private static Polygon Box(Point at, double degrees) =>
        (Polygon)Cgcs2000.Factory.ToGeometry(new Envelope(at.X, at.X + degrees, at.Y, at.Y + degrees));
}

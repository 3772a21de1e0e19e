using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Geometries;
using RuralEc.Spatial;
using Xunit;

namespace RuralEc.Server.Tests.Spatial;

public sealed class ParityTests(TwoDatabases databases) : IClassFixture<TwoDatabases>
{
    private const int Rounds = 40;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Relations() =>
        [
            "Intersects",
            "Disjoint",
            "Within",
            "Contains",
            "Covers",
            "CoveredBy",
            "Touches",
            "Crosses",
            "Overlaps",
            "Equals",
        ];

    [Theory, MemberData(nameof(Relations))]
    public async Task Shapes_in_a_relation_to_a_shape_are_the_same_rows(string relation)
    {
        var random = new Random(1);
        var found = 0;
        for (var round = 0; round < Rounds; round++)
        {
            // A stored shape in every third round, so that equal and touching edges occur.
            var other =
                round % 3 == 0 ? await StoredShapeAsync(1 + random.Next(Atlas.Areas)) : Atlas.Shape(random, round);
            found += await databases.SameAsync(db =>
                Related(db.Areas, relation, other).OrderBy(a => a.Id).Select(a => a.Id)
            );
        }
        Assert.True(found > 0, "No row was ever found: the question asks nothing.");
    }

    [Theory]
    [InlineData("Intersects")]
    [InlineData("Within")]
    [InlineData("CoveredBy")]
    [InlineData("Disjoint")]
    [InlineData("Touches")]
    public async Task Points_in_a_relation_to_an_area_are_the_same_rows(string relation)
    {
        var random = new Random(2);
        var found = 0;
        for (var round = 0; round < Rounds; round++)
        {
            Geometry area = round % 2 == 0 ? Atlas.Box(random, onGrid: true) : Atlas.Star(random, 4 + (round * 10));
            found += await databases.SameAsync(db =>
                (
                    relation switch
                    {
                        "Intersects" => db.Places.Where(p => p.Location.Intersects(area)),
                        "Within" => db.Places.Where(p => p.Location.Within(area)),
                        "CoveredBy" => db.Places.Where(p => p.Location.CoveredBy(area)),
                        "Disjoint" => db.Places.Where(p => p.Location.Disjoint(area)),
                        _ => db.Places.Where(p => p.Location.Touches(area)),
                    }
                )
                    .OrderBy(p => p.Id)
                    .Select(p => p.Id)
            );
        }
        Assert.True(found > 0);
    }

    [Fact]
    public async Task Areas_that_hold_a_point_are_the_same_rows()
    {
        var random = new Random(3);
        var found = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var point = Atlas.Point(random, onGrid: round % 2 == 0);
            found += await databases.SameAsync(db =>
                db.Areas.Where(a => a.Shape.Contains(point)).OrderBy(a => a.Id).Select(a => a.Id)
            );
            found += await databases.SameAsync(db =>
                db.Areas.Where(a => point.Within(a.Shape) && a.Id > 20).OrderBy(a => a.Id).Select(a => a.Id)
            );
            found += await databases.SameAsync(db =>
                db.Areas.Where(a => a.Shape.Covers(point)).OrderBy(a => a.Id).Select(a => a.Id)
            );
        }
        Assert.True(found > 0);
    }

    [Fact]
    public async Task Rows_within_a_planar_distance_are_the_same_rows()
    {
        var random = new Random(4);
        var found = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var other = Atlas.Shape(random, round);
            // Exact multiples of the grid's step: a point at just the distance has to be in.
            var distance = round % 2 == 0 ? random.Next(4) / 32.0 : random.NextDouble() / 5;
            found += await databases.SameAsync(db =>
                db.Places.Where(p => p.Location.IsWithinDistance(other, distance)).OrderBy(p => p.Id).Select(p => p.Id)
            );
            found += await databases.SameAsync(db =>
                db.Areas.Where(a => a.Shape.IsWithinDistance(other, distance)).OrderBy(a => a.Id).Select(a => a.Id)
            );
            found += await databases.SameAsync(db =>
                db.Places.Where(p => p.Location.Distance(other) <= distance).OrderBy(p => p.Id).Select(p => p.Id)
            );
            found += await databases.SameAsync(db =>
                db.Places.Where(p => distance > other.Distance(p.Location)).OrderBy(p => p.Id).Select(p => p.Id)
            );
        }
        Assert.True(found > 0);
    }

    [Fact]
    public async Task Planar_distances_are_the_same_numbers()
    {
        var random = new Random(5);
        for (var round = 0; round < 16; round++)
        {
            var other = Atlas.Shape(random, round);
            await databases.SameNumbersAsync(db => db.Areas.OrderBy(a => a.Id).Select(a => a.Shape.Distance(other)));
            await databases.SameNumbersAsync(db =>
                db.Places.OrderBy(p => p.Id).Select(p => p.Location.Distance(other))
            );
        }
    }

    [Fact]
    public async Task Rows_within_metres_are_the_same_rows()
    {
        var random = new Random(6);
        var found = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var centre = Atlas.Point(random, onGrid: round % 2 == 0);
            var meters = random.NextDouble() * 30_000;
            found += await databases.SameAsync(db =>
                db.Places.Where(p => SpatialMeters.WithinMeters(p.Location, centre, meters))
                    .OrderBy(p => p.Id)
                    .Select(p => p.Id)
            );
            found += await databases.SameAsync(db =>
                db.Places.Where(p => SpatialMeters.Meters(centre, p.Location) < meters && p.Tier == 2)
                    .OrderBy(p => p.Id)
                    .Select(p => p.Id)
            );
        }
        Assert.True(found > 0);
    }

    [Fact]
    public async Task Metres_are_the_same_numbers()
    {
        var random = new Random(7);
        for (var round = 0; round < 10; round++)
        {
            var centre = Atlas.Point(random, onGrid: round % 2 == 0);
            await databases.SameNumbersAsync(db =>
                db.Places.OrderBy(p => p.Id).Select(p => SpatialMeters.Meters(p.Location, centre))
            );
            await databases.SameNumbersAsync(db =>
                db.Places.OrderBy(p => p.Id).Select(p => SpatialMeters.MetersKnn(p.Location, centre))
            );
        }
    }

    [Fact]
    public async Task Metres_around_the_world_are_the_same_numbers()
    {
        var random = new Random(8);
        for (var round = 0; round < 60; round++)
        {
            var centre = Cgcs2000.Point((random.NextDouble() * 360) - 180, (random.NextDouble() * 180) - 90);
            await databases.SameNumbersAsync(
                db =>
                    db.Places.Where(p => p.Id <= 20)
                        .OrderBy(p => p.Id)
                        .Select(p => SpatialMeters.Meters(p.Location, centre)),
                tolerance: 1e-3
            );
        }
    }

    [Fact]
    public async Task The_nearest_are_the_same_rows_in_the_same_order()
    {
        var random = new Random(9);
        for (var round = 0; round < Rounds; round++)
        {
            var point = Atlas.Point(random, onGrid: round % 2 == 0);
            // Off the grid, where two rows may be equally far but for the last digit.
            var centre = Atlas.Point(random, onGrid: false);
            var area = Atlas.Star(random, 20);
            var take = 1 + random.Next(30);
            var skip = random.Next(3);
            await databases.SameAsync(db =>
                db.Places.OrderBy(p => p.Location.Distance(point))
                    .ThenBy(p => p.Id)
                    .Skip(skip)
                    .Take(take)
                    .Select(p => p.Id)
            );
            await databases.SameAsync(db =>
                db.Places.Where(p => p.Tier == 3)
                    .OrderBy(p => EF.Functions.DistanceKnn(p.Location, point))
                    .ThenBy(p => p.Id)
                    .Take(take)
                    .Select(p => p.Id)
            );
            await databases.SameAsync(db =>
                db.Areas.OrderBy(a => a.Shape.Distance(area)).ThenBy(a => a.Id).Take(take).Select(a => a.Id)
            );
            await databases.SameAsync(db =>
                db.Places.OrderBy(p => SpatialMeters.Meters(p.Location, centre))
                    .ThenBy(p => p.Id)
                    .Take(take)
                    .Select(p => p.Id)
            );
            await databases.SameAsync(db =>
                db.Places.OrderBy(p => SpatialMeters.MetersKnn(p.Location, centre))
                    .ThenBy(p => p.Id)
                    .Take(take)
                    .Select(p => p.Id)
            );
            await databases.SameAsync(db =>
                db.Places.Where(p => p.Location.Within(area))
                    .OrderBy(p => p.Location.Distance(point))
                    .ThenBy(p => p.Id)
                    .Take(take)
                    .Select(p => p.Id)
            );
        }
    }

    [Fact]
    public async Task More_nearest_than_there_are_rows_gives_them_all()
    {
        var point = Cgcs2000.Point(113.5, 23);
        var found = await databases.SameAsync(db =>
            db.Places.Where(p => p.Tier == 1 && p.Id < 50)
                .OrderBy(p => p.Location.Distance(point))
                .ThenBy(p => p.Id)
                .Take(100)
                .Select(p => p.Id)
        );
        Assert.Equal(13, found);
    }

    [Fact]
    public async Task Rows_without_a_place_come_last_among_the_nearest()
    {
        var point = Cgcs2000.Point(113.5, 23);
        var all = await databases.SameAsync(db =>
            db.Markers.OrderBy(m => m.Location!.Distance(point)).ThenBy(m => m.Code).Take(60).Select(m => m.Code)
        );
        Assert.Equal(60, all);
        await databases.SameAsync(db =>
            db.Markers.Where(m => m.Location != null)
                .OrderBy(m => SpatialMeters.Meters(m.Location!, point))
                .Take(7)
                .Select(m => m.Code)
        );
        await databases.SameAsync(db =>
            db.Markers.Where(m => SpatialMeters.WithinMeters(m.Location!, point, 20_000))
                .OrderBy(m => m.Code)
                .Select(m => m.Code)
        );
    }

    [Fact]
    public async Task The_nearest_for_each_row_is_the_same()
    {
        await databases.SameAsync(db =>
            db.Markers.Where(m => m.Location != null)
                .OrderBy(m => m.Code)
                .Select(m =>
                    db.Places.Where(p => p.Tier == 1)
                        .OrderBy(p => p.Location.Distance(m.Location!))
                        .ThenBy(p => p.Id)
                        .Select(p => p.Id)
                        .First()
                )
        );
    }

    [Fact]
    public async Task Joins_by_place_are_the_same_rows()
    {
        var inner = await databases.SameAsync(db =>
            from a in db.Areas
            from p in db.Places
            where p.Location.Within(a.Shape)
            orderby a.Id, p.Id
            select (a.Id * 10_000) + p.Id
        );
        var exists = await databases.SameAsync(db =>
            db.Places.Where(p => db.Areas.Any(a => a.Shape.Covers(p.Location))).OrderBy(p => p.Id).Select(p => p.Id)
        );
        var counts = await databases.SameAsync(db =>
            db.Areas.OrderBy(a => a.Id).Select(a => db.Places.Count(p => p.Location.CoveredBy(a.Shape)))
        );
        Assert.True(inner > 100 && exists > 100 && counts == Atlas.Areas);
    }

    [Fact]
    public async Task Members_have_the_same_values()
    {
        await databases.SameNumbersAsync(db => db.Places.OrderBy(p => p.Id).Select(p => p.Location.X));
        await databases.SameNumbersAsync(db => db.Places.OrderBy(p => p.Id).Select(p => p.Location.Y));
        await databases.SameNumbersAsync(db => db.Areas.OrderBy(a => a.Id).Select(a => a.Shape.Area));
        await databases.SameNumbersAsync(db => db.Areas.OrderBy(a => a.Id).Select(a => a.Shape.Length));
        await databases.SameAsync(db => db.Areas.OrderBy(a => a.Id).Select(a => a.Shape.IsEmpty));
        await databases.SameAsync(db => db.Areas.OrderBy(a => a.Id).Select(a => a.Shape.IsValid));
        await databases.SameAsync(db => db.Areas.OrderBy(a => a.Id).Select(a => a.Shape.IsSimple));
        await databases.SameAsync(db => db.Areas.OrderBy(a => a.Id).Select(a => a.Shape.SRID));
        await databases.SameAsync(db => db.Areas.OrderBy(a => a.Id).Select(a => a.Shape.NumGeometries));
    }

    [Fact]
    public async Task Shapes_made_from_shapes_are_the_same_shapes()
    {
        var random = new Random(10);
        await databases.SameShapesAsync(db => db.Areas.OrderBy(a => a.Id).Select(a => a.Shape.Envelope));
        await databases.SameShapesAsync(db => db.Areas.OrderBy(a => a.Id).Select(a => a.Shape.ConvexHull()));
        await databases.SameShapesAsync(db => db.Areas.OrderBy(a => a.Id).Select(a => (Geometry)a.Shape.Centroid));
        await databases.SameShapesAsync(db => db.Areas.OrderBy(a => a.Id).Select(a => a.Shape.PointOnSurface));
        for (var round = 0; round < 6; round++)
        {
            var other = Atlas.Star(random, 9);
            await databases.SameShapesAsync(db => db.Areas.OrderBy(a => a.Id).Select(a => a.Shape.Intersection(other)));
            await databases.SameShapesAsync(db => db.Areas.OrderBy(a => a.Id).Select(a => a.Shape.Union(other)));
            await databases.SameShapesAsync(db => db.Areas.OrderBy(a => a.Id).Select(a => a.Shape.Difference(other)));
            await databases.SameShapesAsync(db =>
                db.Areas.OrderBy(a => a.Id).Select(a => a.Shape.SymmetricDifference(other))
            );
        }
    }

    private static IQueryable<Area> Related(IQueryable<Area> areas, string relation, Geometry other) =>
        relation switch
        {
            "Intersects" => areas.Where(a => a.Shape.Intersects(other)),
            "Disjoint" => areas.Where(a => a.Shape.Disjoint(other)),
            "Within" => areas.Where(a => a.Shape.Within(other)),
            "Contains" => areas.Where(a => a.Shape.Contains(other)),
            "Covers" => areas.Where(a => a.Shape.Covers(other)),
            "CoveredBy" => areas.Where(a => a.Shape.CoveredBy(other)),
            "Touches" => areas.Where(a => a.Shape.Touches(other)),
            "Crosses" => areas.Where(a => a.Shape.Crosses(other)),
            "Overlaps" => areas.Where(a => a.Shape.Overlaps(other)),
            _ => areas.Where(a => a.Shape.EqualsTopologically(other)),
        };

    private async Task<Geometry> StoredShapeAsync(int id)
    {
        Databases.RequirePostgres();
        await using var db = databases.Sqlite();
        return await db.Areas.Where(a => a.Id == id).Select(a => a.Shape).SingleAsync(Cancellation);
    }
}

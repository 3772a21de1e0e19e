using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Geometries;
using RuralEc.Spatial;
using Xunit;

namespace RuralEc.Server.Tests.Spatial;

/// <summary>Indexes that are packed from below, of every height, are what SQLite itself would go on with.</summary>
public sealed class RTreePackingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // A node of a file with pages of 4,096 octets has 51 cells, of 512 octets 18: the sizes are around one node, two
    // levels and three.
    [Theory]
    [InlineData(4096, 0)]
    [InlineData(4096, 1)]
    [InlineData(4096, 51)]
    [InlineData(4096, 52)]
    [InlineData(4096, 2601)]
    [InlineData(4096, 2700)]
    [InlineData(512, 18)]
    [InlineData(512, 19)]
    [InlineData(512, 6000)]
    public async Task A_packed_index_finds_what_is_there_and_lives_on(int pageSize, int rows)
    {
        await using var database = await Databases.CreateAsync(Database.Sqlite);
        await using var db = AtlasDb.On(database);
        // The size of pages is taken when the first table is made on this connection.
        await db.Database.OpenConnectionAsync(Cancellation);
        var pages = $"PRAGMA page_size = {pageSize}";
        await db.Database.ExecuteSqlRawAsync(pages, Cancellation);
        await db.Database.EnsureCreatedAsync(Cancellation);
        var random = new Random(rows);
        var places = new Dictionary<int, Point>();
        for (var id = 1; id <= rows; id++)
        {
            places[id] = Anywhere(random);
        }
        db.Places.AddRange(places.Select(p => new Place { Id = p.Key, Location = p.Value }));
        await db.SaveChangesAsync(Cancellation);

        await RepackAsync(db);
        await AssertFindsAsync(db, places, random);

        // Half of the nodes are changed by SQLite itself.
        db.ChangeTracker.Clear();
        await db.Places.Where(p => p.Id % 3 == 0).ExecuteDeleteAsync(Cancellation);
        foreach (var place in await db.Places.Where(p => p.Id % 5 == 0).ToListAsync(Cancellation))
        {
            places[place.Id] = place.Location = Anywhere(random);
        }
        for (var id = rows + 1; id <= rows + 500; id++)
        {
            places[id] = Anywhere(random);
            db.Places.Add(new Place { Id = id, Location = places[id] });
        }
        await db.SaveChangesAsync(Cancellation);
        foreach (var gone in places.Keys.Where(id => id % 3 == 0 && id <= rows).ToList())
        {
            places.Remove(gone);
        }
        await AssertFindsAsync(db, places, random);

        await RepackAsync(db);
        await AssertFindsAsync(db, places, random);
    }

    [Fact]
    public async Task Lines_and_areas_are_packed_too()
    {
        await using var database = await RTreeTests.FilledAsync();
        await using var db = AtlasDb.On(database);
        var box = Atlas.Star(new Random(5), 9);
        var before = await AnswersAsync();
        foreach (
            var index in new[] { "areas_Shape", "routes_Path", "plots_Outline", "stops_Location", "markers_Location" }
        )
        {
            var drop = $"DROP TABLE rtree_{index}";
            await db.Database.ExecuteSqlRawAsync(drop, Cancellation);
        }

        await SpatialIndexes.EnsureAsync(db, Cancellation);

        Assert.True(before.Count > 10);
        Assert.Equal(before, await AnswersAsync());
        await RTreeTests.AssertInStepAsync(db);

        async Task<List<int>> AnswersAsync()
        {
            var areas = db.Areas.Where(a => a.Shape.Intersects(box)).OrderBy(a => a.Id).Select(a => a.Id);
            var routes = db.Routes.Where(r => r.Path.Intersects(box)).OrderBy(r => r.Id).Select(r => r.Id);
            var plots = db.Plots.Where(p => p.Outline!.Intersects(box)).OrderBy(p => p.Id).Select(p => p.Id);
            return
            [
                .. await areas.ToListAsync(Cancellation),
                .. await routes.ToListAsync(Cancellation),
                .. await plots.ToListAsync(Cancellation),
            ];
        }
    }

    [Fact]
    public async Task An_index_that_has_entries_is_not_packed()
    {
        await using var database = await RTreeTests.FilledAsync();
        await using var db = AtlasDb.On(database);
        await Assert.ThrowsAsync<SqliteException>(() =>
            db.Database.ExecuteSqlRawAsync(
                "SELECT rtree_pack('rtree_places_Location', 'places', 'Location')",
                Cancellation
            )
        );
        await RTreeTests.AssertInStepAsync(db);
    }

    // Every quarter of the world: negative numbers round the other way.
    private static Point Anywhere(Random random) =>
        Cgcs2000.Point((random.NextDouble() * 360) - 180, (random.NextDouble() * 180) - 90);

    private static async Task RepackAsync(AtlasDb db)
    {
        await db.Database.ExecuteSqlRawAsync("DROP TABLE rtree_places_Location", Cancellation);
        await SpatialIndexes.EnsureAsync(db, Cancellation);
    }

    /// <summary>What is expected comes from the numbers that were written, in memory.</summary>
    private static async Task AssertFindsAsync(AtlasDb db, Dictionary<int, Point> places, Random random)
    {
        await RTreeTests.AssertInStepAsync(db);
        for (var i = 0; i < 10; i++)
        {
            var corner = Anywhere(random).Coordinate;
            var envelope = new Envelope(corner.X, corner.X + 30, corner.Y, corner.Y + 30);
            var box = Cgcs2000.Factory.ToGeometry(envelope);
            var found = await db
                .Places.Where(p => p.Location.Intersects(box))
                .OrderBy(p => p.Id)
                .Select(p => p.Id)
                .ToListAsync(Cancellation);
            Assert.Equal(places.Where(p => envelope.Covers(p.Value.Coordinate)).Select(p => p.Key).Order(), found);

            var at = Anywhere(random);
            var nearest = await db
                .Places.OrderBy(p => p.Location.Distance(at))
                .Take(7)
                .Select(p => p.Id)
                .ToListAsync(Cancellation);
            Assert.Equal(
                places.OrderBy(p => p.Value.Coordinate.Distance(at.Coordinate)).Take(7).Select(p => p.Key),
                nearest
            );
        }
    }
}

using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using RuralEc.Spatial;
using Xunit;

namespace RuralEc.Server.Tests.Spatial;

public sealed class RTreeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_search_goes_through_the_R_tree()
    {
        await using var database = await FilledAsync();
        await using var db = AtlasDb.On(database);
        var point = Cgcs2000.Point(113.5, 23);
        var area = Cgcs2000.Factory.CreatePoint(point.Coordinate).Buffer(0.1);

        await AssertSearchesAsync(db, db.Places.Where(p => p.Location.Within(area)), "places");
        await AssertSearchesAsync(db, db.Places.Where(p => p.Location.IsWithinDistance(point, 0.1)), "places");
        await AssertSearchesAsync(
            db,
            db.Places.Where(p => SpatialMeters.WithinMeters(p.Location, point, 500)),
            "places"
        );
        await AssertSearchesAsync(db, db.Places.OrderBy(p => p.Location.Distance(point)).Take(3), "places");
        await AssertSearchesAsync(
            db,
            db.Places.OrderBy(p => SpatialMeters.Meters(p.Location, point)).Take(3),
            "places"
        );
        await AssertSearchesAsync(db, db.Markers.Where(m => m.Location!.Intersects(area)), "markers");
        await AssertSearchesAsync(db, db.Areas.Where(a => a.Shape.Contains(point)), "areas");
        await AssertSearchesAsync(
            db,
            from a in db.Areas
            from p in db.Places
            where a.Shape.Contains(p.Location)
            select p,
            "places"
        );
    }

    [Fact]
    public async Task The_R_tree_follows_insert_update_and_delete()
    {
        await using var database = await FilledAsync();
        await using var db = AtlasDb.On(database);
        var near = Cgcs2000.Point(100, 10);

        db.Places.Add(new Place { Id = 9001, Location = Cgcs2000.Point(100, 10) });
        db.Markers.Add(new Marker { Code = "new", Location = Cgcs2000.Point(100, 10) });
        await db.SaveChangesAsync(Cancellation);
        Assert.Equal([9001], await NearAsync());

        var place = await db.Places.SingleAsync(p => p.Id == 1, Cancellation);
        place.Location = Cgcs2000.Point(100.0001, 10);
        var marker = await db.Markers.SingleAsync(m => m.Code == "new", Cancellation);
        marker.Location = null;
        await db.SaveChangesAsync(Cancellation);
        Assert.Equal([1, 9001], await NearAsync());
        Assert.Equal(0, await db.Markers.CountAsync(m => m.Location!.Intersects(near), Cancellation));
        await AssertInStepAsync(db);

        marker.Location = near;
        db.Places.Remove(place);
        await db.SaveChangesAsync(Cancellation);
        Assert.Equal(1, await db.Markers.CountAsync(m => m.Location!.Intersects(near), Cancellation));
        await db.Places.Where(p => p.Location.IsWithinDistance(near, 1)).ExecuteDeleteAsync(Cancellation);
        Assert.Empty(await NearAsync());

        var moved = await db
            .Places.Where(p => p.Location.IsWithinDistance(Cgcs2000.Point(113.5, 23), 0.2))
            .ExecuteUpdateAsync(s => s.SetProperty(p => p.Location, near), Cancellation);
        Assert.True(moved > 0);
        Assert.Equal(moved, (await NearAsync()).Count);
        await AssertInStepAsync(db);

        Task<List<int>> NearAsync() =>
            db
                .Places.Where(p => SpatialMeters.WithinMeters(p.Location, near, 1000))
                .OrderBy(p => p.Id)
                .Select(p => p.Id)
                .ToListAsync(Cancellation);
    }

    [Theory]
    [InlineData("DROP TRIGGER rtree_places_Location_insert")]
    [InlineData("DELETE FROM rtree_places_Location WHERE id < 10")]
    [InlineData("UPDATE rtree_places_Location SET minx = 1, maxx = 2 WHERE id = 7")]
    [InlineData("INSERT INTO rtree_places_Location VALUES (77777, 1, 2, 1, 2)")]
    [InlineData("DROP TABLE rtree_places_Location")]
    [InlineData("UPDATE rtree_places_Location_node SET data = zeroblob(length(data))")]
    public async Task An_index_out_of_step_is_rebuilt_at_start(string damage)
    {
        await using var database = await FilledAsync();
        await using var db = AtlasDb.On(database);
        await db.Database.ExecuteSqlRawAsync(damage, Cancellation);

        await SpatialIndexes.EnsureAsync(db, Cancellation);

        await AssertInStepAsync(db);
        db.Places.Add(new Place { Id = 9001, Location = Cgcs2000.Point(100, 10) });
        await db.SaveChangesAsync(Cancellation);
        var point = Cgcs2000.Point(100, 10);
        Assert.Equal(
            9001,
            await db.Places.OrderBy(p => p.Location.Distance(point)).Select(p => p.Id).FirstAsync(Cancellation)
        );
    }

    [Fact]
    public async Task A_sound_file_is_left_as_it_is()
    {
        await using var database = await FilledAsync();
        await using var db = AtlasDb.On(database);
        await db.Database.ExecuteSqlRawAsync(
            "UPDATE rtree_places_Location SET minx = minx - 0.00001 WHERE id = 7",
            Cancellation
        );

        await SpatialIndexes.EnsureAsync(db, Cancellation);

        var left = await db
            .Database.SqlQuery<double>(
                $"SELECT ST_MinX(p.Location) - r.minx AS Value FROM rtree_places_Location r JOIN places p ON p.Id = r.id WHERE r.id = 7"
            )
            .SingleAsync(Cancellation);
        Assert.InRange(left, 0.000005, 0.0001);
    }

    [Fact]
    public async Task GDAL_opens_the_file_as_a_GeoPackage_with_its_indexes()
    {
        Databases.Require(File.Exists("/usr/bin/ogrinfo"), "ogrinfo of GDAL is not installed.");
        await using var database = await FilledAsync();
        await using (var db = AtlasDb.On(database))
        {
            await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)", Cancellation);
        }

        var places = await OgrInfoAsync("-so", database.File!, "places");
        var areas = await OgrInfoAsync("-so", database.File!, "areas");
        var indexed = await OgrInfoAsync(
            "-sql",
            "SELECT HasSpatialIndex('places', 'Location') AS indexed",
            database.File!
        );
        var markers = await OgrInfoAsync("-spat", "113", "22", "115", "24", "-so", database.File!, "markers");

        Assert.Contains("using driver `GPKG' successful", places, StringComparison.Ordinal);
        Assert.Contains("Geometry: Point", places, StringComparison.Ordinal);
        Assert.Contains($"Feature Count: {Atlas.Places}", places, StringComparison.Ordinal);
        Assert.Contains("4490", places, StringComparison.Ordinal);
        Assert.Contains("Geometry: Unknown (any)", areas, StringComparison.Ordinal);
        Assert.Contains($"Feature Count: {Atlas.Areas}", areas, StringComparison.Ordinal);
        Assert.Contains("= 1", indexed, StringComparison.Ordinal);
        Assert.Contains("Feature Count: 48", markers, StringComparison.Ordinal);
        var all = await OgrInfoAsync("-al", "-so", database.File!);
        Assert.Equal(6, all.Split("ID[\"EPSG\",4490]").Length - 1);
        Assert.Contains("Geometry: Line String", all, StringComparison.Ordinal);
        Assert.Contains("Geometry: Polygon", all, StringComparison.Ordinal);
        Assert.DoesNotContain("ERROR", all, StringComparison.Ordinal);
        Assert.DoesNotContain("ERROR", places + areas + indexed + markers, StringComparison.Ordinal);
        Assert.DoesNotContain("Warning", places + areas + indexed + markers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_shape_equals_the_empty_rows()
    {
        await using var database = await FilledAsync();
        await using var db = AtlasDb.On(database);
        var empty = Atlas.Empty(1);
        var equal = await db.Routes.Where(r => r.Path.EqualsTopologically(empty)).CountAsync(Cancellation);
        Assert.Equal(Atlas.Layer / 10, equal);
        await AssertSearchesAsync(db, db.Routes.Where(r => r.Path.EqualsTopologically(empty)), "routes");
    }

    [Fact]
    public async Task A_connection_of_the_pool_still_has_the_functions()
    {
        await using var database = await FilledAsync();
        var point = Cgcs2000.Point(113.5, 23);
        for (var i = 0; i < 3; i++)
        {
            await using var db = AtlasDb.On(database);
            Assert.Equal(Atlas.Places, await db.Places.CountAsync(p => p.Location.Distance(point) >= 0, Cancellation));
        }
    }

    [Fact]
    public async Task Broken_blobs_are_an_error_and_not_a_crash()
    {
        await using var database = await FilledAsync();
        await using var db = AtlasDb.On(database);
        foreach (
            var blob in new[]
            {
                "X''",
                "X'4750'",
                "'text'",
                "42",
                "X'4750000300000000FFFF'",
                "X'47500001FFFFFFFF0103000000FFFFFFFF'",
            }
        )
        {
            var statement = $"UPDATE places SET Tier = ST_Area({blob})";
            await Assert.ThrowsAsync<SqliteException>(() => db.Database.ExecuteSqlRawAsync(statement, Cancellation));
        }
    }

    internal static async Task<TestDatabase> FilledAsync()
    {
        var database = await Databases.CreateAsync(Database.Sqlite);
        await using var db = AtlasDb.On(database);
        await db.Database.EnsureCreatedAsync(Cancellation);
        await Atlas.FillAsync(db, Cancellation);
        await SpatialIndexes.EnsureAsync(db, Cancellation);
        return database;
    }

    private static async Task AssertSearchesAsync(AtlasDb db, IQueryable<object> query, string table)
    {
        await using var command = query.CreateDbCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
        await db.Database.OpenConnectionAsync(Cancellation);
        var plan = new List<string>();
        await using (var reader = await command.ExecuteReaderAsync(Cancellation))
        {
            while (await reader.ReadAsync(Cancellation))
            {
                plan.Add(reader.GetString(3));
            }
        }
        await db.Database.CloseConnectionAsync();
        Assert.Contains(plan, step => step.Contains("VIRTUAL TABLE INDEX 2:", StringComparison.Ordinal));
        Assert.Contains(
            plan,
            step => step.StartsWith($"SEARCH {table[0]} USING INTEGER PRIMARY KEY", StringComparison.Ordinal)
        );
    }

    internal static async Task AssertInStepAsync(AtlasDb db)
    {
        foreach (var (table, column) in new[] { ("places", "Location"), ("markers", "Location"), ("areas", "Shape") })
        {
            var wrong = $"""
                SELECT (SELECT count(*) FROM {table} t LEFT JOIN rtree_{table}_{column} r ON r.id = t.rowid
                    WHERE t.{column} IS NOT NULL AND (r.id IS NULL
                        OR r.minx > ST_MinX(t.{column}) OR r.maxx < ST_MaxX(t.{column})
                        OR r.miny > ST_MinY(t.{column}) OR r.maxy < ST_MaxY(t.{column})))
                    + (SELECT count(*) FROM rtree_{table}_{column} WHERE id NOT IN
                        (SELECT rowid FROM {table} WHERE {column} IS NOT NULL)) AS Value
                """;
            Assert.Equal(0, await db.Database.SqlQueryRaw<long>(wrong).SingleAsync(Cancellation));
            var check = $"SELECT rtreecheck('rtree_{table}_{column}') AS Value";
            Assert.Equal("ok", await db.Database.SqlQueryRaw<string>(check).SingleAsync(Cancellation));
        }
    }

    private static async Task<string> OgrInfoAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("/usr/bin/ogrinfo", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(Cancellation);
        var output = await process.StandardOutput.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        return output + await errors;
    }
}

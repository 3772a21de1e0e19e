using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using RuralEc.Spatial;
using RuralEc.Spatial.Tiles;
using Xunit;

namespace RuralEc.Server.Tests.Spatial.Tiles;

public sealed class PointReaderTests
{
    private static readonly PointTable Places = new("places", "Location", "Id", [new("Tier", "tier")]);

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_tile_holds_the_points_of_its_table_in_order(Database kind)
    {
        GdalTile.Require();
        await using var database = await FilledAsync(kind);
        await using var db = AtlasDb.On(database);
        var places = await db.Places.AsNoTracking().ToListAsync(TestContext.Current.CancellationToken);
        foreach (var z in new[] { 5, 8, 10, 12 })
        {
            Assert.True(TileAddress.TryFind(places[0].Location.X, places[0].Location.Y, z, out var tile));
            var (octets, read) = await ReadAsync(db, tile, int.MaxValue);

            var features = await GdalTile.DecodeAsync(octets, tile, "places");

            // In metres of the projection, from the rows: in the tile and 64 units around it.
            var unit = GdalTile.UnitMeters(tile);
            var (west, north) = (
                (tile.X * unit * 4096) - (GdalTile.WorldMeters / 2),
                (GdalTile.WorldMeters / 2) - (tile.Y * unit * 4096)
            );
            var expected = places
                .Where(p =>
                {
                    var at = GdalTile.Meters(p.Location.X, p.Location.Y);
                    return Math.Abs(at.X - west - (2048 * unit)) <= 2112.5 * unit
                        && Math.Abs(north - at.Y - (2048 * unit)) <= 2112.5 * unit;
                })
                .OrderBy(p => p.Id)
                .ToList();
            Assert.Equal(expected.Select(p => (long?)p.Id), features.Select(f => f.Id));
            Assert.Equal(expected.Select(p => p.Tier), features.Select(f => f.Attributes["tier"].GetInt32()));
            Assert.Equal((expected.Count, false), (read.Written, read.IsOverfull));
        }
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_tile_of_too_many_points_says_so(Database kind)
    {
        GdalTile.Require();
        await using var database = await FilledAsync(kind);
        await using var db = AtlasDb.On(database);
        Assert.True(TileAddress.TryFind(113.5, 23, 6, out var tile));

        var (octets, read) = await ReadAsync(db, tile, 100);

        Assert.Equal((100, true), (read.Written, read.IsOverfull));
        Assert.Equal(100, (await GdalTile.DecodeAsync(octets, tile, "places")).Count);
        var mark = Assert.Single(await GdalTile.DecodeAsync(octets, tile, "places_overfull"));
        Assert.Equal(100, mark.Attributes["shown"].GetInt32());
    }

    [Fact]
    public async Task Columns_keep_their_types_and_what_is_not_there_is_left_out()
    {
        GdalTile.Require();
        await using var database = await FilledAsync(Database.Sqlite);
        await using var db = AtlasDb.On(database);
        await db.Database.ExecuteSqlRawAsync(
            """
            ALTER TABLE places ADD COLUMN name TEXT;
            ALTER TABLE places ADD COLUMN rate REAL;
            ALTER TABLE places ADD COLUMN cold INTEGER;
            UPDATE places SET name = '从化' || Id, rate = 0.5, cold = Id % 2 WHERE Id <= 2;
            """,
            TestContext.Current.CancellationToken
        );
        await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        var table = Places with { Attributes = [new("name"), new("rate"), new("cold", "cold", IsTruth: true)] };
        using var reader = new SqlitePointReader((SqliteConnection)db.Database.GetDbConnection(), table);
        Assert.True(TileAddress.TryFind(113.5, 23, 5, out var tile));
        var writer = new TileWriter(tile);
        reader.Read(writer, "places");

        var features = await GdalTile.DecodeAsync(writer.ToArray(), tile, "places");

        Assert.Equal(Atlas.Places, features.Count);
        Assert.Equal("从化1", features[0].Attributes["name"].GetString());
        Assert.Equal(0.5, features[0].Attributes["rate"].GetDouble());
        Assert.True(features[0].Attributes["cold"].GetBoolean());
        Assert.False(features[1].Attributes["cold"].GetBoolean());
        Assert.Empty(features[2].Attributes);
    }

    private static async Task<(byte[] Octets, PointsRead Read)> ReadAsync(AtlasDb db, TileAddress tile, int atMost)
    {
        await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        var writer = new TileWriter(tile);
        PointsRead read;
        if (db.Database.GetDbConnection() is SqliteConnection sqlite)
        {
            using var reader = new SqlitePointReader(sqlite, Places);
            read = reader.Read(writer, "places", atMost);
        }
        else
        {
            await using var reader = new PostgresPointReader((NpgsqlConnection)db.Database.GetDbConnection(), Places);
            read = await reader.ReadAsync(writer, "places", atMost, TestContext.Current.CancellationToken);
        }
        PointTiles.MarkOverfull(writer, "places", read);
        await db.Database.CloseConnectionAsync();
        return (writer.ToArray(), read);
    }

    private static async Task<TestDatabase> FilledAsync(Database kind)
    {
        var database = await Databases.CreateAsync(kind);
        await using var db = AtlasDb.On(database);
        await db.Database.EnsureCreatedAsync(TestContext.Current.CancellationToken);
        await Atlas.FillAsync(db, TestContext.Current.CancellationToken);
        await SpatialIndexes.EnsureAsync(db, TestContext.Current.CancellationToken);
        return database;
    }
}

using Npgsql;
using RuralEc.Spatial.Tiles;
using Xunit;

namespace RuralEc.Server.Tests.Spatial.Tiles;

public sealed class TileAddressTests
{
    [Theory]
    [InlineData(-1, 0, 0)]
    [InlineData(25, 0, 0)]
    [InlineData(0, 1, 0)]
    [InlineData(0, 0, -1)]
    [InlineData(10, 1024, 5)]
    [InlineData(10, 5, 1024)]
    [InlineData(3, -1, 2)]
    public void A_tile_that_is_not_there_is_refused(int z, int x, int y)
    {
        Assert.False(TileAddress.TryCreate(z, x, y, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TileAddress(z, x, y));
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 1, 1)]
    [InlineData(10, 834, 444)]
    [InlineData(14, 13345, 7107)]
    [InlineData(24, 16777215, 0)]
    public async Task Its_box_is_that_of_PostGIS(int z, int x, int y)
    {
        Databases.RequirePostgres();
        await using var database = await Databases.CreateAsync(Database.Postgres);
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        // 4326 has the ellipsoid of 3857, so nothing but the projection is asked.
        await using var command = source.CreateCommand(
            "SELECT ST_XMin(b), ST_XMax(b), ST_YMin(b), ST_YMax(b) FROM ST_Transform(ST_TileEnvelope($1, $2, $3), 4326) AS b"
        );
        command.Parameters.AddWithValue(z);
        command.Parameters.AddWithValue(x);
        command.Parameters.AddWithValue(y);
        await using var row = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        Assert.True(await row.ReadAsync(TestContext.Current.CancellationToken));

        var box = new TileAddress(z, x, y).Bounds();

        Assert.Equal(row.GetDouble(0), box.MinX, 1e-9);
        Assert.Equal(row.GetDouble(1), box.MaxX, 1e-9);
        Assert.Equal(row.GetDouble(2), box.MinY, 1e-9);
        Assert.Equal(row.GetDouble(3), box.MaxY, 1e-9);
    }

    [Fact]
    public void A_buffer_of_a_whole_tile_reaches_over_the_neighbours()
    {
        var box = new TileAddress(10, 834, 444).Bounds(TileAddress.Extent);

        var northWest = new TileAddress(10, 833, 443).Bounds();
        var southEast = new TileAddress(10, 835, 445).Bounds();
        Assert.Equal(northWest.MinX, box.MinX, 1e-9);
        Assert.Equal(northWest.MaxY, box.MaxY, 1e-9);
        Assert.Equal(southEast.MaxX, box.MaxX, 1e-9);
        Assert.Equal(southEast.MinY, box.MinY, 1e-9);
    }

    [Fact]
    public void Degrees_come_back_from_tile_units()
    {
        var random = new Random(7);
        for (var i = 0; i < 2_000; i++)
        {
            var (longitude, latitude) = ((360 * random.NextDouble()) - 180, (170 * random.NextDouble()) - 85);
            Assert.True(TileAddress.TryFind(longitude, latitude, random.Next(25), out var tile));
            var (x, y) = tile.ToTileUnits(longitude, latitude);
            Assert.InRange(x, 0, TileAddress.Extent);
            Assert.InRange(y, 0, TileAddress.Extent);
            var (backX, backY) = tile.ToLongitudeLatitude(x, y);
            Assert.Equal(longitude, backX, 1e-10);
            Assert.Equal(latitude, backY, 1e-10);
        }
    }

    [Theory]
    [InlineData(0, 90)]
    [InlineData(0, -90)]
    [InlineData(0, 85.06)]
    [InlineData(0, 91)]
    [InlineData(181, 0)]
    [InlineData(double.NaN, 0)]
    [InlineData(0, double.NaN)]
    public void The_poles_and_what_is_no_position_are_in_no_tile(double longitude, double latitude)
    {
        Assert.False(TileAddress.TryFind(longitude, latitude, 0, out _));
        // 85.06 is in the buffer of the whole world's tile, as ST_AsMVTGeom has it.
        var writer = new TileWriter(new TileAddress(0, 0, 0), buffer: 0);
        Assert.False(writer.Layer("nodes").TryBegin(longitude, latitude, 1));
    }

    [Fact]
    public void The_antimeridian_belongs_to_the_last_tile_and_to_the_first()
    {
        Assert.True(TileAddress.TryFind(180, 10, 3, out var east));
        Assert.True(TileAddress.TryFind(-180, 10, 3, out var west));
        Assert.Equal((7, 0), (east.X, west.X));
    }
}

using RuralEc.Spatial.Tiles;
using Xunit;

namespace RuralEc.Server.Tests.Spatial.Tiles;

public sealed class CountPyramidTests
{
    [Theory]
    [InlineData(256)]
    [InlineData(64)]
    [InlineData(1)]
    public async Task Every_point_is_counted_once_at_every_zoom(int cellsToASide)
    {
        GdalTile.Require();
        var points = Points(20_000, 113, 22.9, 0.5);
        var pyramid = Filled(points);
        for (var z = 0; z <= 12; z += cellsToASide == 256 ? 1 : 4)
        {
            var (count, first, ids) = (0L, 0L, new HashSet<long>());
            foreach (var tile in TilesOf(points, z))
            {
                var (octets, written) = Written(pyramid, tile, cellsToASide);
                var clusters = await GdalTile.DecodeAsync(octets, tile, "nodes");
                Assert.Equal(written, clusters.Count);
                Assert.Equal(pyramid.CountIn(tile), clusters.Sum(c => c.Attributes["count"].GetInt64()));
                count += clusters.Sum(c => c.Attributes["count"].GetInt64());
                first += clusters.Sum(c => c.Attributes.TryGetValue("tier_1", out var n) ? n.GetInt64() : 0);
                // One cell, one id, one tile.
                Assert.All(clusters, c => Assert.True(ids.Add(c.Id!.Value)));
                AssertWithin(tile, clusters);
            }
            Assert.Equal(points.Count, count);
            Assert.Equal(points.Count(p => p.Tier == 1), first);
        }
    }

    [Fact]
    public async Task A_cluster_stands_where_its_points_are_on_average()
    {
        GdalTile.Require();
        var points = Points(2_000, 113.2, 23, 0.02);
        var tile = new TileAddress(5, 26, 13);
        var (octets, _) = Written(Filled(points), tile, 1);

        var cluster = Assert.Single(await GdalTile.DecodeAsync(octets, tile, "nodes"));

        var meters = points.Select(p => GdalTile.Meters(p.X, p.Y)).ToList();
        Assert.Equal(points.Count, cluster.Attributes["count"].GetInt64());
        Assert.Equal(meters.Average(m => m.X), cluster.Position.X, 1.1 * GdalTile.UnitMeters(tile));
        Assert.Equal(meters.Average(m => m.Y), cluster.Position.Y, 1.1 * GdalTile.UnitMeters(tile));
    }

    [Fact]
    public void Kept_in_step_it_is_as_one_made_anew()
    {
        var points = Points(5_000, 113, 22.9, 0.5);
        var (kept, random) = (Filled(points), new Random(3));
        for (var i = 0; i < 3_000; i++)
        {
            var at = random.Next(points.Count);
            Assert.True(kept.Remove(points[at].X, points[at].Y, Amounts(points[at])));
            points[at] = Point(random, 113.2, 22.9, 0.5);
            Assert.True(kept.Add(points[at].X, points[at].Y, Amounts(points[at])));
        }

        var anew = Filled([.. points.AsEnumerable().Reverse()]);

        Assert.Equal(points.Count, kept.Count);
        for (var z = 0; z <= 14; z += 2)
        {
            foreach (var tile in TilesOf(points, z))
            {
                Assert.Equal(Written(anew, tile, 256).Octets, Written(kept, tile, 256).Octets);
            }
        }
    }

    [Fact]
    public void What_was_taken_away_leaves_nothing()
    {
        var points = Points(500, 113, 22.9, 0.5);
        var pyramid = Filled(points);
        var tiles = TilesOf(points, 8);
        points.ForEach(p => Assert.True(pyramid.Remove(p.X, p.Y, Amounts(p))));

        Assert.Equal(0, pyramid.Count);
        Assert.False(pyramid.Remove(points[0].X, points[0].Y, Amounts(points[0])));
        Assert.All(tiles, t => Assert.Empty(Written(pyramid, t, 256).Octets));
    }

    [Fact]
    public void The_edges_of_the_world_are_counted_and_the_poles_are_not()
    {
        var pyramid = new CountPyramid();
        Assert.True(pyramid.Add(180, 85.0511));
        Assert.True(pyramid.Add(-180, -85.0511));
        Assert.False(pyramid.Add(0, 90));
        Assert.False(pyramid.Add(double.NaN, 0));
        Assert.Equal(1, pyramid.CountIn(new TileAddress(10, 1023, 0)));
        Assert.Equal(1, pyramid.CountIn(new TileAddress(18, 0, 262_143)));
        Assert.Equal(2, pyramid.CountIn(new TileAddress(0, 0, 0)));
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        var pyramid = new CountPyramid("tier_1");
        var writer = new TileWriter(new TileAddress(19, 0, 0));
        Assert.Throws<ArgumentException>(() => pyramid.Add(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => pyramid.CountIn(writer.Tile));
        Assert.Throws<ArgumentOutOfRangeException>(() => pyramid.WriteTo(writer.Layer("nodes"), writer.Tile));
        Assert.Throws<ArgumentOutOfRangeException>(() => pyramid.WriteTo(writer.Layer("nodes"), default, 48));
    }

    [Theory]
    [InlineData(6, true)]
    [InlineData(10, true)]
    [InlineData(11, true)]
    [InlineData(15, false)]
    public void A_tile_shows_counts_where_points_would_be_too_many(int z, bool counts)
    {
        var points = Points(20_000, 113.2, 23, 0.1);
        var pyramid = Filled(points);
        Assert.True(TileAddress.TryFind(113.25, 23.05, z, out var tile));
        var writer = new TileWriter(tile);

        Assert.Equal(
            counts,
            PointTiles.TryWriteClusters(writer, "nodes", pyramid, new PointTileRules(MostPoints: 2_000))
        );

        Assert.Equal(counts, writer.ToArray().Length > 0);
    }

    private static void AssertWithin(TileAddress tile, List<GdalFeature> clusters)
    {
        var side = GdalTile.WorldMeters / Math.Pow(2, tile.Z);
        var (west, north) = (
            (tile.X * side) - (GdalTile.WorldMeters / 2),
            (GdalTile.WorldMeters / 2) - (tile.Y * side)
        );
        Assert.All(clusters, c => Assert.InRange(c.Position.X, west - 1e-3, west + side - (side / 5_000)));
        Assert.All(clusters, c => Assert.InRange(c.Position.Y, north - side + (side / 5_000), north + 1e-3));
    }

    private static CountPyramid Filled(List<(double X, double Y, int Tier)> points)
    {
        var pyramid = new CountPyramid("tier_1", "tier_2");
        points.ForEach(p => Assert.True(pyramid.Add(p.X, p.Y, Amounts(p))));
        return pyramid;
    }

    private static int[] Amounts((double X, double Y, int Tier) point) =>
        [point.Tier == 1 ? 1 : 0, point.Tier == 2 ? 1 : 0];

    private static (byte[] Octets, int Clusters) Written(CountPyramid pyramid, TileAddress tile, int cellsToASide)
    {
        var writer = new TileWriter(tile);
        var clusters = pyramid.WriteTo(writer.Layer("nodes"), tile, cellsToASide);
        return (writer.ToArray(), clusters);
    }

    private static List<TileAddress> TilesOf(List<(double X, double Y, int Tier)> points, int z) =>
        [
            .. points
                .Select(p =>
                    TileAddress.TryFind(p.X, p.Y, z, out var tile) ? tile : throw new InvalidOperationException()
                )
                .Distinct(),
        ];

    private static List<(double X, double Y, int Tier)> Points(int count, double west, double south, double width)
    {
        var random = new Random(count);
        return [.. Enumerable.Range(0, count).Select(_ => Point(random, west, south, width))];
    }

    private static (double X, double Y, int Tier) Point(Random random, double west, double south, double width) =>
        (west + (width * random.NextDouble()), south + (width * random.NextDouble()), random.Next(3));
}

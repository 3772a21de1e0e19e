using System.Text;
using NetTopologySuite.Geometries;
using RuralEc.Spatial.Tiles;
using Xunit;

namespace RuralEc.Server.Tests.Spatial.Tiles;

public sealed class TileWriterTests
{
    private static readonly TileAddress Guangzhou = new(12, 3336, 1776);

    [Fact]
    public void An_empty_tile_has_no_octets()
    {
        var writer = new TileWriter(Guangzhou);
        Assert.Empty(writer.ToArray());
        Assert.False(writer.Layer("nodes").TryBegin(0, 0, 1));
        Assert.Empty(writer.ToArray());
    }

    [Fact]
    public void Points_lines_and_areas_are_written_as_in_the_examples_of_the_specification()
    {
        // Clause 4.3.5, examples 1 to 6.
        Assert.Equal([9, 50, 34], Encoded(Shape("POINT (25 17)")));
        Assert.Equal([17, 10, 14, 3, 9], Encoded(Shape("MULTIPOINT ((5 7), (3 2))")));
        Assert.Equal([9, 4, 4, 18, 0, 16, 16, 0], Encoded(Shape("LINESTRING (2 2, 2 10, 10 10)")));
        Assert.Equal(
            [9, 4, 4, 18, 0, 16, 16, 0, 9, 17, 17, 10, 4, 8],
            Encoded(Shape("MULTILINESTRING ((2 2, 2 10, 10 10), (1 1, 3 5))"))
        );
        Assert.Equal([19.0], Areas("POLYGON ((3 6, 20 34, 8 12, 3 6))"));
        Assert.Equal(
            [-16, 81, 100],
            Areas(
                    "MULTIPOLYGON (((0 0, 0 10, 10 10, 10 0, 0 0)), "
                        + "((11 11, 20 11, 20 20, 11 20, 11 11), (13 13, 17 13, 17 17, 13 17, 13 13)))"
                )
                .Order()
        );
    }

    [Theory]
    [InlineData("POLYGON ((100 100, 900 900, 900 100, 100 900, 100 100))", 320_000)]
    [InlineData(
        "MULTIPOLYGON (((100 100, 900 100, 900 900, 100 100)), ((200 200, 950 200, 950 950, 200 200)))",
        356_250
    )]
    [InlineData("POLYGON ((100 100, 500 100, 500 900, 500 500, 100 500, 100 100))", 160_000)]
    [InlineData("POLYGON ((-5000 -5000, 9000 -5000, 9000 9000, -5000 9000, -5000 -5000))", 4224.0 * 4224)]
    [InlineData("POLYGON ((4096 0, 5000 0, 5000 100, 4096 100, 4096 0))", 6_400)]
    public void An_area_comes_out_valid_whatever_went_in(string wkt, double area)
    {
        var rings = Written(Shape(wkt)).Rings();

        var polygons = rings.Where(r => r.Area > 0).Select(r => new Polygon(new LinearRing(r.Points))).ToArray();
        Assert.Equal(rings.Count, polygons.Length);
        Assert.True(new MultiPolygon(polygons).IsValid);
        Assert.Equal(area, polygons.Sum(p => p.Area), area / 100);
    }

    [Fact]
    public void A_shape_too_small_or_too_far_is_not_begun()
    {
        var layer = new TileWriter(Guangzhou).Layer("shapes");
        Assert.False(layer.TryBegin(Shape("POLYGON ((10.1 10.1, 10.3 10.1, 10.3 10.3, 10.1 10.1))"), 1));
        Assert.False(layer.TryBegin(Shape("LINESTRING (10.1 10.1, 10.3 10.3)"), 1));
        Assert.False(layer.TryBegin(Shape("POLYGON ((5000 0, 5100 0, 5100 100, 5000 0))"), 1));
        Assert.False(layer.TryBegin(Shape("LINESTRING (5000 -5000, 9000 9000)"), 1));
        Assert.False(layer.TryBegin(Polygon.Empty, 1));
        Assert.Throws<InvalidOperationException>(layer.End);
    }

    [Fact]
    public async Task GDAL_reads_what_was_written()
    {
        GdalTile.Require();
        var random = new Random(41);
        var writer = new TileWriter(Guangzhou);
        var layer = writer.Layer("nodes");
        var (name, tier, rate, cold) = (layer.Key("name"), layer.Key("tier"), layer.Key("rate"), layer.Key("cold"));
        var box = Guangzhou.Bounds();
        var written = new Dictionary<long, (Coordinate At, string Name, long Tier, double Rate, bool Cold)>();
        for (var i = 0; i < 3_000; i++)
        {
            var at = new Coordinate(
                box.MinX + (box.Width * random.NextDouble()),
                box.MinY + (box.Height * random.NextDouble())
            );
            var id = i < 3 ? (1L << 52) + i : (long)i;
            // Long names make features longer than a length of one octet can say.
            var text = i % 500 == 0 ? new string('村', 70) + i : $"村 \"{i % 700}\"";
            var row = (at, text, (i % 3) - 1L, i % 50 / 8.0, i % 2 == 0);
            written.Add(id, row);
            Assert.True(layer.TryBegin(at.X, at.Y, id));
            if (i % 2 == 0)
            {
                layer.Add(name, text);
            }
            else
            {
                layer.Add(name, Encoding.UTF8.GetBytes(text));
            }
            layer.Add(tier, row.Item3);
            layer.Add(rate, row.Item4);
            layer.Add(cold, row.Item5);
            layer.End();
        }

        var read = await GdalTile.DecodeAsync(writer.ToArray(), Guangzhou, "nodes");

        Assert.Equal(written.Keys.Order(), read.Select(f => f.Id!.Value).Order());
        foreach (var feature in read)
        {
            var row = written[feature.Id!.Value];
            var meters = GdalTile.Meters(row.At.X, row.At.Y);
            var half = GdalTile.UnitMeters(Guangzhou) * 0.501;
            Assert.Equal(meters.X, feature.Position.X, half);
            Assert.Equal(meters.Y, feature.Position.Y, half);
            Assert.Equal(row.Name, feature.Attributes["name"].GetString());
            Assert.Equal(row.Tier, feature.Attributes["tier"].GetInt64());
            Assert.Equal(row.Rate, feature.Attributes["rate"].GetDouble());
            Assert.Equal(row.Cold, feature.Attributes["cold"].GetBoolean());
        }
    }

    [Fact]
    public void Keys_and_values_are_written_once_and_types_are_kept_apart()
    {
        var writer = new TileWriter(Guangzhou);
        var layer = writer.Layer("nodes");
        for (var i = 0; i < 1_000; i++)
        {
            Assert.True(layer.TryBegin(Guangzhou.Bounds(), i));
            layer.Add(layer.Key("a"), i % 10);
            layer.Add(layer.Key("b"), (double)(i % 10));
            layer.Add(layer.Key("c"), $"{i % 10}");
            layer.Add(layer.Key("d"), i % 2 == 0);
            layer.End();
        }

        var decoded = Assert.Single(WireTile.Decode(writer.ToArray()));

        Assert.Equal((2, "nodes", 4096), (decoded.Version, decoded.Name, decoded.Extent));
        Assert.Equal(["a", "b", "c", "d"], decoded.Keys);
        Assert.Equal(10 + 10 + 10 + 2, decoded.Values);
        Assert.Equal(1_000, decoded.Features.Count);
        Assert.All(decoded.Features, f => Assert.Equal(8, f.Tags.Length));
        Assert.All(decoded.Features, f => Assert.True(f.Tags.Where((_, i) => i % 2 == 1).All(v => v < 32)));
    }

    [Fact]
    public void A_writer_begins_the_next_tile_with_nothing_of_the_last()
    {
        var (again, fresh) = (new TileWriter(Guangzhou), new TileWriter(new TileAddress(3, 6, 3)));
        Fill(again, "left over", 900);
        again.Begin(new TileAddress(3, 6, 3));
        Fill(again, "kept", 5);
        Fill(fresh, "kept", 5);
        Assert.Equal(fresh.ToArray(), again.ToArray());

        static void Fill(TileWriter writer, string name, int count)
        {
            var layer = writer.Layer("nodes");
            for (var i = 0; i < count; i++)
            {
                Assert.True(layer.TryBegin(writer.Tile.Bounds(), i));
                layer.Add(layer.Key(name), $"{name} {i}");
                layer.End();
            }
        }
    }

    [Fact]
    public void A_point_on_a_border_is_in_both_tiles()
    {
        // 112.5 degrees east is 13/16 of the way round.
        var latitude = new TileAddress(10, 831, 444).Bounds().Centre.Y;
        foreach (var (x, at) in new[] { (831, 4096), (832, 0) })
        {
            var writer = new TileWriter(new TileAddress(10, x, 444), buffer: 0);
            var layer = writer.Layer("nodes");
            Assert.True(layer.TryBegin(112.5, latitude, 1));
            layer.End();
            var feature = WireTile.Decode(writer.ToArray())[0].Features[0];
            Assert.Equal((uint)(2 * at), feature.Geometry[1]);
        }
    }

    [Fact]
    public void The_buffer_ends_where_it_is_said_to_end()
    {
        var writer = new TileWriter(Guangzhou, buffer: 64);
        var layer = writer.Layer("nodes");
        Assert.True(Takes(-64.4, 10));
        Assert.False(Takes(-64.6, 10));
        Assert.True(Takes(10, 4160.4));
        Assert.False(Takes(10, 4160.6));

        bool Takes(double x, double y)
        {
            var (longitude, latitude) = Guangzhou.ToLongitudeLatitude(x, y);
            return layer.TryBegin(longitude, latitude, 1);
        }
    }

    private static List<double> Areas(string wkt) => [.. Written(Shape(wkt)).Rings().Select(r => r.Area)];

    private static uint[] Encoded(Geometry shape) => Written(shape).Geometry;

    private static WireFeature Written(Geometry shape)
    {
        var writer = new TileWriter(Guangzhou);
        var layer = writer.Layer("shapes");
        Assert.True(layer.TryBegin(shape, 1));
        layer.End();
        return WireTile.Decode(writer.ToArray())[0].Features[0];
    }

    /// <summary>A shape given in tile units, as degrees.</summary>
    private static Geometry Shape(string wkt)
    {
        var shape = new NetTopologySuite.IO.WKTReader().Read(wkt);
        foreach (var at in shape.Coordinates)
        {
            (at.X, at.Y) = Guangzhou.ToLongitudeLatitude(at.X, at.Y);
        }
        shape.GeometryChanged();
        return shape;
    }
}

internal static class TileLayerExtensions
{
    /// <summary>Begins a point in the middle of a box.</summary>
    public static bool TryBegin(this TileLayer layer, Envelope box, long id) =>
        layer.TryBegin(box.Centre.X, box.Centre.Y, id);
}

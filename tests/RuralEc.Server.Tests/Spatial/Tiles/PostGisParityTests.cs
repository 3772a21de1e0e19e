using NetTopologySuite.Geometries;
using RuralEc.Spatial.Tiles;
using Xunit;

namespace RuralEc.Server.Tests.Spatial.Tiles;

/// <summary>The same rows in tiles of ours and of ST_AsMVT, both decoded by GDAL.</summary>
public sealed class PostGisParityTests
{
    private const int TilesOfAZoom = 3;

    [Fact]
    public async Task Points_are_the_same_as_those_of_ST_AsMVT()
    {
        GdalTile.Require();
        Databases.RequirePostgres();
        var random = new Random(61);
        Geometry[] points = [.. Enumerable.Range(0, 6_000).Select(_ => Atlas.Point(random, onGrid: false))];
        await using var database = await Databases.CreateAsync(Database.Postgres);
        await using var postgres = await PostGisTile.FilledAsync(database, points);
        var compared = 0;
        foreach (var tile in SomeTiles(random, points))
        {
            var theirs = await GdalTile.DecodeAsync(await PostGisTile.AskAsync(postgres, tile), tile, "shapes");
            var ours = await GdalTile.DecodeAsync(OfPoints(points, tile), tile, "shapes");

            Assert.Equal(theirs.Select(f => f.Id).Order(), ours.Select(f => f.Id).Order());
            var unit = GdalTile.UnitMeters(tile) + 1e-5;
            foreach (var (a, b) in theirs.OrderBy(f => f.Id).Zip(ours.OrderBy(f => f.Id)))
            {
                // Both round to whole units; a position half way may go to either side.
                Assert.Equal(a.Position.X, b.Position.X, unit);
                Assert.Equal(a.Position.Y, b.Position.Y, unit);
            }
            compared += ours.Count;
        }
        Assert.True(compared > 10_000, $"Only {compared} points compared.");
    }

    [Fact]
    public async Task Areas_and_lines_are_the_same_as_those_of_ST_AsMVT()
    {
        GdalTile.Require();
        Databases.RequirePostgres();
        var random = new Random(62);
        Geometry[] shapes =
        [
            .. Enumerable
                .Range(0, 3_000)
                .Select(i => Atlas.Shape(random, i))
                .Where(s => s is not (Point or MultiPoint)),
        ];
        await using var database = await Databases.CreateAsync(Database.Postgres);
        await using var postgres = await PostGisTile.FilledAsync(database, shapes);
        var compared = 0;
        foreach (var tile in SomeTiles(random, shapes))
        {
            var unit = GdalTile.UnitMeters(tile);
            var theirs = await GdalTile.DecodeAsync(await PostGisTile.AskAsync(postgres, tile), tile, "shapes");
            var octets = OfShapes(shapes, tile);
            var ours = await GdalTile.DecodeAsync(octets, tile, "shapes");

            AssertSameShapes(theirs, ours, unit);
            AssertValid(octets);
            compared += ours.Count;
        }
        Assert.True(compared > 5_000, $"Only {compared} shapes compared.");
    }

    /// <summary>
    /// The same ids, but for slivers that one rounds away; and shapes that cover one another within two units, which is
    /// what rounding and simplifying of both together may move.
    /// </summary>
    private static void AssertSameShapes(List<GdalFeature> theirs, List<GdalFeature> ours, double unit)
    {
        var (left, right) = (theirs.ToDictionary(f => f.Id!.Value), ours.ToDictionary(f => f.Id!.Value));
        foreach (var id in left.Keys.Union(right.Keys))
        {
            if (left.TryGetValue(id, out var a) && right.TryGetValue(id, out var b))
            {
                var apart = NetTopologySuite.Algorithm.Distance.DiscreteHausdorffDistance.Distance(a.Shape, b.Shape);
                Assert.True(
                    apart <= 3 * unit || Difference(a.Shape, b.Shape) <= 3 * unit,
                    $"Shape {id} is {apart / unit:F1} units off:\n{a.Shape}\n{b.Shape}"
                );
            }
            else
            {
                var only = (left.GetValueOrDefault(id) ?? right[id]).Shape;
                var thin = only.Dimension == Dimension.Curve ? only.Length : 2 * only.Area / only.Length;
                Assert.True(thin <= 2 * unit, $"Only one has shape {id}: {only}");
            }
        }
    }

    // How wide what only one of them covers is, on average along the edge.
    private static double Difference(Geometry a, Geometry b) =>
        a.SymmetricDifference(b) is { IsEmpty: false } rest ? rest.Area / a.Length : 0;

    private static void AssertValid(byte[] octets)
    {
        if (octets.Length == 0)
        {
            return;
        }
        foreach (var feature in WireTile.Decode(octets)[0].Features.Where(f => f.Type == 3))
        {
            var polygons = new List<(LinearRing Shell, List<LinearRing> Holes)>();
            foreach (var (points, area) in feature.Rings())
            {
                Assert.NotEqual(0, area);
                Assert.DoesNotContain(points.Zip(points.Skip(1)), p => p.First.Equals2D(p.Second));
                if (area > 0)
                {
                    polygons.Add((new LinearRing(points), []));
                }
                else
                {
                    polygons[^1].Holes.Add(new LinearRing(points));
                }
            }
            var shape = new MultiPolygon([.. polygons.Select(p => new Polygon(p.Shell, [.. p.Holes]))]);
            Assert.True(shape.IsValid, $"Not valid: {shape}");
            Assert.True(new Envelope(-64, 4160, -64, 4160).Contains(shape.EnvelopeInternal));
        }
    }

    private static byte[] OfPoints(Geometry[] points, TileAddress tile)
    {
        var writer = new TileWriter(tile, buffer: 64);
        var layer = writer.Layer("shapes");
        for (var i = 0; i < points.Length; i++)
        {
            if (layer.TryBegin(points[i].Coordinate.X, points[i].Coordinate.Y, i + 1))
            {
                layer.End();
            }
        }
        return writer.ToArray();
    }

    private static byte[] OfShapes(Geometry[] shapes, TileAddress tile)
    {
        var writer = new TileWriter(tile, buffer: 64);
        var layer = writer.Layer("shapes");
        for (var i = 0; i < shapes.Length; i++)
        {
            if (layer.TryBegin(shapes[i], i + 1))
            {
                layer.End();
            }
        }
        return writer.ToArray();
    }

    private static IEnumerable<TileAddress> SomeTiles(Random random, Geometry[] shapes)
    {
        for (var z = 6; z <= 14; z++)
        {
            var tiles = new HashSet<TileAddress>();
            for (var i = 0; i < TilesOfAZoom; i++)
            {
                var at = shapes[random.Next(shapes.Length)].Coordinate;
                Assert.True(TileAddress.TryFind(at.X, at.Y, z, out var tile));
                tiles.Add(tile);
            }
            foreach (var tile in tiles)
            {
                yield return tile;
            }
        }
    }
}

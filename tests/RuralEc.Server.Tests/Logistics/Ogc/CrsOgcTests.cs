using RuralEc.Logistics;
using Xunit;

namespace RuralEc.Server.Tests.Logistics.Ogc;

/// <summary>OGC 18-058r1 against GDAL, which has PROJ and the EPSG register.</summary>
public class CrsOgcTests
{
    private const string Epsg = "http://www.opengis.net/def/crs/EPSG/0/";
    private const string Crs84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite, 4326, true)]
    [InlineData(Database.Sqlite, 4490, true)]
    [InlineData(Database.Sqlite, 3857, false)]
    [InlineData(Database.Sqlite, 4547, true)]
    [InlineData(Database.Postgres, 4547, true)]
    public async Task Coordinates_are_those_of_PROJ_in_the_order_of_the_register(
        Database database,
        int code,
        bool secondFirst
    )
    {
        Gdal.Require();
        await using var server = await Server.OnAsync(database);
        var plain = await server.Anonymous.JsonAsync(OgcDoor.Items("towns", ("limit", "1000")));
        var asked = OgcDoor.Items("towns", ("limit", "1000"), ("crs", Epsg + code));
        var turned = await server.Anonymous.JsonAsync(asked);
        using var answer = await server.Anonymous.GetAsync(asked, Ct);
        Assert.Equal($"<{Epsg}{code}>", answer.Headers.GetValues("Content-Crs").Single());

        var from = PositionsOf(plain);
        var expected = await Gdal.TransformAsync(4490, code, from);
        var found = PositionsOf(turned);
        Assert.True(from.Count > 70);
        for (var i = 0; i < from.Count; i++)
        {
            var (x, y) = secondFirst ? (found[i].Y, found[i].X) : found[i];
            Assert.Equal(expected[i].X, x, code is 3857 or 4547 ? 1e-3 : 1e-9);
            Assert.Equal(expected[i].Y, y, code is 3857 or 4547 ? 1e-3 : 1e-9);
        }

        var one = plain["features"]!.AsArray().First(f => f!["geometry"] is not null)!["id"]!.ToString();
        using var single = await server.Anonymous.GetAsync($"/ogc/collections/towns/items/{one}?crs={Epsg}{code}", Ct);
        Assert.Equal($"<{Epsg}{code}>", single.Headers.GetValues("Content-Crs").Single());
        using var usual = await server.Anonymous.GetAsync($"/ogc/collections/towns/items/{one}", Ct);
        Assert.Equal($"<{Crs84}>", usual.Headers.GetValues("Content-Crs").Single());
        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_box_and_a_filter_select_by_coordinates_of_their_own_system(Database database)
    {
        Gdal.Require();
        await using var server = await Server.OnAsync(database);
        var towns = (await server.RowsAsync<Division>()).Where(d => d.Level == DivisionLevel.Town).ToList();
        var located = towns.Where(d => d.Location is not null).ToList();
        var places = located.Select(d => (d.Location!.X, d.Location.Y)).ToList();
        foreach (
            var (code, secondFirst, (west, south, east, north)) in new[]
            {
                (4326, true, (113.2, 23.0, 113.6, 23.4)),
                (4490, true, (113.2, 23.0, 113.6, 23.4)),
                (3857, false, (12_600_000.0, 2_630_000.0, 12_650_000.0, 2_680_000.0)),
                (4547, true, (410_000.0, 2_540_000.0, 470_000.0, 2_590_000.0)),
            }
        )
        {
            var turned = await Gdal.TransformAsync(4490, code, places);
            var expected = located
                .Where(
                    (_, i) => turned[i].X >= west && turned[i].X <= east && turned[i].Y >= south && turned[i].Y <= north
                )
                .Select(d => d.Code)
                .ToList();
            Assert.InRange(expected.Count, 5, located.Count - 5);
            var box = secondFirst
                ? FormattableString.Invariant($"{south},{west},{north},{east}")
                : FormattableString.Invariant($"{west},{south},{east},{north}");
            var byBox = await server.Anonymous.IdsAsync(
                OgcDoor.Items("towns", ("bbox", box), ("bbox-crs", Epsg + code))
            );
            Assert.Equal(
                expected.Concat(towns.Where(d => d.Location is null).Select(d => d.Code)).Order(StringComparer.Ordinal),
                byBox
            );
            foreach (var literal in new[] { $"BBOX({box})", Ring(secondFirst, west, south, east, north) })
            {
                var filter = $"S_INTERSECTS(geometry,{literal})";
                Assert.Equal(
                    expected.Order(StringComparer.Ordinal),
                    await server.Anonymous.IdsAsync(
                        OgcDoor.Items("towns", ("filter", filter), ("filter-crs", Epsg + code))
                    )
                );
            }
        }

        await server.Anonymous.JsonAsync(
            OgcDoor.Items("towns", ("bbox", "1e9,1e9,2e9,2e9"), ("bbox-crs", Epsg + "4547")),
            400
        );
        server.AssertCleanLog();
    }

    private static string Ring(bool secondFirst, double west, double south, double east, double north)
    {
        (double X, double Y)[] corners = [(west, south), (east, south), (east, north), (west, north), (west, south)];
        return $"POLYGON(({string.Join(',', corners.Select(c => secondFirst ? FormattableString.Invariant($"{c.Y} {c.X}") : FormattableString.Invariant($"{c.X} {c.Y}")))}))";
    }

    private static List<(double X, double Y)> PositionsOf(System.Text.Json.Nodes.JsonObject collection) =>
        [
            .. collection["features"]!
                .AsArray()
                .Select(f => f!["geometry"])
                .OfType<System.Text.Json.Nodes.JsonObject>()
                .Select(g => (g["coordinates"]![0]!.GetValue<double>(), g["coordinates"]![1]!.GetValue<double>())),
        ];
}

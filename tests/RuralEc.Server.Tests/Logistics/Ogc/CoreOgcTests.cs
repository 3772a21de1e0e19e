using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using RuralEc.Logistics;
using RuralEc.Spatial;
using Xunit;

namespace RuralEc.Server.Tests.Logistics.Ogc;

/// <summary>The abstract tests of OGC 17-069r4, Annex A, that apply.</summary>
public class CoreOgcTests
{
    private static readonly string[] PublicLayers = ["districts", "towns", "villages", "outlines"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Every_link_leads_to_what_it_says_in_both_forms(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var landing = await server.Anonymous.JsonAsync("/ogc");

        Assert.Subset(
            landing["links"]!.AsArray().Select(l => l!["rel"]!.ToString()).ToHashSet(),
            new HashSet<string> { "self", "alternate", "service-desc", "service-doc", "conformance", "data" }
        );
        var seen = new HashSet<string>();
        var waiting = new Queue<(string Href, string Type)>([(server.Address + "ogc", "application/json")]);
        while (waiting.TryDequeue(out var link))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, link.Href);
            request.Headers.TryAddWithoutValidation("Accept", link.Type);
            using var answer = await server.Anonymous.SendAsync(request, Ct);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.StartsWith(
                link.Type.Split(';')[0],
                answer.Content.Headers.ContentType!.ToString(),
                StringComparison.Ordinal
            );
            var text = await answer.Content.ReadAsStringAsync(Ct);
            if (link.Type.StartsWith("text/html", StringComparison.Ordinal))
            {
                Assert.StartsWith("<!DOCTYPE html>", text, StringComparison.Ordinal);
                continue;
            }

            // A file to take away leads nowhere.
            if (answer.Content.Headers.ContentDisposition is not null)
            {
                continue;
            }

            foreach (var found in LinksIn(JsonNode.Parse(text)).Where(l => seen.Add(l.Href + l.Type)))
            {
                // One page tells as much as all.
                if (!found.Href.Contains("cursor=", StringComparison.Ordinal))
                {
                    waiting.Enqueue(found);
                }
            }
        }

        foreach (var layer in PublicLayers)
        {
            var items = $"{server.Address}ogc/collections/{layer}/items";
            Assert.Contains($"{items}?f=jsonapplication/geo+json", seen);
            Assert.Contains($"{items}?f=htmltext/html", seen);
        }

        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Collections_describe_themselves_and_hold_their_features_in_their_extent(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var all = await server.Anonymous.JsonAsync("/ogc/collections");

        Assert.Equal(PublicLayers, all["collections"]!.AsArray().Select(c => c!["id"]!.ToString()));
        foreach (var collection in all["collections"]!.AsArray())
        {
            var id = collection!["id"]!.ToString();
            var one = await server.Anonymous.JsonAsync("/ogc/collections/" + id);
            foreach (var same in new[] { "id", "title", "description", "extent", "itemType", "crs", "storageCrs" })
            {
                Assert.Equal(collection[same]?.ToJsonString(), one[same]?.ToJsonString());
            }

            Assert.Equal("http://www.opengis.net/def/crs/OGC/1.3/CRS84", collection["crs"]![0]!.ToString());
            Assert.Contains(
                collection["storageCrs"]!.ToString(),
                collection["crs"]!.AsArray().Select(c => c!.ToString())
            );
            // Outlines are imported: a new server has none.
            Assert.Equal(id == "outlines", collection["extent"] is null);
            if (id == "outlines")
            {
                continue;
            }

            var box = collection["extent"]!["spatial"]!["bbox"]![0]!
                .AsArray()
                .Select(n => n!.GetValue<double>())
                .ToArray();
            var features = await server.Anonymous.JsonAsync(OgcDoor.Items(id, ("limit", "10000")));
            var points = features["features"]!
                .AsArray()
                .Select(f => f!["geometry"])
                .OfType<JsonObject>()
                .Select(g => (X: g["coordinates"]![0]!.GetValue<double>(), Y: g["coordinates"]![1]!.GetValue<double>()))
                .ToList();
            Assert.Equal(points.Min(p => p.X), box[0]);
            Assert.Equal(points.Min(p => p.Y), box[1]);
            Assert.Equal(points.Max(p => p.X), box[2]);
            Assert.Equal(points.Max(p => p.Y), box[3]);
        }

        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Pages_together_are_the_table_and_every_feature_is_at_its_address(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var stored = await server.RowsAsync<Division>();
        foreach (
            var (layer, level, limit) in new[]
            {
                ("districts", DivisionLevel.District, "3"),
                ("towns", DivisionLevel.Town, "17"),
                ("villages", DivisionLevel.Village, "700"),
            }
        )
        {
            var expected = stored.Where(d => d.Level == level).Select(d => d.Code).Order(StringComparer.Ordinal);
            Assert.Equal(expected, await server.Anonymous.IdsAsync(OgcDoor.Items(layer, ("limit", limit))));
        }

        foreach (var division in stored.Where(d => d.Level == DivisionLevel.Town).Take(20))
        {
            var feature = await server.Anonymous.JsonAsync("/ogc/collections/towns/items/" + division.Code);
            Assert.Equal("Feature", feature["type"]!.ToString());
            Assert.Equal(division.Code, feature["id"]!.ToString());
            Assert.Equal(division.Name, feature["properties"]!["name"]!.ToString());
            Assert.Equal("town", feature["properties"]!["level"]!.ToString());
            Assert.Equal(division.Location is null, feature["geometry"] is null);
            Assert.NotNull(OgcDoor.HrefOf(feature, "collection"));
        }

        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_box_selects_what_lies_in_it_and_what_lies_nowhere(Database database)
    {
        await using var server = await Server.OnAsync(database);
        await server.StoreAsync([
            new Division
            {
                Code = "999900000001",
                Name = "斐济",
                Level = DivisionLevel.Village,
                Location = Cgcs2000.Point(179.5, -17),
                Quality = "named-point",
            },
            new Division
            {
                Code = "999900000002",
                Name = "萨摩亚",
                Level = DivisionLevel.Village,
                Location = Cgcs2000.Point(-172, -13.8),
                Quality = "named-point",
            },
        ]);
        var stored = (await server.RowsAsync<Division>()).Where(d => d.Level == DivisionLevel.Village).ToList();

        foreach (
            var (bbox, inside) in new (string, Func<double, double, bool>)[]
            {
                ("113.2,22.9,113.6,23.3", (x, y) => x is >= 113.2 and <= 113.6 && y is >= 22.9 and <= 23.3),
                ("113.2,22.9,-50,113.6,23.3,900", (x, y) => x is >= 113.2 and <= 113.6 && y is >= 22.9 and <= 23.3),
                ("-180,-90,180,90", (_, _) => true),
                ("177,-20,-170,-10", (x, y) => (x >= 177 || x <= -170) && y is >= -20 and <= -10),
                ("180,0,-180,0", (x, y) => Math.Abs(x) == 180 && y == 0),
                ("0,0,1,1", (_, _) => false),
            }
        )
        {
            var expected = stored
                .Where(d => d.Location is not { } p || inside(p.X, p.Y))
                .Select(d => d.Code)
                .Order(StringComparer.Ordinal);
            Assert.Equal(
                expected,
                await server.Anonymous.IdsAsync(OgcDoor.Items("villages", ("bbox", bbox), ("limit", "10000")))
            );
        }

        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_time_and_values_of_properties_select_nodes(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var nodes = OgcDoor.OddNodes();
        await server.StoreAsync(nodes);
        var administrator = await server.SignedInAsync("administrator");
        DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

        foreach (
            var (parameter, value, selects) in new (string, string, Func<LogisticsNode, bool>)[]
            {
                ("datetime", "2026-01-01T14:00:00Z", n => n.RegisteredAt == At("2026-01-01T14:00:00Z")),
                ("datetime", "2026-01-01T22:00:00+08:00", n => n.RegisteredAt == At("2026-01-01T14:00:00Z")),
                (
                    "datetime",
                    "2026-01-02T00:00:00Z/2026-01-05T00:00:00Z",
                    n => n.RegisteredAt >= At("2026-01-02T00:00:00Z") && n.RegisteredAt <= At("2026-01-05T00:00:00Z")
                ),
                ("datetime", "../2026-01-03T00:00:00Z", n => n.RegisteredAt <= At("2026-01-03T00:00:00Z")),
                ("datetime", "2026-01-10T00:00:00Z/", n => n.RegisteredAt >= At("2026-01-10T00:00:00Z")),
                ("datetime", "2026-01-02", n => n.RegisteredAt.UtcDateTime.Date == new DateTime(2026, 1, 2)),
                ("kind", "town_station", n => n.Kind == NodeKind.TownStation),
                ("name", "从化中心", n => n.Name == "从化中心"),
                ("name", "ab", n => n.Name == "ab"),
                ("demonstration", "true", n => n.Demonstration),
                ("gln", nodes[7].Gln.ToString(), n => n.Gln == nodes[7].Gln),
                ("parent_gln", nodes[3].Gln.ToString(), n => n.ParentGln == nodes[3].Gln),
                ("registered_at", "2026-01-01T07:00:00Z", n => n.RegisteredAt == At("2026-01-01T07:00:00Z")),
            }
        )
        {
            var expected = nodes.Where(selects).Select(n => n.Gln.ToString()).Order(StringComparer.Ordinal).ToList();
            Assert.NotEmpty(expected);
            Assert.Equal(
                expected,
                await administrator.IdsAsync(OgcDoor.Items("nodes", (parameter, value), ("limit", "4")))
            );
        }

        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Nodes_are_listed_to_whom_they_are_shown(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var nodes = OgcDoor.OddNodes();
        await server.StoreAsync(nodes);
        var own = Gs1.Gln.Parse("9521234100096");
        var administrator = await server.SignedInAsync("administrator");
        var officer = await server.SignedInAsync("officer", null, "440118");
        var clerk = await server.SignedInAsync("clerk");
        var keeper = await server.SignedInAsync("operator", own);
        List<string> Of(Func<LogisticsNode, bool> seen) =>
            [.. nodes.Where(seen).Select(n => n.Gln.ToString()).Order(StringComparer.Ordinal)];

        Assert.Equal(Of(_ => true), await administrator.IdsAsync(OgcDoor.Items("nodes")));
        Assert.Equal(Of(n => n.DistrictCode == "440118"), await officer.IdsAsync(OgcDoor.Items("nodes")));
        Assert.Equal(Of(n => n.State == NodeState.Active), await clerk.IdsAsync(OgcDoor.Items("nodes")));
        Assert.Equal(Of(_ => true), await keeper.IdsAsync(OgcDoor.Items("nodes")));
        var foreign = nodes.First(n => n.DistrictCode != "440118").Gln;
        await officer.JsonAsync($"/ogc/collections/nodes/items/{foreign}", 404);

        // The time of registration is told to those whose business it is, and found out by nobody else.
        var time = ("filter", "registered_at > TIMESTAMP('2000-01-01T00:00:00Z')");
        Assert.Empty(await clerk.IdsAsync(OgcDoor.Items("nodes", time)));
        Assert.NotEmpty(await officer.IdsAsync(OgcDoor.Items("nodes", time)));
        Assert.NotEmpty(await keeper.IdsAsync(OgcDoor.Items("nodes", time)));
        var seen = await clerk.JsonAsync(OgcDoor.Items("nodes"));
        Assert.All(seen["features"]!.AsArray(), f => Assert.Null(f!["properties"]!["registered_at"]));

        foreach (var path in new[] { "", "/items", "/queryables", $"/items/{nodes[0].Gln}" })
        {
            await server.Anonymous.JsonAsync("/ogc/collections/nodes" + path, 404);
        }

        server.AssertCleanLog();
    }

    [Fact]
    public async Task The_description_is_OpenAPI_3_0_and_lists_what_its_reader_may_see()
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        var administrator = await server.SignedInAsync("administrator");
        using var answer = await administrator.GetAsync("/ogc/api", Ct);
        Assert.Equal(
            "application/vnd.oai.openapi+json;version=3.0",
            answer.Content.Headers.ContentType!.ToString().Replace(" ", "", StringComparison.Ordinal)
        );

        var read = OpenApiDocument.Parse(await answer.Content.ReadAsStringAsync(Ct), "json");

        Assert.Empty(read.Diagnostic!.Errors);
        Assert.Empty(read.Diagnostic.Warnings);
        Assert.Equal(OpenApiSpecVersion.OpenApi3_0, read.Diagnostic.SpecificationVersion);
        Assert.Contains("/collections/nodes/items", read.Document!.Paths.Keys);
        var parameters = read
            .Document.Paths["/collections/nodes/items"]
            .Operations![HttpMethod.Get]
            .Parameters!.Select(p => p.Name)
            .ToHashSet();
        Assert.Superset(
            new HashSet<string?>
            {
                "bbox",
                "bbox-crs",
                "crs",
                "datetime",
                "limit",
                "filter",
                "filter-lang",
                "filter-crs",
                "kind",
                "gln",
            },
            parameters
        );
        var anonymous = await server.Anonymous.JsonAsync("/ogc/api");
        Assert.DoesNotContain(anonymous["paths"]!.AsObject(), p => p.Key.Contains("nodes", StringComparison.Ordinal));
    }

    private static IEnumerable<(string Href, string Type)> LinksIn(JsonNode? node) =>
        node switch
        {
            // Of a template one address is as good as another, and none is given.
            JsonObject o when o["templated"] is not null => [],
            JsonObject o when o["href"] is JsonValue href && o["type"] is JsonValue type =>
            [
                (href.ToString(), type.ToString()),
            ],
            JsonObject o => o.SelectMany(p => LinksIn(p.Value)),
            JsonArray a => a.SelectMany(LinksIn),
            _ => [],
        };
}

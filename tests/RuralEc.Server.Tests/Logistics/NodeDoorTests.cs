using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RuralEc.Gs1;
using RuralEc.Logistics;
using RuralEc.Spatial;
using Xunit;

namespace RuralEc.Server.Tests.Logistics;

public class NodeDoorTests
{
    private const string Zengcheng = "440118";
    private const string Conghua = "440117";
    private const string Network = "9521234100096";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_demonstration_nodes_register_once(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var administrator = await server.SignedInAsync("administrator");

        foreach (var expected in new[] { HttpStatusCode.Created, HttpStatusCode.OK })
        {
            foreach (var node in DemonstrationNodes.All)
            {
                using var answer = await administrator.PostAsJsonAsync("/api/nodes", BodyOf(node), Ct);
                Assert.Equal(expected, answer.StatusCode);
            }
        }

        var collection = await administrator.GetFromJsonAsync<JsonObject>("/api/nodes.geojson", Ct);
        Assert.Equal(DemonstrationNodes.All.Count, collection!["features"]!.AsArray().Count);
        Assert.All(
            collection["features"]!.AsArray(),
            f => Assert.True(f!["properties"]!["demonstration"]!.GetValue<bool>())
        );
        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_officer_sees_his_districts_an_operator_his_own_and_shippers_what_is_active(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var administrator = await server.SignedInAsync("administrator");
        await RegisterAsync(administrator, DemonstrationNodes.All);
        var all = DemonstrationNodes.All;

        var officer = await server.SignedInAsync("officer", null, Zengcheng);
        var operators = await server.SignedInAsync("operator", Gln.Parse(Network));
        var clerk = await server.SignedInAsync("clerk");

        Assert.Equal(
            GlnsOf(all.Where(n => n.DivisionCode.StartsWith(Zengcheng, StringComparison.Ordinal))),
            await ListAsync(officer)
        );
        Assert.Equal(
            GlnsOf(all.Where(n => n.State == NodeState.Active || n.OperatorGln.ToString() == Network)),
            await ListAsync(operators)
        );
        Assert.Equal(GlnsOf(all.Where(n => n.State == NodeState.Active)), await ListAsync(clerk));

        var conghua = all.First(n => n.DivisionCode.StartsWith(Conghua, StringComparison.Ordinal));
        using var foreign = await officer.GetAsync($"/api/nodes/{conghua.Gln}", Ct);
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        var stranger = await clerk.GetFromJsonAsync<JsonObject>($"/api/nodes/{conghua.Gln}", Ct);
        Assert.Null(stranger!["operatorGln"]);
        Assert.Null(stranger["version"]);
        Assert.Equal("district_center", stranger["kind"]!.GetValue<string>());
        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Lists_are_filtered_and_paged_and_maps_cut_to_their_box(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var administrator = await server.SignedInAsync("administrator");
        await RegisterAsync(administrator, DemonstrationNodes.All);
        var all = DemonstrationNodes.All;

        Assert.Equal(
            GlnsOf(
                all.Where(n =>
                    n.Kind == NodeKind.TownStation && n.DivisionCode.StartsWith(Conghua, StringComparison.Ordinal)
                )
            ),
            await ListAsync(administrator, "?tier=town&kind=town_station&district=440117")
        );
        Assert.Equal(
            GlnsOf(all.Where(n => n.State == NodeState.Planned)),
            await ListAsync(administrator, "?state=planned")
        );
        var pages = new List<string>();
        for (var skip = 0; skip < 60; skip += 20)
        {
            pages.AddRange(await ListAsync(administrator, $"?skip={skip}&take=20"));
        }

        Assert.Equal(GlnsOf(all), pages.Order());

        var box = await administrator.GetFromJsonAsync<JsonObject>(
            "/api/nodes.geojson?bbox=113.69,23.15,113.73,23.18",
            Ct
        );
        Assert.Equal(
            GlnsOf(all.Where(n => n.Longitude is >= 113.69 and <= 113.73 && n.Latitude is >= 23.15 and <= 23.18)),
            box!["features"]!.AsArray().Select(f => f!["properties"]!["gln"]!.GetValue<string>()).Order()
        );
        Assert.Equal(3, box["features"]!.AsArray().Count);
        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_nearest_nodes_are_those_that_looking_at_all_finds(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var administrator = await server.SignedInAsync("administrator");
        await RegisterAsync(administrator, DemonstrationNodes.All);

        foreach (var (longitude, latitude) in new[] { (113.70, 23.16), (113.0, 22.5), (114.0, 23.9), (100.0, 40.0) })
        {
            var near = await administrator.GetFromJsonAsync<JsonArray>(
                FormattableString.Invariant($"/api/nodes/nearest?longitude={longitude}&latitude={latitude}&count=7"),
                Ct
            );
            var expected = DemonstrationNodes
                .All.Select(n =>
                    SpatialMeters.Meters(Positions.Of(longitude, latitude), Positions.Of(n.Longitude, n.Latitude))
                )
                .Order()
                .Take(longitude < 110 ? 0 : 7);
            Assert.Equal(
                expected,
                near!.Select(n => n!["meters"]!.GetValue<double>()),
                (a, b) => Math.Abs(a - b) < 0.01
            );
        }

        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_state_changes_in_order_with_a_reason_and_against_the_version_seen(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var officer = await server.SignedInAsync("officer", null, Zengcheng);
        var neighbour = await server.SignedInAsync("officer", null, Conghua);
        await RegisterAsync(officer, DemonstrationNodes.All.Take(4));
        var town = DemonstrationNodes.All.First(n => n.Kind == NodeKind.TownStation).Gln;

        Assert.Equal(
            (404, null),
            await PutAsync(
                neighbour,
                town,
                new
                {
                    state = "suspended",
                    version = 1,
                    reason = "检修",
                }
            )
        );
        Assert.Equal((422, "reason-needed"), await PutAsync(officer, town, new { state = "suspended", version = 1 }));
        Assert.Equal((422, "state-order"), await PutAsync(officer, town, new { state = "planned", version = 1 }));
        Assert.Equal(
            (200, null),
            await PutAsync(
                officer,
                town,
                new
                {
                    state = "suspended",
                    version = 1,
                    reason = "检修",
                }
            )
        );
        Assert.Equal(
            (200, null),
            await PutAsync(
                officer,
                town,
                new
                {
                    state = "suspended",
                    version = 1,
                    reason = "检修",
                }
            )
        );
        Assert.Equal((409, "node-changed"), await PutAsync(officer, town, new { state = "active", version = 1 }));
        Assert.Equal(
            (422, "node-has-children"),
            await PutAsync(
                officer,
                town,
                new
                {
                    state = "closed",
                    version = 2,
                    reason = "撤并",
                }
            )
        );
        Assert.Equal((200, null), await PutAsync(officer, town, new { state = "active", version = 2 }));
        Assert.Equal((400, null), await PutAsync(officer, town, new { state = "open", version = 3 }));
        server.AssertCleanLog();
    }

    [Theory]
    [InlineData("divisionCode", "440118999", 422, "unknown-division", "/divisionCode")]
    [InlineData("divisionCode", "440117111", 422, "foreign-district", "/divisionCode")]
    [InlineData("divisionCode", "440118", 422, "division-too-coarse", "/divisionCode")]
    [InlineData("parentGln", "9521234100034", 422, "unknown-parent", "/parentGln")]
    [InlineData("longitude", 23.16, 422, "outside-guangzhou", "/longitude")]
    [InlineData("crs", "GCJ02", 422, "unknown-crs", "/crs")]
    [InlineData("state", "closed", 422, "invalid-node", "/state")]
    [InlineData("name", "  ", 400, null, null)]
    [InlineData("name", "a\u0007", 400, null, null)]
    [InlineData("gln", "9521234100059", 400, null, "/gln")]
    [InlineData("kind", "castle", 400, null, "/kind")]
    [InlineData("longitude", 1e9, 400, null, null)]
    [InlineData("owner", "x", 400, null, "/owner")]
    public async Task A_node_that_cannot_be_is_refused_with_its_place(
        string field,
        object value,
        int status,
        string? kind,
        string? place
    )
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        var officer = await server.SignedInAsync("officer", null, Zengcheng);
        var body = BodyOf(DemonstrationNodes.All.First(n => n.Kind == NodeKind.TownStation));
        body.Remove("parentGln");
        body[field] = JsonValue.Create(value);

        using var answer = await officer.PostAsJsonAsync("/api/nodes", body, Ct);

        Assert.Equal(status, (int)answer.StatusCode);
        var problem = await Server.ProblemAsync(answer);
        Assert.Equal(kind ?? "", kind is null ? "" : problem["type"]!.GetValue<string>().Split('/')[^1]);
        Assert.Equal(place ?? "", place is null ? "" : problem["pointer"]!.GetValue<string>());
        Assert.Empty(await ListAsync(officer));
        server.AssertCleanLog();
    }

    [Fact]
    public async Task A_position_of_a_Chinese_web_map_is_converted_and_the_same_GLN_names_one_node()
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        var officer = await server.SignedInAsync("officer", null, Zengcheng);
        var body = BodyOf(DemonstrationNodes.All[0]);
        body["crs"] = "GCJ-02";

        using var created = await officer.PostAsJsonAsync("/api/nodes", body, Ct);
        var node = (await created.Content.ReadFromJsonAsync<JsonObject>(Ct))!;
        using var again = await officer.PostAsJsonAsync("/api/nodes", body, Ct);
        body["name"] = "另一个中心";
        using var other = await officer.PostAsJsonAsync("/api/nodes", body, Ct);

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal($"/api/nodes/{DemonstrationNodes.All[0].Gln}", created.Headers.Location!.ToString());
        // geo.md: GCJ-02 is 588 to 638 m off over Guangzhou.
        Assert.InRange(
            SpatialMeters.Meters(
                Positions.Of(DemonstrationNodes.All[0].Longitude, DemonstrationNodes.All[0].Latitude),
                Positions.Of(node["longitude"]!.GetValue<double>(), node["latitude"]!.GetValue<double>())
            ),
            580,
            645
        );
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, other.StatusCode);
        server.AssertCleanLog();
    }

    private static string[] GlnsOf(IEnumerable<NodeCommand> nodes) => [.. nodes.Select(n => n.Gln.ToString()).Order()];

    private static async Task<string[]> ListAsync(HttpClient caller, string query = "") =>
        [
            .. (await caller.GetFromJsonAsync<JsonArray>("/api/nodes" + query, Ct))!
                .Select(n => n!["gln"]!.GetValue<string>())
                .Order(),
        ];

    private static async Task RegisterAsync(HttpClient caller, IEnumerable<NodeCommand> nodes)
    {
        foreach (var node in nodes)
        {
            using var answer = await caller.PostAsJsonAsync("/api/nodes", BodyOf(node), Ct);
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        }
    }

    private static async Task<(int Status, string? Kind)> PutAsync(HttpClient caller, Gln gln, object body)
    {
        using var answer = await caller.PutAsJsonAsync($"/api/nodes/{gln}/state", body, Ct);
        var status = (int)answer.StatusCode;
        return status is 409 or 422
            ? (status, (await Server.ProblemAsync(answer))["type"]!.GetValue<string>().Split('/')[^1])
            : (status, null);
    }

    private static JsonObject BodyOf(NodeCommand node) =>
        new()
        {
            ["gln"] = node.Gln.ToString(),
            ["kind"] = SnakeCase.Of(node.Kind),
            ["name"] = node.Name,
            ["nameEn"] = node.NameEn,
            ["operatorGln"] = node.OperatorGln.ToString(),
            ["divisionCode"] = node.DivisionCode,
            ["longitude"] = node.Longitude,
            ["latitude"] = node.Latitude,
            ["parentGln"] = node.ParentGln?.ToString(),
            ["state"] = SnakeCase.Of(node.State),
            ["demonstration"] = node.Demonstration,
        };
}

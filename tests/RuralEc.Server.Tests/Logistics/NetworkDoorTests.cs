using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RuralEc.Gs1;
using RuralEc.Logistics;
using RuralEc.Logistics.Network;
using Xunit;

namespace RuralEc.Server.Tests.Logistics;

public class NetworkDoorTests
{
    private const string Zengcheng = "440118";
    private const string Network = "9521234100096";
    private const string Center = "9521234100034";
    private const string Town = "9521234100058";
    private const string Village = "9521234100065";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Particulars_change_with_a_reason_and_what_was_there_stays_in_the_history(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var officer = await server.SignedInAsync("officer", null, Zengcheng);
        await RegisterAsync(server);
        var change = ChangeOf(await NodeAsync(officer, Town));
        change["facts"] = new JsonObject
        {
            ["floorAreaSquareMeters"] = 80,
            ["chilledCubicMeters"] = 24.5,
            ["courierBrands"] = new JsonArray("中通", "邮政", "中通"),
            ["services"] = new JsonArray("parcels", "consolidation"),
        };
        change["name"] = "仙村镇综合服务站（示例）";

        using var changed = await officer.PutAsJsonAsync($"/api/nodes/{Town}", change, Ct);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        using var again = await officer.PutAsJsonAsync($"/api/nodes/{Town}", change, Ct);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        change["name"] = "又一个名字";
        using var stale = await officer.PutAsJsonAsync($"/api/nodes/{Town}", change, Ct);
        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);

        var node = await NodeAsync(officer, Town);
        Assert.Equal(2, node["version"]!.GetValue<int>());
        Assert.Equal(24.5, node["facts"]!["chilledCubicMeters"]!.GetValue<double>());
        Assert.Equal(2, node["facts"]!["courierBrands"]!.AsArray().Count);
        Assert.Null(node["facts"]!["frozenCubicMeters"]);
        var history = await officer.GetFromJsonAsync<JsonArray>($"/api/nodes/{Town}/history", Ct);
        Assert.Equal(2, history!.Count);
        Assert.Equal("补充资料", history[0]!["reason"]!.GetValue<string>());
        var members = history[0]!["members"]!.AsArray().ToDictionary(m => m!["member"]!.GetValue<string>());
        Assert.Equal(
            ["chilledCubicMeters", "courierBrands", "floorAreaSquareMeters", "name", "services"],
            members.Keys.Order(StringComparer.Ordinal)
        );
        Assert.Equal("仙村镇服务站（示例）", members["name"]!["from"]!.GetValue<string>());
        Assert.Null(members["floorAreaSquareMeters"]!["from"]);
        server.AssertCleanLog();
    }

    [Theory]
    [InlineData("""{"parentGln":"9521234100065"}""", "parent-tier")]
    [InlineData("""{"parentGln":"9521234100058"}""", "parent-circle")]
    [InlineData("""{"divisionCode":"440117111"}""", "other-district")]
    [InlineData("""{"longitude":23.158,"latitude":80}""", "outside-guangzhou")]
    [InlineData("""{"facts":{"servedDivisions":["440118999"]}}""", "unknown-division")]
    [InlineData("""{"facts":{"openingHours":[{"days":[],"opens":"08:00:00","closes":"09:00:00"}]}}""", "invalid-facts")]
    [InlineData(
        """{"facts":{"openingHours":[{"days":["monday"],"opens":"19:00:00","closes":"09:00:00"}]}}""",
        "invalid-facts"
    )]
    public async Task Nonsense_is_refused_and_nothing_changes(string members, string kind)
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        var officer = await server.SignedInAsync("officer", null, Zengcheng);
        await RegisterAsync(server);
        var change = ChangeOf(await NodeAsync(officer, Town));
        foreach (var (name, value) in JsonNode.Parse(members)!.AsObject())
        {
            change[name] = value?.DeepClone();
        }

        using var refused = await officer.PutAsJsonAsync($"/api/nodes/{Town}", change, Ct);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.EndsWith(kind, (await BodyAsync(refused))["type"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(1, (await NodeAsync(officer, Town))["version"]!.GetValue<int>());
        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_service_area_is_repaired_or_refused_with_the_place(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var officer = await server.SignedInAsync("officer", null, Zengcheng);
        await RegisterAsync(server);

        async Task<(HttpStatusCode Status, JsonObject Body)> DrawAsync(string? coordinates)
        {
            var geometry = coordinates is null ? "null" : $$"""{"type":"Polygon","coordinates":[{{coordinates}}]}""";
            using var answer = await officer.PutAsync(
                $"/api/nodes/{Town}/service-area",
                new StringContent($$"""{"geometry":{{geometry}}}""", Encoding.UTF8, "application/json"),
                Ct
            );
            return (answer.StatusCode, await BodyAsync(answer));
        }

        var (status, sound) = await DrawAsync("[[113.7,23.1],[113.8,23.1],[113.8,23.2],[113.7,23.2],[113.7,23.1]]");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Null(sound["repaired"]);

        // A spike out of the edge and back has no area of its own.
        var spike = "[[113.7,23.1],[113.8,23.1],[113.9,23.1],[113.8,23.1],[113.8,23.2],[113.7,23.2],[113.7,23.1]]";
        (status, var mended) = await DrawAsync(spike);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("自相交", mended["repaired"]!.GetValue<string>(), StringComparison.Ordinal);

        // A bow tie could mean two triangles or a box.
        (status, var bow) = await DrawAsync("[[113.7,23.1],[113.8,23.2],[113.8,23.1],[113.7,23.2],[113.7,23.1]]");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("(113.75, 23.15)", bow["detail"]!.GetValue<string>(), StringComparison.Ordinal);

        (status, _) = await DrawAsync("[[113.7,23.1],[113.8,23.2]]");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        (status, _) = await DrawAsync(null);
        Assert.Equal(HttpStatusCode.OK, status);
        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_link_runs_on_its_days_until_it_ends(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var officer = await server.SignedInAsync("officer", null, Zengcheng);
        var neighbour = await server.SignedInAsync("officer", null, "440117");
        await RegisterAsync(server);
        var id = Guid.CreateVersion7();
        var link = new
        {
            id,
            fromGln = Center,
            toGln = Town,
            days = new[] { "monday", "friday" },
            vehicle = "refrigerated_truck",
            from = "2026-11-01",
            departsAt = "06:30:00",
            capacityCubicMeters = 18,
        };

        using var foreign = await neighbour.PostAsJsonAsync("/api/node-links", link, Ct);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, foreign.StatusCode);
        using var created = await officer.PostAsJsonAsync("/api/node-links", link, Ct);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        using var again = await officer.PostAsJsonAsync("/api/node-links", link, Ct);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        using var early = await officer.PostAsJsonAsync($"/api/node-links/{id}/end", new { to = "2026-10-01" }, Ct);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, early.StatusCode);
        using var ended = await officer.PostAsJsonAsync($"/api/node-links/{id}/end", new { to = "2026-11-30" }, Ct);
        Assert.Equal(HttpStatusCode.OK, ended.StatusCode);

        async Task<int> OnAsync(string day) =>
            (await officer.GetFromJsonAsync<JsonArray>($"/api/node-links?day={day}", Ct))!.Count;

        Assert.Equal(0, await OnAsync("2026-10-31"));
        Assert.Equal(1, await OnAsync("2026-11-30"));
        Assert.Equal(0, await OnAsync("2026-12-01"));
        var all = await officer.GetFromJsonAsync<JsonArray>("/api/node-links", Ct);
        Assert.Equal(["monday", "friday"], all![0]!["days"]!.AsArray().Select(d => d!.GetValue<string>()));
        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_corrected_report_is_a_new_version_and_a_file_is_taken_whole_or_not_at_all(Database database)
    {
        await using var server = await Server.OnAsync(database);
        await RegisterAsync(server);
        var runner = await server.SignedInAsync("operator", Gln.Parse(Network));
        var stranger = await server.SignedInAsync("operator", Gln.Parse("9521234100102"));

        async Task<HttpStatusCode> CsvAsync(HttpClient by, string text)
        {
            using var answer = await by.PostAsync(
                "/api/daily-reports/csv",
                new StringContent(text, Encoding.UTF8, "text/csv"),
                Ct
            );
            return answer.StatusCode;
        }

        const string good =
            "节点GLN,日期,进件,出件\r\n9521234100058,2026-11-01,100,40\r\n9521234100065,2026-11-01,20,\r\n";
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await CsvAsync(stranger, good));
        Assert.Equal(HttpStatusCode.OK, await CsvAsync(runner, good));
        Assert.Equal(HttpStatusCode.OK, await CsvAsync(runner, good));
        using var wrong = await runner.PostAsync(
            "/api/daily-reports/csv",
            new StringContent(
                "gln,day,parcelsIn,farmParcelsOut,parcelsOut\n9521234100058,2026-11-02,90,,\n9521234100058,2026-13-02,x,9,2\n9521234100065,2026-11-02,1,9,2\n",
                Encoding.UTF8,
                "text/csv"
            ),
            Ct
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        var rows = (await BodyAsync(wrong))["rows"]!.AsArray();
        Assert.Equal([3, 3], rows.Select(r => r!["row"]!.GetValue<int>()));
        using var corrected = await runner.PostAsJsonAsync(
            "/api/daily-reports",
            new
            {
                gln = Town,
                day = "2026-11-01",
                figures = new { parcelsIn = 110, parcelsOut = 40 },
            },
            Ct
        );
        Assert.Equal(2, (await BodyAsync(corrected))["version"]!.GetValue<int>());

        var reports = await runner.GetFromJsonAsync<JsonArray>(
            $"/api/daily-reports?node={Town}&fromDay=2026-11-01&toDay=2026-11-30",
            Ct
        );
        Assert.Equal(110, Assert.Single(reports!)!["figures"]!["parcelsIn"]!.GetValue<int>());
        Assert.Null(reports![0]!["figures"]!["tonnesIn"]);
        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Figures_add_up_by_hand_and_stand_as_of_a_moment(Database database)
    {
        await using var server = await Server.OnAsync(database);
        await RegisterAsync(server);
        var by = Officer();
        await using var scope = server.Service<IServiceScopeFactory>().CreateAsyncScope();
        var desk = scope.ServiceProvider.GetRequiredService<ReportDesk>();
        var figures = scope.ServiceProvider.GetRequiredService<ReportIndicators>();

        static (int?, DailyReportCommand) Row(string gln, int day, ReportFigures f) =>
            (null, new(Gln.Parse(gln), new(2026, 11, day), f));

        await desk.RecordAsync(
            by,
            [
                Row(Town, 1, new(100, 40, 30, 1500m, 80, 60, 4, 3, null, null, 2, 1, 20m, 15m, 6m, 500m, 100m)),
                Row(Town, 2, new(50, 60, 10, 500m, VillageParcelsAddressed: 40, CostYuan: 300m)),
                Row(Village, 1, new(20, 5)),
            ],
            ReportDoor.Api,
            Ct
        );
        var before = DateTimeOffset.MaxValue;
        var period = new NetworkPeriod(new(2026, 11, 1), new(2026, 11, 2), before);

        async Task<double?> ValueAsync(IndicatorCode code, NetworkScope of) =>
            (await figures.OfAsync(by, of, period, Ct)).Single(i => i.Code == code).Value;

        var district = new NetworkScope(Zengcheng);
        Assert.Equal((100 + 50 + 20) / 2.0, await ValueAsync(IndicatorCode.ParcelsInPerDay, district));
        Assert.Equal(105 / 170.0, await ValueAsync(IndicatorCode.OutInRatio, district));
        Assert.Equal(40, await ValueAsync(IndicatorCode.FarmParcels, district));
        Assert.Equal(2000, await ValueAsync(IndicatorCode.FarmValue, district));
        // The second day says how many were addressed and not how many came: it does not count.
        Assert.Equal(60 / 80.0, await ValueAsync(IndicatorCode.DirectDelivery, district));
        Assert.Equal(0.75, await ValueAsync(IndicatorCode.OnTime, district));
        Assert.Equal(0.5, await ValueAsync(IndicatorCode.EmptyReturns, district));
        Assert.Equal(0.75, await ValueAsync(IndicatorCode.LoadRate, district));
        Assert.Equal((500 - 100 + 300) / 250.0, await ValueAsync(IndicatorCode.UnitCost, district));
        Assert.Null(await ValueAsync(IndicatorCode.ColdUse, district));
        Assert.Null(await ValueAsync(IndicatorCode.OnTime, new(Zengcheng, Gln.Parse(Village))));
        Assert.Equal((3, 2 * 2), await CompletenessAsync(figures, by, period));

        // 竹园村 is the one village proper of the district with a point in use.
        var proper = DivisionFile
            .Read()
            .Count(d =>
                d.Level == DivisionLevel.Village
                && d.Code.StartsWith(Zengcheng, StringComparison.Ordinal)
                && (d.Code[9] == '2' || d.Code[9] == '3')
            );
        Assert.Equal(1.0 / proper, await ValueAsync(IndicatorCode.VillageReach, district));

        var at = DateTimeOffset.MinValue.AddYears(1);
        Assert.Null(
            (await figures.OfAsync(by, district, period with { AsOf = at }, Ct))
                .Single(i => i.Code == IndicatorCode.FarmParcels)
                .Value
        );
        server.AssertCleanLog();
    }

    private static async Task<(int, int)> CompletenessAsync(
        ReportIndicators figures,
        ClaimsPrincipal by,
        NetworkPeriod period
    ) => await figures.CompletenessAsync(by, new("440118107"), period, Ct);

    private static ClaimsPrincipal Officer() =>
        new(
            new ClaimsIdentity(
                [
                    new(ClaimTypes.NameIdentifier, "officer"),
                    new(ClaimTypes.Role, "officer"),
                    new("district", Zengcheng),
                ],
                "test"
            )
        );

    private static async Task RegisterAsync(Server server)
    {
        var administrator = await server.SignedInAsync("administrator");
        foreach (var node in DemonstrationNodes.All.Where(n => n.Gln.ToString() is Center or Town or Village))
        {
            using var answer = await administrator.PostAsJsonAsync(
                "/api/nodes",
                new
                {
                    gln = node.Gln.ToString(),
                    kind = node.Kind switch
                    {
                        NodeKind.DistrictCenter => "district_center",
                        NodeKind.TownStation => "town_station",
                        _ => "village_point",
                    },
                    name = node.Name,
                    operatorGln = node.OperatorGln.ToString(),
                    divisionCode = node.DivisionCode,
                    longitude = node.Longitude,
                    latitude = node.Latitude,
                    parentGln = node.ParentGln?.ToString(),
                    state = "active",
                },
                Ct
            );
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        }
    }

    private static async Task<JsonObject> NodeAsync(HttpClient by, string gln) =>
        (await by.GetFromJsonAsync<JsonObject>($"/api/nodes/{gln}", Ct))!;

    private static JsonObject ChangeOf(JsonObject node) =>
        new()
        {
            ["version"] = node["version"]!.DeepClone(),
            ["name"] = node["name"]!.DeepClone(),
            ["operatorGln"] = node["operatorGln"]!.DeepClone(),
            ["divisionCode"] = node["divisionCode"]!.DeepClone(),
            ["longitude"] = node["longitude"]!.DeepClone(),
            ["latitude"] = node["latitude"]!.DeepClone(),
            ["parentGln"] = node["parentGln"]?.DeepClone(),
            ["facts"] = new JsonObject(),
            ["reason"] = "补充资料",
        };

    private static async Task<JsonObject> BodyAsync(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonObject>(Ct))!;
}

using System.Net;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using RuralEc.Logistics;
using Xunit;
using Roles = RuralEc.Server.Security.Roles;

namespace RuralEc.Server.Tests.Pages;

/// <summary>Gaps, sites and routes, form by form, without script.</summary>
public class PlanningPagesTests
{
    private const string Zengcheng = "440118";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_gap_is_told_with_its_measure_and_what_is_not_known(Database database)
    {
        await using var server = await Server.OnAsync(database);
        await NetworkAsync(server);
        using var officer = await server.BrowserAsync(Roles.Officer, null, Zengcheng);

        var page = await PageAsync(officer, "/officer/gaps?area=440118107&kind=TownStation&km=3&detour=1.5&speed=30");

        // Four villages stand 1, 2, 3 and 4 hundredths of a degree north of the station: by GRS80 a hundredth of a degree of
        // latitude is 1,107.5 m here, so with a detour of 1.5 the ways are 1.66, 3.32, 4.98 and 6.65 km.
        Assert.Contains("直线 × 绕行系数 1.5", page, StringComparison.Ordinal);
        Assert.Contains("<strong>3</strong> 个村居超出（共 4 个有坐标）", page, StringComparison.Ordinal);
        Assert.Contains("6.6", page, StringComparison.Ordinal);
        Assert.Contains("3.3", page, StringComparison.Ordinal);
        Assert.Contains("个村居没有坐标，无法判断", page, StringComparison.Ordinal);
        Assert.Contains("<strong>5,000</strong> 人在其中（2 个村居有人口数）", page, StringComparison.Ordinal);

        var csv = await officer.GetStringAsync(
            "/api/gaps.csv?area=440118107&kind=TownStation&km=3&detour=1.5&speed=30",
            Ct
        );
        Assert.Equal(4, csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length - 1);
        Assert.Contains(
            "应为正数",
            await PageAsync(officer, "/officer/gaps?area=440118&km=-1"),
            StringComparison.Ordinal
        );
        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Sites_are_proposed_proved_kept_shared_and_compared(Database database)
    {
        await using var server = await Server.OnAsync(database);
        await NetworkAsync(server);
        using var officer = await server.BrowserAsync(Roles.Officer, null, Zengcheng);
        using var colleague = await server.BrowserAsync(Roles.Officer, null, Zengcheng);
        using var neighbour = await server.BrowserAsync(Roles.Officer, null, "440117");

        var one = await SolvedAsync(officer, "/officer/siting", "siting", Siting("甲方案", "MaximalCovering", "1"));
        var page = await PageAsync(officer, one);

        // A village covers itself and its neighbours at 1.4 km; the two in the middle reach three each, and the third with
        // its neighbours has 3,000 and 2,000 known people and one village that counts 1,000.
        Assert.Contains("已证明最优", page, StringComparison.Ordinal);
        Assert.Contains("6,000", page, StringComparison.Ordinal);
        Assert.Contains("没有导入路网", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await colleague.GetAsync(one, Ct)).StatusCode);
        using var kept = await officer.SubmitAsync(one, "keep", ("name", "甲方案（定稿）"), ("shared", "true"));
        Assert.Equal(HttpStatusCode.Redirect, kept.StatusCode);
        Assert.Contains("甲方案（定稿）", await PageAsync(colleague, one), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await neighbour.GetAsync(one, Ct)).StatusCode);

        var two = await SolvedAsync(officer, "/officer/siting", "siting", Siting("乙方案", "SetCover", ""));
        var compared = await PageAsync(officer, $"/officer/siting/compare?id={one[16..]}&id={two[16..]}");
        Assert.Contains("甲方案（定稿）", compared, StringComparison.Ordinal);
        Assert.Contains("乙方案", compared, StringComparison.Ordinal);
        Assert.Contains("100.0%", compared, StringComparison.Ordinal);

        var csv = await officer.GetStringAsync($"/api/plans/{one[16..]}/siting.csv", Ct);
        Assert.Equal(4, csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length - 1);
        using var dropped = await officer.SubmitAsync(two, "drop", []);
        Assert.Equal(HttpStatusCode.NotFound, (await officer.GetAsync(two, Ct)).StatusCode);
        server.AssertCleanLog();
    }

    [Fact]
    public async Task A_question_without_an_answer_says_why()
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        await NetworkAsync(server);
        using var officer = await server.BrowserAsync(Roles.Officer, null, Zengcheng);

        var many = await SolvedAsync(officer, "/officer/siting", "siting", Siting("多", "MaximalCovering", "9"));
        Assert.Contains("要新增9个，但只有4个候选点", await PageAsync(officer, many), StringComparison.Ordinal);
        var far = Siting("远", "SetCover", "");
        far[^1] = ("candidates", "Points");
        var away = await SolvedAsync(
            officer,
            "/officer/siting",
            "siting",
            [.. far, ("points", "便利店,113.70,23.30\n邮政所，113.70，23.31")]
        );
        Assert.Contains("没有任何节点或候选点", await PageAsync(officer, away), StringComparison.Ordinal);
        far[^1] = ("candidates", "Points");
        using var wrong = await officer.SubmitAsync("/officer/siting", "siting", [.. far, ("points", "便利店")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Contains(
            "第 1 行应为",
            WebUtility.HtmlDecode(await wrong.Content.ReadAsStringAsync(Ct)),
            StringComparison.Ordinal
        );
        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_day_is_planned_printed_saved_as_gpx_and_planned_again(Database database)
    {
        await using var server = await Server.OnAsync(database);
        await NetworkAsync(server);
        using var officer = await server.BrowserAsync(Roles.Officer, null, Zengcheng);
        (string, string)[] form =
        [
            ("name", "周四"),
            ("day", "2026-11-26"),
            ("depot", "9521234100034"),
            (
                "vehicles",
                "车辆,常温kg,常温L,冷藏kg,冷藏L,出车,收车,元/公里\n冷藏车,800,6000,600,4000,06:30,18:00,3\n厢货,500,4000,,,06:30,18:00,2"
            ),
            (
                "stops",
                "名称,经度,纬度,作业,常温kg,冷藏kg,作业分钟,时间窗\n甲店,113.80,23.30,送,100,50,10,08:00-10:00\n乙店,113.86,23.27,取,200,,10,\n丙店,113.84,23.31,送,,120,10,"
            ),
            ("detourFactor", "1.3"),
            ("speed", "40"),
            ("seconds", "1"),
        ];

        var plan = await SolvedAsync(officer, "/officer/routes", "routes", form);
        var page = await PageAsync(officer, plan);
        Assert.Contains("全部必到的点都已排入", page, StringComparison.Ordinal);
        Assert.Contains("冷藏车 的行车单", page, StringComparison.Ordinal);
        // Only the refrigerated truck has a chilled compartment.
        Assert.Contains("1. ", page, StringComparison.Ordinal);

        var gpx = XDocument.Parse(await officer.GetStringAsync($"/api/plans/{plan[16..]}/routes.gpx", Ct));
        XNamespace gps = "http://www.topografix.com/GPX/1/1";
        var points = gpx.Descendants(gps + "rtept").ToList();
        var routes = gpx.Descendants(gps + "rte").Count();
        Assert.Equal(3 + (2 * routes), points.Count);
        Assert.Contains(points, p => p.Attribute("lat")!.Value.StartsWith("23.3", StringComparison.Ordinal));

        var again = await SolvedAsync(
            officer,
            plan,
            "replan",
            [("stops", "名称,经度,纬度,作业,常温kg,作业分钟\n丁店,113.82,23.29,送,50,5"), ("seconds", "1")]
        );
        Assert.Contains("丁店", await PageAsync(officer, again), StringComparison.Ordinal);

        form[4] = ("stops", "名称,经度,纬度,作业,冷冻kg\n冰店,113.80,23.30,送,30");
        var frozen = await SolvedAsync(officer, "/officer/routes", "routes", form);
        Assert.Contains("没有可行方案", await PageAsync(officer, frozen), StringComparison.Ordinal);
        form[4] = ("stops", "名称,经度,纬度,作业\n某店,abc,23.30,送");
        using var wrong = await officer.SubmitAsync("/officer/routes", "routes", form);
        Assert.Contains(
            "第2行",
            WebUtility.HtmlDecode(await wrong.Content.ReadAsStringAsync(Ct)),
            StringComparison.Ordinal
        );
        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_map_finds_by_name_and_code_and_gives_access_and_rates(Database database)
    {
        await using var server = await Server.OnAsync(database);
        await NetworkAsync(server);
        using var officer = await server.BrowserAsync(Roles.Officer, null, Zengcheng);

        var found = await PageAsync(officer, "/officer?q=" + Uri.EscapeDataString("竹园"));
        Assert.Contains("竹园村委会 440118107202", found, StringComparison.Ordinal);
        Assert.Contains("没有找到", await PageAsync(officer, "/officer?q=zzz"), StringComparison.Ordinal);

        var access = JsonNode.Parse(await officer.GetStringAsync("/api/node-map/access", Ct))!;
        Assert.Equal(
            4,
            access["features"]!
                .AsArray()
                .Count(f =>
                    f!["properties"]!["code"]!.GetValue<string>().StartsWith("44011810720", StringComparison.Ordinal)
                )
        );
        Assert.All(
            access["features"]!.AsArray(),
            f => Assert.InRange(f!["properties"]!["meters"]!.GetValue<double>(), 100, 60_000)
        );
        var rates = JsonNode.Parse(await officer.GetStringAsync("/api/node-map/rates", Ct))!;
        Assert.All(rates["features"]!.AsArray(), f => Assert.Equal(0, f!["properties"]!["reached"]!.GetValue<int>()));
        server.AssertCleanLog();
    }

    private static (string, string)[] Siting(string name, string model, string count) =>
        [
            ("name", name),
            ("area", "440118107"),
            ("kind", "VillagePoint"),
            ("model", model),
            ("newNodes", count),
            ("coverageKm", "1.7"),
            ("detourFactor", "1.3"),
            ("speed", "40"),
            ("seconds", "5"),
            ("peoplePerVillage", "1000"),
            ("candidates", "Villages"),
        ];

    /// <summary>Posts the question, waits for its job, and gives the page of the plan.</summary>
    private static async Task<string> SolvedAsync(
        HttpClient officer,
        string page,
        string form,
        (string, string)[] fields
    )
    {
        using var sent = await officer.SubmitAsync(page, form, fields);
        Assert.True(
            sent.StatusCode == HttpStatusCode.Redirect,
            WebUtility.HtmlDecode(await sent.Content.ReadAsStringAsync(Ct))
        );
        var job = sent.Headers.Location!.ToString();
        while (true)
        {
            using var answer = await officer.GetAsync(job, Ct);
            if (answer.StatusCode == HttpStatusCode.Redirect)
            {
                return new Uri(new("http://here"), answer.Headers.Location!.ToString()).AbsolutePath;
            }

            // Its title stands over every state of the job; the bar only while it runs.
            var waiting = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));
            Assert.True(waiting.Contains("<progress", StringComparison.Ordinal), waiting);
            await Task.Delay(100, Ct);
        }
    }

    /// <summary>A district centre, a town station, and four villages in a row north of it, two of them counted.</summary>
    private static async Task NetworkAsync(Server server)
    {
        using var administrator = await server.SignedInAsync("administrator");
        foreach (var node in DemonstrationNodes.All.Where(n => n.Gln.ToString() is "9521234100034" or "9521234100058"))
        {
            using var answer = await administrator.PostAsync(
                "/api/nodes",
                System.Net.Http.Json.JsonContent.Create(
                    new
                    {
                        gln = node.Gln.ToString(),
                        kind = node.Kind == NodeKind.DistrictCenter ? "district_center" : "town_station",
                        name = node.Name,
                        operatorGln = node.OperatorGln.ToString(),
                        divisionCode = node.DivisionCode,
                        longitude = node.Longitude,
                        latitude = node.Latitude,
                        state = "active",
                    }
                ),
                Ct
            );
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        }

        await VillagesAsync(server);
    }

    private static async Task VillagesAsync(Server server)
    {
        await using var scope =
            Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.CreateAsyncScope(
                server.Service<IServiceProvider>()
            );
        var import = scope.ServiceProvider.GetService(typeof(RuralEc.Logistics.Imports.DivisionImport));
        string[] codes = ["440118107200", "440118107201", "440118107202", "440118107203"];
        var rows = codes.Select(
            (code, i) =>
                new RuralEc.Logistics.Imports.ImportedFeature(
                    i + 1,
                    new NetTopologySuite.Geometries.Point(113.701, 23.158 + ((i + 1) * 0.01)),
                    i switch
                    {
                        2 => new() { ["code"] = code, ["population"] = "3000" },
                        3 => new() { ["code"] = code, ["population"] = "2000" },
                        _ => new Dictionary<string, string> { ["code"] = code },
                    }
                )
        );
        var summary = await ((RuralEc.Logistics.Imports.DivisionImport)import!).RunAsync(
            [.. rows],
            new("测试", "WGS84", CoordinateQuality.Surveyed),
            take: true,
            new(),
            Ct
        );
        Assert.Empty(summary.Faults);
        Assert.Equal(4, summary.Changed);
    }

    private static async Task<string> PageAsync(HttpClient browser, string path) =>
        WebUtility.HtmlDecode(await browser.GetStringAsync(path, Ct));
}

using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using RuralEc.Gs1;
using RuralEc.Logistics;
using RuralEc.Logistics.Network;
using RuralEc.Server.Tests.Logistics;
using Xunit;
using Roles = RuralEc.Server.Security.Roles;

namespace RuralEc.Server.Tests.Pages;

/// <summary>Particulars, service areas, links and daily reports of nodes, form by form, without script.</summary>
public class NetworkPagesTests
{
    private const string Operator = "9521234100096";
    private const string Center = "9521234100034";
    private const string Town = "9521234100058";
    private const string Sheet = "/officer/nodes/" + Town;
    private const string Edit = Sheet + "/edit";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_officer_corrects_particulars_and_the_history_says_from_what_to_what(Database database)
    {
        await using var server = await WithNodesAsync(database);
        using var officer = await server.BrowserAsync(Roles.Officer, null, "440118");

        var early = await Village.RefusedAsync(
            await officer.SubmitAsync(Edit, "facts", Particulars(("hours/0/closes", "07:00")))
        );
        var unknown = await Village.RefusedAsync(
            await officer.SubmitAsync(Edit, "facts", Particulars(("facts/servedDivisions", "440118107202、440118999")))
        );
        await Village.DoneAsync(officer.SubmitAsync(Edit, "facts", Particulars()));
        var stale = await Village.RefusedAsync(
            await officer.SubmitAsync(Edit, "facts", Particulars(("version", "1"), ("name", "又一个名字")))
        );

        Assert.Contains("关门晚于开门", early, StringComparison.Ordinal);
        Assert.Contains("440118999", unknown, StringComparison.Ordinal);
        Assert.Contains("已被他人更改", stale, StringComparison.Ordinal);
        var page = await PageAsync(officer, Sheet);
        foreach (
            var text in new[]
            {
                "80 m²",
                "24.5 m³",
                "电子秤、扫码终端",
                "快件收投",
                "周一至周五 08:30–18:00",
                "中通、邮政",
                "竹园村委会",
                "场地面积：— → 80 m²",
                "服务的村居：— → 竹园村委会",
                "营业时间：— → 周一至周五 08:30–18:00",
                "原因：补充资料",
                "登记，在营",
                "未填",
            }
        )
        {
            Assert.Contains(text, page, StringComparison.Ordinal);
        }

        // Nobody touched the position.
        Assert.DoesNotContain("位置：", page, StringComparison.Ordinal);

        var form = await PageAsync(officer, Edit);
        Assert.Contains("value=\"08:30\"", form, StringComparison.Ordinal);
        Assert.Contains("value=\"中通、邮政\"", form, StringComparison.Ordinal);
        server.AssertCleanLog();
    }

    [Fact]
    public async Task A_service_area_is_typed_line_by_line_or_pasted()
    {
        await using var server = await WithNodesAsync(Database.Sqlite);
        using var officer = await server.BrowserAsync(Roles.Officer, null, "440118");

        async Task<string> DrawAsync(string geometry, string crs = "WGS84")
        {
            using var answer = await officer.SubmitAsync(Edit, "area", ("areaCrs", crs), ("geometry", geometry));
            return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));
        }

        var bow = await DrawAsync(ImportFiles.Polygon(ImportFiles.BowTie));
        Assert.Contains("(113.75, 23.15)", bow, StringComparison.Ordinal);
        Assert.Contains("没有保存", bow, StringComparison.Ordinal);
        Assert.Contains("第2行", await DrawAsync("113.7,23.1\n113.8\n113.8,23.2"), StringComparison.Ordinal);
        Assert.Contains("写反", await DrawAsync("23.1,113.7\n23.1,113.8\n23.2,113.8"), StringComparison.Ordinal);
        Assert.Contains(
            "已修复：边界自相交",
            await DrawAsync(ImportFiles.Polygon(ImportFiles.Spike)),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "服务范围已保存",
            await DrawAsync("113.7, 23.1\n113.8 23.1\n113.8，23.2\n", "GCJ-02"),
            StringComparison.Ordinal
        );
        Assert.Contains("1 个面，4 个顶点", await PageAsync(officer, Edit), StringComparison.Ordinal);
        Assert.Contains("已绘制", await PageAsync(officer, Sheet), StringComparison.Ordinal);
        Assert.Contains("服务范围已删除", await DrawAsync(""), StringComparison.Ordinal);
        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_link_is_registered_shown_at_both_ends_and_ended(Database database)
    {
        await using var server = await WithNodesAsync(database);
        using var officer = await server.BrowserAsync(Roles.Officer, null, "440118");
        const string links = "/officer/links";
        (string, string)[] link =
        [
            ("fromGln", Center),
            ("toGln", Town),
            ("days", "Monday"),
            ("days", "Friday"),
            ("vehicle", "RefrigeratedTruck"),
            ("from", "2026-01-01"),
            ("departsAt", "06:30"),
            ("capacityCubicMeters", "18"),
        ];

        var circular = await Village.RefusedAsync(
            await officer.SubmitAsync(links, "link", [.. link.Where(f => f.Item1 != "toGln"), ("toGln", Center)])
        );
        await Village.DoneAsync(officer.SubmitAsync(links, "link", link));
        var list = await PageAsync(officer, links + "?node=" + Town);
        var sheet = await PageAsync(officer, Sheet);
        var end = links + "?end=" + list.Split("links?end=")[1].Split('#')[0];
        var early = await Village.RefusedAsync(await officer.SubmitAsync(end, "end", ("to", "2025-12-31")));
        await Village.DoneAsync(officer.SubmitAsync(end, "end", ("to", "2026-01-31")));

        Assert.Contains("线路的两端不能是同一个节点", circular, StringComparison.Ordinal);
        Assert.Contains("周一、周五 06:30", list, StringComparison.Ordinal);
        Assert.Contains("18 m³", list, StringComparison.Ordinal);
        Assert.Contains("冷藏车", sheet, StringComparison.Ordinal);
        Assert.Contains("停开日早于开行日", early, StringComparison.Ordinal);
        Assert.Contains("没有线路", await PageAsync(officer, links), StringComparison.Ordinal);
        Assert.Contains("2026-01-31", await PageAsync(officer, links + "?all=true"), StringComparison.Ordinal);
        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_operator_reports_a_day_and_corrects_it(Database database)
    {
        await using var server = await WithNodesAsync(database);
        using var reporter = await server.BrowserAsync(Roles.Operator, Gln.Parse(Operator));
        using var officer = await server.BrowserAsync(Roles.Officer, null, "440118");
        var day = Village.ChinaNow(0)[..10];
        var page = $"/node/daily-report?node={Town}&day={day}";

        var wrong = await Village.RefusedAsync(
            await reporter.SubmitAsync(page, "report", ("figures/runs", "2"), ("figures/emptyReturns", "3"))
        );
        var nothing = await Village.RefusedAsync(await reporter.SubmitAsync(page, "report"));
        await Village.DoneAsync(
            reporter.SubmitAsync(page, "report", ("figures/parcelsIn", "120"), ("figures/runs", "0"))
        );
        await Village.DoneAsync(
            officer.SubmitAsync(
                page.Replace("/node/", "/officer/", StringComparison.Ordinal),
                "report",
                ("figures/parcelsIn", "125")
            )
        );

        Assert.Contains("空返班次不能多于班次", wrong, StringComparison.Ordinal);
        Assert.Contains("value=\"3\"", wrong, StringComparison.Ordinal);
        Assert.Contains("至少填写一项", nothing, StringComparison.Ordinal);
        var standing = await PageAsync(reporter, page);
        Assert.Contains("现行第 2 版", standing, StringComparison.Ordinal);
        Assert.Contains("value=\"125\"", standing, StringComparison.Ordinal);
        var sheet = await PageAsync(officer, Sheet);
        Assert.Contains("进件\" class=\"number\">125<", sheet, StringComparison.Ordinal);

        // What was left out of the correction is unknown again, not nought.
        Assert.Contains("班次\" class=\"number\">—<", sheet, StringComparison.Ordinal);
        server.AssertCleanLog();
    }

    [Fact]
    public async Task A_table_of_reports_is_taken_whole_and_its_faults_are_told_by_row()
    {
        await using var server = await WithNodesAsync(Database.Sqlite);
        using var reporter = await server.BrowserAsync(Roles.Operator, Gln.Parse(Operator));
        const string page = "/node/daily-report";
        var template = await reporter.GetStringAsync(page + "/template.csv", Ct);
        Assert.Equal(ReportFile.Template, "\uFEFF" + template.TrimStart('\uFEFF'));

        async Task<HttpResponseMessage> SendAsync(string rows) =>
            await reporter.UploadAsync(
                page,
                "csv",
                "日报.csv",
                Encoding.UTF8.GetBytes("节点GLN,日期,进件,出件\n" + rows)
            );

        var refused = await Village.RefusedAsync(
            await SendAsync($"{Town},2026-06-01,5,7\n{Town},2026-06-02,五,\n9521234100003,2026-06-01,1,\n")
        );
        using var taken = await SendAsync($"{Town},2026-06-01,5,7\n{Town},2026-06-02,6,\n");
        var said = WebUtility.HtmlDecode(await taken.Content.ReadAsStringAsync(Ct));

        Assert.Contains("<td class=\"number\">3</td><td>进件</td>", refused, StringComparison.Ordinal);
        Assert.Contains("“五”不是数", refused, StringComparison.Ordinal);
        Assert.Contains("共 2 行，写入 2 行", said, StringComparison.Ordinal);
        using var without = await reporter.SubmitAsync(page, "csv");
        Assert.Contains("请选择文件", await Village.RefusedAsync(without), StringComparison.Ordinal);
        server.AssertCleanLog();
    }

    [Fact]
    public async Task A_file_larger_than_the_page_takes_is_said_to_be_too_large()
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        using var reporter = await server.BrowserAsync(Roles.Operator, Gln.Parse(Operator));
        using var body = new MultipartFormDataContent { { new ByteArrayContent(new byte[9 << 20]), "file", "a.csv" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/node/daily-report")
        {
            Content = body,
            Headers = { ExpectContinue = true },
        };

        using var answer = await reporter.SendAsync(request, Ct);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains(
            "内容太大",
            WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct)),
            StringComparison.Ordinal
        );
        server.AssertCleanLog();
    }

    [Fact]
    public async Task The_pages_are_there_in_English_too()
    {
        await using var server = await WithNodesAsync(Database.Sqlite);
        using var administrator = await server.BrowserAsync(Roles.Administrator);
        administrator.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");

        Assert.Contains("Facilities and services", await PageAsync(administrator, Sheet), StringComparison.Ordinal);
        Assert.Contains("Edit particulars", await PageAsync(administrator, Edit), StringComparison.Ordinal);
        Assert.Contains("Register a link", await PageAsync(administrator, "/officer/links"), StringComparison.Ordinal);
        Assert.Contains(
            "Many at once",
            await PageAsync(administrator, "/officer/daily-report"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Map review number",
            await PageAsync(administrator, "/officer/import"),
            StringComparison.Ordinal
        );
        server.AssertCleanLog();
    }

    private static (string, string)[] Particulars(params (string Name, string Value)[] other)
    {
        (string Name, string Value)[] all =
        [
            ("name", "仙村镇服务站（示例）"),
            ("operatorGln", Operator),
            ("parentGln", Center),
            ("divisionCode", "440118107"),
            ("crs", "WGS84"),
            ("longitude", "113.701"),
            ("latitude", "23.158"),
            ("facts/floorAreaSquareMeters", "80"),
            ("facts/chilledCubicMeters", "24.5"),
            ("facts/equipment", "Scale"),
            ("facts/equipment", "Scanner"),
            ("facts/services", "Parcels"),
            ("facts/courierBrands", "中通、邮政,中通"),
            ("facts/servedDivisions", "440118107202"),
            .. new[] { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday" }.Select(day => ("hours/0/days", day)),
            ("hours/0/opens", "08:30"),
            ("hours/0/closes", "18:00"),
            ("reason", "补充资料"),
        ];
        return [.. all.Where(f => !other.Any(o => o.Name == f.Name)), .. other];
    }

    private static async Task<Server> WithNodesAsync(Database database)
    {
        var server = await Server.OnAsync(database);
        await using var scope = server.Service<IServiceScopeFactory>().CreateAsyncScope();
        var nodes = scope.ServiceProvider.GetRequiredService<DemonstrationNodes>();
        await nodes.RegisterAsync(ImportFiles.Person(Roles.Administrator), Ct);
        return server;
    }

    private static async Task<string> PageAsync(HttpClient browser, string path) =>
        WebUtility.HtmlDecode(await browser.GetStringAsync(path, Ct));
}

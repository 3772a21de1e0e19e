using System.Net;
using RuralEc.Server.Security;
using RuralEc.Server.Tests.Traceability;
using Xunit;

namespace RuralEc.Server.Tests.Pages;

/// <summary>What officers and administrators see and do, form by form, without script.</summary>
public class OfficerPagesTests
{
    private const string Node = "/officer/nodes/" + BoxedHarvest.Warehouse;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_consumer_s_report_is_read_by_the_officer_of_the_district_alone(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var harvest = await BoxedHarvest.OnAsync(server);
        var run = await harvest.IssueLabelsAsync(3);
        var serial = LabelTests.Serials(run)[0];
        using var officer = await server.BrowserAsync(Roles.Officer, null, "440118");
        using var neighbour = await server.BrowserAsync(Roles.Officer, null, "440117");
        Assert.Contains("没有举报", await PageAsync(officer, "/officer/reports"), StringComparison.Ordinal);

        using var sent = await server.Anonymous.PostAsync(
            $"/01/{BoxedHarvest.Gtin}/10/{BoxedHarvest.Lot}/21/{serial}/report",
            new FormUrlEncodedContent(
                new Dictionary<string, string>
                {
                    ["id"] = Guid.CreateVersion7().ToString(),
                    ["kind"] = "copied_label",
                    ["text"] = "<b>封条破了</b>",
                }
            ),
            TestContext.Current.CancellationToken
        );

        Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
        var page = await PageAsync(officer, "/officer/reports");
        Assert.Contains(serial, page, StringComparison.Ordinal);
        Assert.Contains("标签像是复制或伪造的", page, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;封条破了", page, StringComparison.Ordinal);
        Assert.DoesNotContain(serial, await PageAsync(neighbour, "/officer/reports"), StringComparison.Ordinal);
        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_officer_registers_a_node_and_changes_its_state(Database database)
    {
        await using var server = await Server.OnAsync(database);
        await BoxedHarvest.OnAsync(server);
        using var officer = await server.BrowserAsync(Roles.Officer, null, "440118");

        var swapped = await RefusedAsync(RegisterAsync(officer, "440118003", "23.2074", "113.6431"));
        var elsewhere = await RefusedAsync(RegisterAsync(officer, "440117001", "113.6431", "23.2074"));
        using var registered = await RegisterAsync(officer, "440118003", "113.6431", "23.2074");
        var wordless = await RefusedAsync(officer.SubmitAsync(Node, "state", ("state", "Suspended")));
        using var suspended = await officer.SubmitAsync(Node, "state", ("state", "Suspended"), ("reason", "检修"));

        Assert.Contains("似乎写反了", swapped, StringComparison.Ordinal);
        Assert.Contains("value=\"测试公共仓\"", swapped, StringComparison.Ordinal);
        Assert.Contains("不在您的辖区内", elsewhere, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, registered.StatusCode);
        Assert.Contains("请说明原因", wordless, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, suspended.StatusCode);
        Assert.Contains("暂停", await PageAsync(officer, Node), StringComparison.Ordinal);
        Assert.Contains("测试公共仓", await PageAsync(officer, "/officer/nodes"), StringComparison.Ordinal);
        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_node_shows_its_lots_once_and_what_was_handed_over(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var harvest = await BoxedHarvest.OnAsync(server);
        using var officer = await server.BrowserAsync(Roles.Officer, null, "440118");
        using var registered = await RegisterAsync(officer, "440118003", "113.6431", "23.2074");
        var shipment = await harvest.ShipAsync();
        var handover = await BoxedHarvest.PostAsync(harvest.Driving, "/api/handovers", BoxedHarvest.Handover(shipment));
        await BoxedHarvest.PostAsync(
            harvest.Operating,
            $"/api/handovers/{handover["id"]!.GetValue<string>()}/decision",
            BoxedHarvest.Decision("accept")
        );

        var page = await PageAsync(officer, Node);

        // 40 boxes on a pallet and 80 loose ones are one lot of 120; the warmest of 5.1, 5.4 and 5.0 °C is told.
        Assert.Equal(2, page.Split("120 箱").Length - 1);
        Assert.Contains("表面最高 5.4 °C", page, StringComparison.Ordinal);
        Assert.Contains("陈司机", page, StringComparison.Ordinal);
        server.AssertCleanLog();
    }

    [Fact]
    public async Task An_account_is_added_with_its_party_and_what_was_typed_is_kept_but_the_password()
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        await BoxedHarvest.OnAsync(server);
        using var administrator = await server.BrowserAsync(Roles.Administrator);
        (string, string)[] person =
        [
            ("userName", "hong"),
            ("displayName", "黄小荔"),
            ("password", "secret-of-hong"),
            ("role", "clerk"),
        ];

        var homeless = await RefusedAsync(administrator.SubmitAsync("/admin/accounts", "account", person));
        using var added = await administrator.SubmitAsync(
            "/admin/accounts",
            "account",
            [.. person, ("party", BoxedHarvest.Cooperative.ToString())]
        );
        var list = await PageAsync(administrator, "/admin/accounts");

        Assert.Contains("该角色须指定所属主体", homeless, StringComparison.Ordinal);
        Assert.Contains("value=\"黄小荔\"", homeless, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-of-hong", homeless, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, added.StatusCode);
        Assert.Contains("黄小荔", list, StringComparison.Ordinal);
        server.AssertCleanLog();
    }

    [Fact]
    public async Task The_last_administrator_stays_one()
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        await BoxedHarvest.OnAsync(server);
        using var administrator = await server.BrowserAsync(Roles.Administrator);
        (string, string)[] self(string name) =>
            [
                ("userName", name),
                ("displayName", "x"),
                ("password", "another-password"),
                ("role", "clerk"),
                ("party", BoxedHarvest.Cooperative.ToString()),
            ];
        var names = await AdministratorsAsync(administrator);

        foreach (var name in names[..^1])
        {
            using var other = await administrator.SubmitAsync("/admin/accounts", "account", self(name));
            Assert.Equal(HttpStatusCode.Redirect, other.StatusCode);
        }
        var refused = await RefusedAsync(administrator.SubmitAsync("/admin/accounts", "account", self(names[^1])));

        Assert.Contains("最后一位管理员", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_of_an_account_is_in_the_reader_s_language()
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        using var administrator = await server.BrowserAsync(Roles.Administrator);
        administrator.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");

        var page = await RefusedAsync(
            administrator.SubmitAsync(
                "/admin/accounts",
                "account",
                ("userName", "zhang"),
                ("displayName", "Zhang"),
                ("password", "1111111111"),
                ("role", "auditor")
            )
        );

        Assert.Contains("at least 4 different characters", page, StringComparison.Ordinal);
    }

    private static async Task<string[]> AdministratorsAsync(HttpClient administrator) =>
        [
            .. (await BoxedHarvest.GetAsync(administrator, "/api/accounts"))
                .AsArray()
                .Where(account => account!["role"]!.GetValue<string>() == Roles.Administrator)
                .Select(account => account!["userName"]!.GetValue<string>()),
        ];

    private static Task<HttpResponseMessage> RegisterAsync(
        HttpClient officer,
        string division,
        string longitude,
        string latitude
    ) =>
        officer.SubmitAsync(
            "/officer/nodes/new",
            "node",
            ("kind", "PublicWarehouse"),
            ("name", "测试公共仓"),
            ("gln", BoxedHarvest.Warehouse),
            ("operatorGln", BoxedHarvest.Operator.ToString()),
            ("divisionCode", division),
            ("crs", "WGS84"),
            ("longitude", longitude),
            ("latitude", latitude),
            ("state", "Active")
        );

    private static async Task<string> RefusedAsync(Task<HttpResponseMessage> submitting)
    {
        using var answer = await submitting;
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<string> PageAsync(HttpClient browser, string path) =>
        await browser.GetStringAsync(path, TestContext.Current.CancellationToken);
}

using System.Net;
using System.Text;
using RuralEc.Logistics;
using RuralEc.Server.Tests.Logistics;
using Xunit;
using Roles = RuralEc.Server.Security.Roles;

namespace RuralEc.Server.Tests.Pages;

/// <summary>A file is looked at, confirmed and taken, without script.</summary>
public class ImportPagesTests
{
    private const string Import = "/officer/import";
    private const string Xiancun = "440118107";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_administrator_confirms_what_is_asked_and_imports_divisions(Database database)
    {
        await using var server = await Server.OnAsync(database);
        using var administrator = await server.BrowserAsync(Roles.Administrator);
        var started = await UploadAsync(
            administrator,
            "Divisions",
            $"code,name,lon,lat\n{Xiancun},仙村街道,113.71,23.15\n"
        );

        var preview = await FinishedAsync(administrator, started);
        Assert.Contains("仙村街道", preview, StringComparison.Ordinal);
        Assert.Contains("<b>1</b><span>更改</span>", preview, StringComparison.Ordinal);
        var hasty = await Village.RefusedAsync(await administrator.SubmitAsync(started, "take"));
        Assert.Contains("请先确认", hasty, StringComparison.Ordinal);
        Assert.Null((await ImportFiles.DivisionAsync(server, Xiancun)).Longitude);

        var taking = await Village.DoneAsync(administrator.SubmitAsync(started, "take", ("confirm", "true")));
        var twice = await Village.DoneAsync(administrator.SubmitAsync(started, "take", ("confirm", "true")));
        Assert.Equal(taking, twice);
        Assert.Contains("已导入：新增 0，更改 1", await FinishedAsync(administrator, taking), StringComparison.Ordinal);
        var division = await ImportFiles.DivisionAsync(server, Xiancun);
        Assert.Equal(("仙村街道", 113.71), (division.Name, division.Longitude));

        using var other = await server.BrowserAsync(Roles.Administrator);
        using var hidden = await other.GetAsync(taking, Ct);
        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        server.AssertCleanLog();
    }

    [Fact]
    public async Task An_officer_imports_nodes_of_the_own_district_and_no_divisions()
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        using var officer = await server.BrowserAsync(Roles.Officer, null, "440118");
        using var neighbour = await server.BrowserAsync(Roles.Officer, null, "440117");
        var file = ImportFiles.Csv([.. DemonstrationNodes.All.Where(n => n.Gln.ToString() == "9521234100034")]);

        var refused = await Village.RefusedAsync(await PostAsync(officer, "Divisions", file));
        Assert.Contains("只有管理员可以导入区划", refused, StringComparison.Ordinal);
        var foreign = await FinishedAsync(neighbour, await UploadAsync(neighbour, "Nodes", file));
        Assert.Contains("不在您的辖区内", foreign, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"_handler\" value=\"take\"", foreign, StringComparison.Ordinal);

        var started = await UploadAsync(officer, "Nodes", file);
        await FinishedAsync(officer, started);
        var taking = await Village.DoneAsync(officer.SubmitAsync(started, "take"));

        Assert.Contains("已导入：新增 1", await FinishedAsync(officer, taking), StringComparison.Ordinal);
        Assert.Single(await ImportFiles.NodesAsync(server));
        Assert.Empty(Directory.GetFiles(Path.GetTempPath(), "ruralec-import-*"));
        server.AssertCleanLog();
    }

    [Fact]
    public async Task Of_many_faults_the_first_are_shown_and_a_file_may_be_larger_than_other_forms()
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        using var officer = await server.BrowserAsync(Roles.Officer, null, "440118");
        var row = new string('x', 290) + "\n";
        var large = new StringBuilder("gln,name\n").Insert(9, "9521234100034," + row, 10_000).ToString();

        var page = await FinishedAsync(officer, await UploadAsync(officer, "Nodes", large));

        Assert.Contains("显示前 200 处", page, StringComparison.Ordinal);
        Assert.Contains("请改正文件后重新上传", page, StringComparison.Ordinal);
        var unreadable = await FinishedAsync(officer, await UploadAsync(officer, "Nodes", "{\"type\":"));
        Assert.Contains("这不是完整的GeoJSON", unreadable, StringComparison.Ordinal);
        using var empty = await officer.SubmitAsync(Import, "import", Fields("Nodes"));
        Assert.Contains("请选择文件", await Village.RefusedAsync(empty), StringComparison.Ordinal);
        server.AssertCleanLog();
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient browser, string what, string file) =>
        browser.UploadAsync(Import, "import", "file.csv", Encoding.UTF8.GetBytes(file), Fields(what));

    private static async Task<string> UploadAsync(HttpClient browser, string what, string file) =>
        await Village.DoneAsync(await PostAsync(browser, what, file));

    private static (string, string)[] Fields(string what) =>
        [("what", what), ("source", "测试数据 2026"), ("crs", "WGS84"), ("quality", "named-point")];

    /// <summary>The page of a job when it no longer asks to be read again.</summary>
    private static async Task<string> FinishedAsync(HttpClient browser, string path)
    {
        for (var left = 300; ; left--)
        {
            var page = WebUtility.HtmlDecode(await browser.GetStringAsync(path, Ct));
            if (!page.Contains("http-equiv=\"refresh\"", StringComparison.Ordinal))
            {
                return page;
            }

            Assert.True(left > 0, "The job does not end.");
            await Task.Delay(100, Ct);
        }
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RuralEc.Server.Tests.Traceability;
using Xunit;
using static RuralEc.Server.Tests.Traceability.BoxedHarvest;

namespace RuralEc.Server.Tests.Scan;

/// <summary>Scans of a real harvest, as a phone and as a program make them.</summary>
public sealed class ScanPageTests
{
    private const int MostBytes = 30 * 1024;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_package_has_one_page_without_script_login_or_cookie(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var harvest = await BoxedHarvest.OnAsync(server);
        var (serial, _) = await PackedAsync(harvest);

        using var answer = await AskAsync(server, Link(serial), "text/html", compressed: true);
        var compressed = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var html = await PageAsync(server, Link(serial));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal("br", answer.Content.Headers.ContentEncoding.Single());
        Assert.InRange(compressed.Length, 1, MostBytes);
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.Contains("Accept-Language", answer.Headers.Vary);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.StartsWith(
            "default-src 'none'",
            answer.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<!--", html, StringComparison.Ordinal);
        foreach (
            var said in (string[])
                [
                    "<html lang=\"zh-CN\">",
                    "增城仙村示例荔枝专业合作社",
                    "一级",
                    "2.5 千克",
                    "2606260713",
                    serial,
                    "采收",
                    "装箱",
                    "2026年6月26日",
                    "没有温度记录",
                ]
        )
        {
            Assert.Contains(said, html, StringComparison.Ordinal);
        }
        Assert.DoesNotContain("113.72", html, StringComparison.Ordinal);
        Assert.DoesNotContain("020-12345678", html, StringComparison.Ordinal);
        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Every_state_of_a_code_has_its_own_page_and_status(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var harvest = await BoxedHarvest.OnAsync(server);
        var (serial, run) = await PackedAsync(harvest);
        var printed = LabelTests.Serials(run)[50];
        var voided = LabelTests.Serials(run)[60];
        await PostAsync(
            harvest.Manager,
            "/api/codes/voids",
            new
            {
                id = Guid.CreateVersion7(),
                gtin = Gtin,
                serials = new[] { voided },
                reason = "标签撕坏",
                place = Packhouse,
                at = "2026-06-26T17:00:00+08:00",
            }
        );

        foreach (
            var (path, status, said) in (List<(string, HttpStatusCode, string)>)
                [
                    (Link(serial), HttpStatusCode.OK, "来源可查"),
                    ($"/01/{Gtin}/21/{serial}", HttpStatusCode.OK, "来源可查"),
                    ($"/01/{Gtin}/10/{Lot}", HttpStatusCode.OK, "批次码"),
                    ($"/01/{Gtin}", HttpStatusCode.OK, "最近的批次"),
                    (Link(printed), HttpStatusCode.OK, "此码尚未启用"),
                    (Link(voided), HttpStatusCode.Gone, "此码已作废"),
                    ($"/01/{Gtin}/10/OTHER/21/{serial}", HttpStatusCode.NotFound, "查无此码"),
                    (Link("0000000000"), HttpStatusCode.NotFound, "查无此码"),
                    ($"/01/{Gtin}/10/NONE", HttpStatusCode.NotFound, "查无此批次"),
                    ("/01/00012345678905", HttpStatusCode.NotFound, "查无此产品"),
                    ("/01/09521234500019", HttpStatusCode.BadRequest, "应为 8"),
                    ("/01/0952123450001", HttpStatusCode.BadRequest, "14 位"),
                    ("/01/abc", HttpStatusCode.BadRequest, "只能是数字"),
                    ($"/01/{Gtin}/21/{serial}/10/{Lot}", HttpStatusCode.BadRequest, "之前"),
                    ($"/01/{Gtin}/10/123456789012345678901", HttpStatusCode.BadRequest, "批次号应为"),
                    ($"/01/{Gtin}/10/%E8%8D%94%E6%9E%9D", HttpStatusCode.BadRequest, "不能识别"),
                    ($"/01/{Gtin}/10/%", HttpStatusCode.BadRequest, "不能识别"),
                    ($"/01/{Gtin}/10/..%2F..%2Fetc%2Fpasswd", HttpStatusCode.NotFound, "查无此批次"),
                    ($"/01/{Gtin}/10/{new string('9', 3_000)}", HttpStatusCode.BadRequest, "这不是有效"),
                    ($"/01/{Gtin}/10/{Lot}/nonsense", HttpStatusCode.BadRequest, "网址应为"),
                    ("/t/ABC", HttpStatusCode.BadRequest, "11 个字符"),
                    ("/t/7F3K9QX2M80", HttpStatusCode.BadRequest, "校验字符"),
                    ("/t/UUUUUUUUUUU", HttpStatusCode.BadRequest, "没有 I"),
                    ("/t/%F0%9F%8D%92", HttpStatusCode.BadRequest, "这不是有效"),
                    ("/t/A%00B", HttpStatusCode.BadRequest, ""),
                    ("/t/" + new string('x', 2_000), HttpStatusCode.BadRequest, "11 个字符"),
                    ("/t", HttpStatusCode.OK, "手工输入追溯码"),
                ]
        )
        {
            using var answer = await AskAsync(server, path, "text/html");
            var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

            Assert.True(status == answer.StatusCode, $"{path}: {(int)answer.StatusCode}");
            Assert.True(html.Contains(said, StringComparison.Ordinal), $"{path} does not say {said}");
        }
        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_short_code_is_read_in_any_case_and_its_routes_too(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var harvest = await BoxedHarvest.OnAsync(server);
        var (serial, run) = await PackedAsync(harvest);
        var code = run["labels"]![0]!["shortCode"]!.GetValue<string>();

        foreach (var path in (string[])[$"/t/{code}", $"/T/{code.ToLowerInvariant()}", $"/t/{code[..5]}-{code[5..]}"])
        {
            Assert.Contains(serial, await PageAsync(server, path), StringComparison.Ordinal);
        }
        using var typed = await AskAsync(server, $"/t?code={code}", "text/html");
        Assert.Equal(HttpStatusCode.Redirect, typed.StatusCode);
        Assert.Equal($"/t/{code}", typed.Headers.Location?.ToString());
    }

    [Fact]
    public async Task Programs_get_the_same_facts_as_json_and_problems_for_what_is_wrong()
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        var harvest = await BoxedHarvest.OnAsync(server);
        var (serial, _) = await PackedAsync(harvest);

        var json = await JsonAsync(server, Link(serial), "application/json", HttpStatusCode.OK);
        var linked = await JsonAsync(server, Link(serial), "application/ld+json", HttpStatusCode.OK);
        var unknown = await JsonAsync(server, Link("0000000000"), "application/json", HttpStatusCode.NotFound);
        var malformed = await JsonAsync(server, "/01/09521234500019", "application/json", HttpStatusCode.BadRequest);

        Assert.Equal($"https://id.gs1.org/01/{Gtin}/21/{serial}", json["@id"]!.GetValue<string>());
        Assert.Equal("cold_chain_unknown", json["verdict"]!["kind"]!.GetValue<string>());
        Assert.Equal(Gtin, json["product"]!["gtin"]!.GetValue<string>());
        Assert.Equal(Lot, json["lot"]!["number"]!.GetValue<string>());
        Assert.Equal("activated", json["package"]!["state"]!.GetValue<string>());
        Assert.Equal("harvest", json["journey"]![0]!["kind"]!.GetValue<string>());
        Assert.Null(json["@context"]);
        Assert.NotNull(linked["@context"]);
        Assert.EndsWith("/unknown-code", unknown["type"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.EndsWith("/malformed-code", malformed["type"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains("8", malformed["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "en-GB,en;q=0.9", "en")]
    [InlineData("?lang=en", "zh-CN", "en")]
    [InlineData("?lang=zh-CN", "en", "zh-CN")]
    [InlineData("", "zh-TW,en;q=0.8", "zh-CN")]
    [InlineData("", "fr", "zh-CN")]
    [InlineData("?lang=%3Cscript%3E", "", "zh-CN")]
    public async Task The_page_speaks_the_reader_s_language(string query, string accepted, string expected)
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/01/09521234500018" + query);
        request.Headers.TryAddWithoutValidation("Accept-Language", accepted);

        using var answer = await server.Anonymous.SendAsync(request, TestContext.Current.CancellationToken);
        var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Contains($"<html lang=\"{expected}\">", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Head_and_options_are_answered_and_a_link_has_its_symbol()
    {
        Eyes.RequireZbar();
        await using var server = await Server.OnAsync(Database.Sqlite);
        var harvest = await BoxedHarvest.OnAsync(server);
        var (serial, run) = await PackedAsync(harvest);
        var code = run["labels"]![0]!["shortCode"]!.GetValue<string>();
        var picture = Path.GetTempFileName() + ".png";

        using var head = new HttpRequestMessage(HttpMethod.Head, Link(serial));
        using var headed = await server.Anonymous.SendAsync(head, TestContext.Current.CancellationToken);
        using var options = new HttpRequestMessage(HttpMethod.Options, Link(serial));
        using var opted = await server.Anonymous.SendAsync(options, TestContext.Current.CancellationToken);
        using var svg = await AskAsync(server, Link(serial) + "/qr.svg", "*/*");
        await File.WriteAllBytesAsync(
            picture,
            await server.Anonymous.GetByteArrayAsync($"/t/{code}/qr.png", TestContext.Current.CancellationToken),
            TestContext.Current.CancellationToken
        );
        var read = await Eyes.DecodeAsync(picture);
        File.Delete(picture);

        Assert.Equal(HttpStatusCode.OK, headed.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, opted.StatusCode);
        Assert.Contains("HEAD", opted.Content.Headers.Allow);
        Assert.Equal("image/svg+xml", svg.Content.Headers.ContentType?.MediaType);
        Assert.Equal($"HTTPS://T.EXAMPLE.CN/T/{code}", Assert.Single(read));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_report_needs_no_script_and_is_taken_once(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var harvest = await BoxedHarvest.OnAsync(server);
        var (serial, _) = await PackedAsync(harvest);
        var id = Guid.CreateVersion7().ToString();

        using var first = await ReportAsync(server, serial, ("id", id), ("kind", "copied_label"), ("text", "封条破了"));
        using var again = await ReportAsync(server, serial, ("id", id), ("kind", "copied_label"), ("text", "封条破了"));
        using var trapped = await ReportAsync(server, serial, ("kind", "other"), ("website", "http://spam"));
        using var empty = await ReportAsync(server, serial, ("text", "x"));
        using var lengthy = await ReportAsync(server, serial, ("kind", "other"), ("text", new string('长', 501)));
        var after = await PageAsync(server, first.Headers.Location!.ToString().Split('#')[0]);
        var taken = await GetAsync(harvest.Manager, "/api/suspicion-reports");

        Assert.Equal(HttpStatusCode.SeeOther, first.StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, again.StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, trapped.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, empty.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, lengthy.StatusCode);
        Assert.Contains("已收到", after, StringComparison.Ordinal);
        Assert.Equal("封条破了", Assert.Single(taken.AsArray())!["text"]!.GetValue<string>());
        server.AssertCleanLog();
    }

    [Fact]
    public async Task A_held_lot_says_so_within_a_second()
    {
        var clock = new FakeTimeProvider(new(2026, 7, 1, 0, 0, 0, TimeSpan.Zero));
        await using var server = await Server.OnAsync(
            Database.Sqlite,
            services => services.AddSingleton<TimeProvider>(clock)
        );
        var harvest = await BoxedHarvest.OnAsync(server);
        var (serial, _) = await PackedAsync(harvest);
        Assert.DoesNotContain("暂停销售", await PageAsync(server, Link(serial)), StringComparison.Ordinal);

        await PostAsync(
            harvest.Manager,
            "/api/holds",
            new
            {
                id = Guid.CreateVersion7(),
                gtin = Gtin,
                lot = Lot,
                at = "2026-06-26T18:00:00+08:00",
                reason = "抽检",
            }
        );

        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains("暂停销售", await PageAsync(server, Link(serial)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Labels_of_a_run_are_printed_by_their_co_operative_alone()
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        var harvest = await BoxedHarvest.OnAsync(server);
        var (serial, run) = await PackedAsync(harvest);
        var path = $"/coop/labels/{run["id"]!.GetValue<string>()}";
        using var stranger = await server.SignedInAsync(Security.Roles.Manager, OtherCooperative);

        var html = await harvest.Manager.GetStringAsync(
            path + "?format=40x30&from=1&to=3",
            TestContext.Current.CancellationToken
        );
        using var foreign = await stranger.GetAsync(path, TestContext.Current.CancellationToken);
        using var nonsense = await harvest.Manager.GetAsync(path + "?format=a0", TestContext.Current.CancellationToken);
        using var far = await harvest.Manager.GetAsync(path + "?dx=NaN", TestContext.Current.CancellationToken);

        Assert.Contains(serial, html, StringComparison.Ordinal);
        Assert.Contains("增城区", html, StringComparison.Ordinal);
        Assert.Equal(3, html.Split("class=\"label ").Length - 1);
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, nonsense.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, far.StatusCode);
    }

    /// <summary>A label run whose first 40 codes are on a pallet, and the first of them.</summary>
    private static async Task<(string Serial, JsonObject Run)> PackedAsync(BoxedHarvest harvest)
    {
        var run = await harvest.IssueLabelsAsync(Boxes);
        await harvest.PackPalletAsync(
            new
            {
                gtin = Gtin,
                lot = Lot,
                labels = new
                {
                    runId = run["id"]!.GetValue<string>(),
                    first = 1,
                    last = 40,
                },
            }
        );
        return (LabelTests.Serials(run)[0], run);
    }

    private static string Link(string serial) => $"/01/{Gtin}/10/{Lot}/21/{serial}";

    private static Task<HttpResponseMessage> ReportAsync(
        Server server,
        string serial,
        params (string Name, string Value)[] fields
    ) =>
        server.Anonymous.PostAsync(
            Link(serial) + "/report",
            new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))),
            TestContext.Current.CancellationToken
        );

    private static async Task<JsonObject> JsonAsync(Server server, string path, string accept, HttpStatusCode status)
    {
        using var answer = await AskAsync(server, path, accept);
        Assert.Equal(status, answer.StatusCode);
        Assert.EndsWith("json", answer.Content.Headers.ContentType!.MediaType, StringComparison.Ordinal);
        return JsonNode
            .Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!
            .AsObject();
    }

    private static async Task<string> PageAsync(Server server, string path)
    {
        using var answer = await AskAsync(server, path, "text/html");
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<HttpResponseMessage> AskAsync(
        Server server,
        string path,
        string accept,
        bool compressed = false
    )
    {
        // As it stands: a percent sign that is no escape must reach the server.
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            new Uri(
                server.Address.GetLeftPart(UriPartial.Authority) + path,
                new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }
            )
        );
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
        if (compressed)
        {
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("br"));
        }
        return await server.Anonymous.SendAsync(request, TestContext.Current.CancellationToken);
    }
}

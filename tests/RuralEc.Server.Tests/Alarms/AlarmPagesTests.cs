using System.Net;
using RuralEc.Server.Security;
using Xunit;

namespace RuralEc.Server.Tests.Alarms;

/// <summary>The alarm desk as people use it: forms without script.</summary>
public class AlarmPagesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_night_at_the_desk()
    {
        await using var store = await ColdStore.OnAsync(Database.Sqlite);
        using var browser = await store.Server.BrowserAsync(Roles.Operator, Mqtt.Device.Party);
        var room = await store.RoomAsync("A1");
        await store.PlaceAsync(room);
        await store.PassAsync(15, ("A1", 12));
        var id = ColdStore.IdOf(Assert.Single(await store.UntilAsync(a => a.Count == 1)));

        var desk = WebUtility.HtmlDecode(await browser.GetStringAsync("/alarms", Ct));
        Assert.Contains("温度过高，最高 12.0\u00a0°C", desk, StringComparison.Ordinal);
        Assert.Contains("冷间 A1", desk, StringComparison.Ordinal);
        Assert.Contains("涉及 1 批货", desk, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "温度过高",
            await browser.GetStringAsync("/alarms?severity=Critical", Ct),
            StringComparison.Ordinal
        );

        // One tap on the desk itself: the row's form posts to the alarm and comes back.
        Assert.Contains($"<form method=\"post\" action=\"/alarms/{id}\">", desk, StringComparison.Ordinal);
        using var acknowledged = await browser.SubmitAsync(
            $"/alarms/{id}",
            "acknowledge",
            ("comment", "压缩机跳闸，已复位"),
            ("back", "/alarms")
        );
        Assert.Equal("/alarms?done=acknowledged", acknowledged.Headers.Location!.PathAndQuery);

        using var assigned = await browser.SubmitAsync($"/alarms/{id}", "assign", ("to", "operator-2"));
        Assert.Equal(HttpStatusCode.Redirect, assigned.StatusCode);
        using var snoozed = await browser.SubmitAsync($"/alarms/{id}", "snooze", ("minutes", "60"));
        Assert.Equal(HttpStatusCode.Redirect, snoozed.StatusCode);
        using var empty = await browser.SubmitAsync($"/alarms/{id}", "comment", ("comment", " "));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.StatusCode);
        using var commented = await browser.SubmitAsync($"/alarms/{id}", "comment", ("comment", "货已移到2号库"));
        Assert.Equal(HttpStatusCode.Redirect, commented.StatusCode);

        var sheet = await browser.GetStringAsync($"/alarms/{id}", Ct);
        foreach (
            var part in new[]
            {
                "operator-2 确认",
                "压缩机跳闸，已复位",
                "operator-2 分派给 operator-2",
                "推迟到",
                "货已移到2号库",
                "<svg",
                "095212340000000013",
            }
        )
        {
            Assert.Contains(part, sheet, StringComparison.Ordinal);
        }

        Assert.Contains(
            "没有符合条件的告警",
            await browser.GetStringAsync("/alarms?fresh=true&state=all", Ct),
            StringComparison.Ordinal
        );
        Assert.Contains("冷间 A1", await browser.GetStringAsync("/alarms?mine=true", Ct), StringComparison.Ordinal);
        store.Server.AssertCleanLog();
    }

    [Fact]
    public async Task A_defrost_window_is_announced_and_withdrawn()
    {
        await using var store = await ColdStore.OnAsync(Database.Sqlite);
        using var browser = await store.Server.BrowserAsync(Roles.Manager, Mqtt.Device.Party);
        var room = await store.RoomAsync("A1");

        using var tooLong = await browser.SubmitAsync(
            "/alarms/windows",
            "window",
            ("kind", "Defrost"),
            ("assetId", room.ToString()),
            ("from", "2046-06-28T02:00"),
            ("lengthMinutes", "300")
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, tooLong.StatusCode);
        Assert.Contains("120", await tooLong.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        using var announced = await browser.SubmitAsync(
            "/alarms/windows",
            "window",
            ("kind", "Defrost"),
            ("assetId", room.ToString()),
            ("from", "2046-06-28T02:00"),
            ("lengthMinutes", "30"),
            ("weekdays", "1"),
            ("weekdays", "7")
        );
        Assert.Equal(HttpStatusCode.Redirect, announced.StatusCode);
        var page = await browser.GetStringAsync("/alarms/windows", Ct);
        Assert.Contains("周一、周日 02:00 起 30 分钟", page, StringComparison.Ordinal);

        var form = System.Text.RegularExpressions.Regex.Match(page, "end-[0-9a-f-]{36}").Value;
        using var ended = await browser.SubmitAsync("/alarms/windows", form);
        Assert.Equal("/alarms/windows?done=ended", ended.Headers.Location!.PathAndQuery);
        Assert.Contains("没有计划时段", await browser.GetStringAsync("/alarms/windows", Ct), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_month_of_alarms_is_a_table(Database database)
    {
        await using var store = await ColdStore.OnAsync(database);
        await store.RoomAsync("A1");
        await store.PassAsync(15, ("A1", 9));
        var onset = store.Clock.GetUtcNow().AddMinutes(-10);
        await store.UntilAsync(a => a.Count == 1);
        await store.PassAsync(20, ("A1", 4));
        await store.UntilAsync(a => a.Count == 0);
        await store.PassAsync(15, ("A1", 12));
        await store.UntilAsync(a => a.Count == 1);

        const string Path = "/api/alarms/export?from=2046-06-26T00:00:00Z&to=2046-07-26T00:00:00Z&format=";
        var lines = (await store.Manager.GetStringAsync(Path + "csv", Ct)).TrimEnd().Split("\r\n");
        Assert.StartsWith("id,kind,severity,asset,", lines[0], StringComparison.Ordinal);
        Assert.Equal(3, lines.Length);
        Assert.Contains(",temperature,excursion,冷间 A1,", lines[1], StringComparison.Ordinal);
        // The newest lasts, and nothing is known of its end.
        Assert.Contains("Z,,,8,12,", lines[1], StringComparison.Ordinal);
        Assert.Contains($",{onset:yyyy-MM-dd'T'HH:mm:ss.fff'Z'},", lines[2], StringComparison.Ordinal);
        // Fifteen minutes, and the seconds that the clock went on while the server was waited for.
        Assert.Matches(@",15(\.\d+)?,8,9,", lines[2]);
        Assert.StartsWith("PAR1", await store.Manager.GetStringAsync(Path + "parquet", Ct), StringComparison.Ordinal);
        Assert.StartsWith("PK", await store.Manager.GetStringAsync(Path + "xlsx", Ct), StringComparison.Ordinal);
        using var tooLong = await store.Manager.GetAsync(
            "/api/alarms/export?from=2046-01-01T00:00:00Z&to=2046-07-26T00:00:00Z&format=csv",
            Ct
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, tooLong.StatusCode);
        store.Server.AssertCleanLog();
    }

    [Fact]
    public async Task An_officer_holds_readings_by_a_scanned_label_and_lets_them_go()
    {
        await using var store = await ColdStore.OnAsync(Database.Sqlite);
        await store.PlaceAsync(await store.RoomAsync("A1"));
        using var officer = await store.Server.BrowserAsync(Roles.Officer);
        using var manager = await store.Server.BrowserAsync(Roles.Manager);
        const string Path = "/officer/legal-holds";

        using var nothing = await officer.SubmitAsync(Path, "hold", ("item", "荔枝"), ("reason", "118号"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, nothing.StatusCode);
        Assert.Contains("需要批次或托盘的标准标识", await TextAsync(nothing), StringComparison.Ordinal);
        using var set = await officer.SubmitAsync(
            Path,
            "hold",
            ("item", "https://trace.example.cn/00/095212340000000013"),
            ("reason", "穗增市监立〔2026〕118号")
        );
        Assert.True(set.StatusCode == HttpStatusCode.Redirect, await TextAsync(set));
        Assert.Equal(Path + "?done=set", set.Headers.Location!.PathAndQuery);
        var page = WebUtility.HtmlDecode(await officer.GetStringAsync(Path, Ct));
        Assert.Contains("托盘 095212340000000013", page, StringComparison.Ordinal);
        Assert.Contains("穗增市监立〔2026〕118号", page, StringComparison.Ordinal);

        var form = System.Text.RegularExpressions.Regex.Match(page, "release-[0-9a-f-]{36}").Value;
        using var released = await officer.SubmitAsync(Path, form, ("reason", "已结案"));
        Assert.Equal(Path + "?done=released", released.Headers.Location!.PathAndQuery);
        Assert.Contains("没有留存令", await officer.GetStringAsync(Path, Ct), StringComparison.Ordinal);
        Assert.Contains("已结案", await officer.GetStringAsync(Path + "?past=true", Ct), StringComparison.Ordinal);
        using var notTheirs = await manager.GetAsync(Path, Ct);
        Assert.NotEqual(HttpStatusCode.OK, notTheirs.StatusCode);
        store.Server.AssertCleanLog();
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_room_that_gets_warmer_day_by_day_and_one_whose_loggers_disagree_want_a_look(Database database)
    {
        await using var store = await ColdStore.OnAsync(database);
        await store.RoomAsync("A1", mountedFor: TimeSpan.FromDays(9));
        var twice = await store.RoomAsync("B1", mountedFor: TimeSpan.FromDays(1));
        await store.AddLoggerAsync("B2", twice, TimeSpan.FromDays(1));
        var now = store.Clock.GetUtcNow();
        // 0.2 K a day.
        await store.SayAsync(
            "A1",
            [.. Enumerable.Range(0, 8 * 24).Select(h => (now.AddHours(h - (8 * 24)), 3 + (h / 24 * 0.2)))]
        );
        await store.SayAsync("B1", [.. Enumerable.Range(1, 20).Select(h => (now.AddHours(-h), 3.0))]);
        await store.SayAsync("B2", [.. Enumerable.Range(1, 20).Select(h => (now.AddHours(-h), 4.5))]);

        using var browser = await store.Server.BrowserAsync(Roles.Operator, Mqtt.Device.Party);
        var page = WebUtility.HtmlDecode(await browser.GetStringAsync("/equipment", Ct));
        Assert.Contains("▲ 一天天变化", page, StringComparison.Ordinal);
        Assert.Contains("+0.20 K", page, StringComparison.Ordinal);
        Assert.Contains("▲ 记录仪不一致", page, StringComparison.Ordinal);
        Assert.Contains("1.5 K", page, StringComparison.Ordinal);
        Assert.True(
            page.IndexOf("冷间 A1", StringComparison.Ordinal) < page.IndexOf("冷间 B1", StringComparison.Ordinal)
        );
        Assert.DoesNotContain("▲ 启停太频繁", page, StringComparison.Ordinal);
        store.Server.AssertCleanLog();
    }

    private static async Task<string> TextAsync(HttpResponseMessage answer) =>
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));

    [Fact]
    public async Task A_webhook_is_added_its_key_shown_once_tried_and_removed()
    {
        await using var receiver = await WebhookReceiver.OnAsync();
        await using var store = await ColdStore.OnAsync(Database.Sqlite);
        using var browser = await store.Server.BrowserAsync(Roles.Manager, Mqtt.Device.Party);
        using var administrator = await store.Server.BrowserAsync(Roles.Administrator);
        (string, string)[] webhook =
        [
            ("name", "仓储系统"),
            ("target", receiver.Address.ToString()),
            ("minSeverity", "Warning"),
            ("quietSeverity", "Warning"),
            ("afterMinutes", "0"),
            ("language", "Zh"),
        ];

        using var refused = await browser.SubmitAsync("/alarms/contacts?channel=Webhook", "contact", webhook);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("管理员放行", await refused.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        using var allowed = await administrator.SubmitAsync(
            "/admin/alarm-hosts",
            "allow",
            ("host", receiver.Address.Authority)
        );
        Assert.Equal(HttpStatusCode.Redirect, allowed.StatusCode);
        using var added = await browser.SubmitAsync("/alarms/contacts?channel=Webhook", "contact", webhook);
        Assert.Contains("whsec_", await added.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        var list = await browser.GetStringAsync("/alarms/contacts", Ct);
        Assert.DoesNotContain("whsec_", list, StringComparison.Ordinal);

        var page = System.Text.RegularExpressions.Regex.Match(list, "/alarms/contacts/[0-9a-f-]{36}").Value;
        using var tried = await browser.SubmitAsync(page, "trial");
        Assert.Contains("测试已送达", await tried.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal("test", Assert.Single(receiver.Hooks).Change);
        using var removed = await browser.SubmitAsync(page, "remove");
        Assert.Equal("/alarms/contacts?done=removed", removed.Headers.Location!.PathAndQuery);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(page, Ct)).StatusCode);
        store.Server.AssertCleanLog();
    }

    [Fact]
    public async Task An_open_desk_hears_of_a_new_alarm()
    {
        await using var store = await ColdStore.OnAsync(Database.Sqlite);
        await store.RoomAsync("A1");
        using var stream = await store.Manager.GetStreamAsync("/api/alarms/changes", Ct);
        using var events = new StreamReader(stream);
        async Task<string> NextAsync()
        {
            while (await events.ReadLineAsync(Ct) is { } line)
            {
                if (line.StartsWith("data: ", StringComparison.Ordinal))
                {
                    return line;
                }

                store.Clock.Advance(TimeSpan.FromSeconds(1));
            }

            return "";
        }

        Assert.Contains("\"excursion\":0", await NextAsync(), StringComparison.Ordinal);
        await store.PassAsync(15, ("A1", 12));
        await store.UntilAsync(a => a.Count == 1);
        store.Clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Contains("\"excursion\":1", await NextAsync(), StringComparison.Ordinal);
    }
}

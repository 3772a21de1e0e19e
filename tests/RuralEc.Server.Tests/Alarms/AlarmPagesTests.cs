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

using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MQTTnet;
using RuralEc.Server.Security;
using RuralEc.Server.Tests.Mqtt;
using Xunit;

namespace RuralEc.Server.Tests.Pages;

/// <summary>A manager gives loggers their credentials and puts them where goods are kept, by forms alone.</summary>
public partial class DevicePagesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_logger_is_registered_signs_in_with_the_secret_shown_and_is_mounted(Database database)
    {
        await using var server = await Server.OnAsync(database);
        using var manager = await server.BrowserAsync(Roles.Manager);

        var shown = await PageAsync(
            manager.SubmitAsync(
                "/devices",
                "logger",
                ("device", "DL-101"),
                ("model", "Elitech RCW-800"),
                ("intervalSeconds", "３００"),
                ("offsetKelvin", "-0.2")
            )
        );
        await using var device = Device.Known("DL-101", Secret().Match(shown).Groups[1].Value, server.MqttPort);
        Assert.Equal(MqttClientConnectResultCode.Success, await device.ConnectAsync());
        await device.PublishAsync("""{"b":1,"s":1,"v":4.2}""");

        await DoneAsync(
            manager.SubmitAsync("/assets", "asset", ("kind", "Truck"), ("name", "粤A·示09"), ("districtCode", "440118"))
        );
        var sheet = await manager.GetStringAsync("/devices/DL-101", Ct);
        var asset = Truck().Match(sheet).Groups[1].Value;
        await DoneAsync(
            manager.SubmitAsync("/devices/DL-101", "mount", ("assetId", asset), ("from", Village.ChinaNow(-60)))
        );

        sheet = WebUtility.HtmlDecode(await manager.GetStringAsync("/devices/DL-101", Ct));
        Assert.Contains("4.0 °C", sheet, StringComparison.Ordinal);
        Assert.Contains("从 粤A·示09 拆下", sheet, StringComparison.Ordinal);
        Assert.Contains("DL-101", await manager.GetStringAsync("/assets", Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pasted_list_registers_all_or_says_which_line_is_wrong()
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        using var manager = await server.BrowserAsync(Roles.Manager);

        using var refused = await manager.SubmitAsync(
            "/devices",
            "loggers",
            ("list", "DL-1,A,300\nDL-2;A;5\nDL 3\tA\t300")
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var faults = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync(Ct));
        Assert.Contains("第 2 行", faults, StringComparison.Ordinal);
        Assert.Contains("第 3 行", faults, StringComparison.Ordinal);
        Assert.DoesNotContain("第 1 行", faults, StringComparison.Ordinal);
        Assert.DoesNotContain("/devices/DL-1\"", faults, StringComparison.Ordinal);

        var shown = await PageAsync(
            manager.SubmitAsync("/devices", "loggers", ("list", "DL-1,A,300\r\nDL-2;A;600;2027-06-30;0.1\nDL-3\tA\t60"))
        );
        Assert.Equal(3, ListedSecret().Count(shown));
    }

    [Fact]
    public async Task A_wrong_entry_is_told_at_its_field_and_another_partys_logger_does_not_exist()
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        using var manager = await server.BrowserAsync(Roles.Manager);
        using var other = await server.BrowserAsync(Roles.Manager, Gs1.Gln.Parse("9521234100072"));

        using var refused = await manager.SubmitAsync(
            "/devices",
            "logger",
            ("device", "<script>"),
            ("model", "A"),
            ("intervalSeconds", "300")
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.DoesNotContain("<script>\"", await refused.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        await PageAsync(
            manager.SubmitAsync("/devices", "logger", ("device", "DL-9"), ("model", "A"), ("intervalSeconds", "300"))
        );

        using var missing = await other.GetAsync("/devices/DL-9", Ct);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task A_dead_letter_that_still_cannot_be_read_stays_when_tried_again()
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        using var manager = await server.SignedInAsync(Roles.Manager);
        await using var device = await Device.ConnectedAsync(server, manager, "DL-7");
        await device.PublishAsync("no reading");

        using var answer = await manager.PostAsync("/api/loggers/DL-7/dead-letters/replay", null, Ct);

        var replayed = await answer.Content.ReadFromJsonAsync<JsonObject>(Ct);
        Assert.Equal(0, replayed!["taken"]!.GetValue<int>());
        Assert.Single(await device.DeadLettersAsync(manager));
    }

    private static async Task<string> PageAsync(Task<HttpResponseMessage> submitting)
    {
        using var answer = await submitting;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));
    }

    private static async Task DoneAsync(Task<HttpResponseMessage> submitting)
    {
        using var answer = await submitting;
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    [GeneratedRegex("密钥（密码）</dt><dd><code>([^<]+)</code>")]
    private static partial Regex Secret();

    [GeneratedRegex("(?m)(?:^|>)DL-\\d,[A-Za-z0-9_-]{20,}")]
    private static partial Regex ListedSecret();

    [GeneratedRegex("value=\"([0-9a-f-]{36})\"[^>]*>[^<]*(?:<[^>]+>\\s*)*粤A·示09")]
    private static partial Regex Truck();
}

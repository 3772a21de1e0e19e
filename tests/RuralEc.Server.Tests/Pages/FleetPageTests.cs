using System.Net;
using RuralEc.Server.Security;
using RuralEc.Server.Tests.Mqtt;
using Xunit;
using static RuralEc.Server.Tests.Traceability.BoxedHarvest;

namespace RuralEc.Server.Tests.Pages;

/// <summary>One look tells which loggers need somebody.</summary>
public class FleetPageTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Each_trouble_is_named_counted_and_shown_alone(Database database)
    {
        await using var server = await Server.OnAsync(database);
        using var manager = await server.SignedInAsync(Roles.Manager);
        var ahead = TimeProvider.System.GetUtcNow().AddHours(2).ToUnixTimeMilliseconds();
        foreach (
            var (name, payload) in new[]
            {
                ("DL-FINE", """{"v":4,"bat":80}"""),
                ("DL-WEAK", """{"v":4,"bat":9}"""),
                ("DL-AHEAD", $$"""{"v":4,"bat":80,"t":{{ahead}}}"""),
            }
        )
        {
            await using var device = await Device.ConnectedAsync(server, manager, name);
            await device.PublishAsync(payload);
        }

        await using (var babbling = await Device.ConnectedAsync(server, manager, "DL-BABBLES"))
        {
            await babbling.PublishAsync("?");
            await babbling.PublishAsync("??");
        }

        await PostAsync(
            manager,
            "/api/loggers",
            new
            {
                id = Guid.CreateVersion7(),
                device = "DL-OLD",
                model = "test",
                intervalSeconds = 300,
                calibrationDueOn = "2026-01-31",
            }
        );
        using var browser = await server.BrowserAsync(Roles.Manager);
        using var stranger = await server.BrowserAsync(Roles.Manager, OtherCooperative);

        var all = await PageAsync(browser, "/fleet");
        Assert.Contains("全部 5", all, StringComparison.Ordinal);
        Assert.Contains("有读不懂的消息 1", all, StringComparison.Ordinal);
        Assert.Contains("▲ 有读不懂的消息 2", all, StringComparison.Ordinal);
        Assert.Contains("电量低 1", all, StringComparison.Ordinal);
        Assert.Contains("时钟不可信 1", all, StringComparison.Ordinal);
        Assert.Contains("校准已过期 1", all, StringComparison.Ordinal);
        Assert.Contains("失联 0", all, StringComparison.Ordinal);

        // The weak battery stands before the calibration, and what is fine comes last.
        int Place(string device) => all.IndexOf($"/devices/{device}", StringComparison.Ordinal);
        Assert.True(Place("DL-WEAK") < Place("DL-OLD") && Place("DL-OLD") < Place("DL-AHEAD"));
        Assert.True(Place("DL-AHEAD") < Place("DL-FINE"));
        var weak = await PageAsync(browser, "/fleet?show=LowBattery");
        Assert.Contains("DL-WEAK", weak, StringComparison.Ordinal);
        Assert.DoesNotContain("DL-FINE", weak, StringComparison.Ordinal);
        Assert.Contains("没有记录仪", await PageAsync(stranger, "/fleet"), StringComparison.Ordinal);
        server.AssertCleanLog();
    }

    private static async Task<string> PageAsync(HttpClient browser, string path) =>
        WebUtility.HtmlDecode(await browser.GetStringAsync(path, Ct));
}

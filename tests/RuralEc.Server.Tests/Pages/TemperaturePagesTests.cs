using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using RuralEc.Server.Security;
using RuralEc.Server.Tests.Mqtt;
using Xunit;
using static RuralEc.Server.Tests.Traceability.BoxedHarvest;

namespace RuralEc.Server.Tests.Pages;

/// <summary>What those who answer for goods see of their temperatures: a lot, a store, the whole district.</summary>
public class TemperaturePagesTests
{
    private const string Sheet = $"/lots/{Gtin}/{Lot}/temperature";
    private const string Pallet = "https://id.gs1.org/00/095212340000000013";

    private static readonly DateTimeOffset Leaves = new(2026, 6, 27, 5, 30, 0, TimeSpan.FromHours(8));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_warm_pallet_is_seen_by_whom_it_went_through_and_orders_the_store(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var harvest = await OnAsync(server);
        var shipment = await WarmTripAsync(server, harvest);
        var handover = await PostAsync(harvest.Operating, "/api/handovers", Handover(shipment));
        await PostAsync(harvest.Operating, $"/api/handovers/{handover["id"]}/decision", Decision("accept"));

        using var maker = await server.BrowserAsync(Roles.Manager, Cooperative);
        using var receiver = await server.BrowserAsync(Roles.Operator, Operator);
        using var stranger = await server.BrowserAsync(Roles.Manager, OtherCooperative);
        foreach (var browser in new[] { maker, receiver })
        {
            // The worst way first: the pallet; the loose boxes, which nobody watched, beside it.
            var page = await PageAsync(browser, Sheet);
            Assert.Contains("托盘 095212340000000013", page, StringComparison.Ordinal);
            Assert.Contains("散货", page, StringComparison.Ordinal);
            Assert.Contains("高于 10 °C 共 4 小时", page.Replace('\u00a0', ' '), StringComparison.Ordinal);
            Assert.Contains("冷藏车", page, StringComparison.Ordinal);
            Assert.Contains("\"celsius\":10", page, StringComparison.Ordinal);

            // 4 h at 12 °C age like 4 x 3.25^0.8 = 10.27 h at 4 °C.
            Assert.Contains("10 小时 16 分钟", page, StringComparison.Ordinal);
            Assert.Contains("没有放进过", await PageAsync(browser, Sheet + "?way=1"), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(Sheet, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await maker.GetAsync("/lots/1/x/temperature", Ct)).StatusCode);

        var store = await PageAsync(receiver, $"/store?place={Warehouse}");
        var (warm, unwatched) = (
            store.IndexOf("40 箱", StringComparison.Ordinal),
            store.IndexOf("80 箱", StringComparison.Ordinal)
        );
        Assert.True(warm > 0 && warm < unwatched, "What aged more leaves first.");
        Assert.DoesNotContain(Lot, await PageAsync(stranger, $"/store?place={Warehouse}"), StringComparison.Ordinal);
        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_officer_sees_where_life_is_lost(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var harvest = await OnAsync(server);
        await WarmTripAsync(server, harvest);
        using var officer = await server.BrowserAsync(Roles.Officer);

        var page = await PageAsync(officer, "/advice");

        Assert.Contains("增城仙村示例荔枝专业合作社", page, StringComparison.Ordinal);
        Assert.Contains("冷藏车", page, StringComparison.Ordinal);

        // 10 h 16 min of ageing in 4 h.
        Assert.Contains("6 小时 16 分钟", page, StringComparison.Ordinal);
        server.AssertCleanLog();
    }

    /// <summary>Four hours at 12 °C in a truck with the pallet, a reading every five minutes.</summary>
    private static async Task<JsonObject> WarmTripAsync(Server server, Traceability.BoxedHarvest harvest)
    {
        await using var device = await Device.ConnectedAsync(server, harvest.Manager, "T1");
        var truck = Guid.CreateVersion7();
        await PostAsync(
            harvest.Manager,
            "/api/assets",
            new
            {
                id = truck,
                kind = "truck",
                name = "冷藏车",
                districtCode = "440118",
            }
        );
        await PostAsync(
            harvest.Manager,
            "/api/mountings",
            new
            {
                id = Guid.CreateVersion7(),
                device = "T1",
                assetId = truck,
                from = Leaves.AddHours(-1),
            }
        );
        var shipment = await harvest.ShipAsync();
        var placement = Guid.CreateVersion7();
        await PostAsync(
            harvest.Manager,
            "/api/placements",
            new
            {
                id = placement,
                itemUri = Pallet,
                assetId = truck,
                from = Leaves,
                productClass = "litchi",
            }
        );
        await PostAsync(harvest.Manager, $"/api/placements/{placement}/end", new { to = Leaves.AddHours(4) });
        var values = Enumerable.Range(0, 49).Select(i => $$"""{"n":"t","t":{{i * 300}},"v":12}""");
        await device.PublishAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $$"""[{"n":"boot","v":1},{"n":"seq","v":1},{"bt":{{Leaves.ToUnixTimeSeconds()}},"bu":"Cel"},{{string.Join(',', values)}}]"""
            )
        );
        return shipment;
    }

    private static async Task<string> PageAsync(HttpClient browser, string path) =>
        WebUtility.HtmlDecode(await browser.GetStringAsync(path, Ct));
}

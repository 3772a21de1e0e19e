using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RuralEc.Server.Security;
using Xunit;
using static RuralEc.Server.Tests.Traceability.BoxedHarvest;

namespace RuralEc.Server.Tests.Traceability;

/// <summary>Who has had goods in hand may say where they are, nobody else.</summary>
public partial class CustodyTests
{
    private const string PalletUri = "https://id.gs1.org/00/095212340000000013";
    private const string LotUri = $"https://id.gs1.org/01/{Gtin}/10/{Lot}";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Sender_carrier_and_receiver_place_goods_and_a_stranger_does_not(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var harvest = await OnAsync(server);
        await harvest.ShipAsync();
        using var stranger = await server.SignedInAsync(Roles.Carrier, OtherCooperative);

        foreach (var item in new[] { PalletUri, LotUri })
        {
            foreach (var hand in new[] { harvest.Manager, harvest.Driving, harvest.Operating })
            {
                Assert.Equal(HttpStatusCode.Created, await PlaceAsync(hand, item));
            }

            Assert.Equal(HttpStatusCode.NotFound, await PlaceAsync(stranger, item));
        }

        // The next number of the series, before its pallet is packed.
        Assert.Equal(
            HttpStatusCode.NotFound,
            await PlaceAsync(harvest.Driving, "https://id.gs1.org/00/095212340000000020")
        );
        Assert.Equal(HttpStatusCode.NotFound, await PlaceAsync(harvest.Driving, LotUri + "-9"));
        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_driver_puts_a_whole_shipment_into_the_truck_and_takes_out_one_pallet_by_forms(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var harvest = await OnAsync(server);
        var shipment = (await harvest.ShipAsync())["id"]!.GetValue<string>();
        using var driver = await server.BrowserAsync(Roles.Carrier, Carrier);
        await DoneAsync(
            driver.SubmitAsync("/assets", "asset", ("kind", "Truck"), ("name", "粤A·示09"), ("districtCode", "440118"))
        );
        var truck = AssetLink().Match(await driver.GetStringAsync("/assets", Ct)).Groups[1].Value;

        await DoneAsync(
            driver.SubmitAsync($"/node/handovers/{shipment}", "load", ("assetId", truck), ("from", "2026-06-27T05:30"))
        );
        var sheet = WebUtility.HtmlDecode(await driver.GetStringAsync($"/assets/{truck}", Ct));
        Assert.Contains("托盘 095212340000000013", sheet, StringComparison.Ordinal);
        Assert.Contains($"批次 {Lot}", sheet, StringComparison.Ordinal);
        Assert.Contains("您手上没有可以放入的批次或托盘", sheet, StringComparison.Ordinal);

        var stay = (await harvest.Driving.GetFromJsonAsync<JsonArray>("/api/placements", Ct))!.Single(p =>
            p!["itemUri"]!.GetValue<string>() == PalletUri
        )!;
        Assert.Equal("litchi", stay["productClass"]!.GetValue<string>());
        await DoneAsync(
            driver.SubmitAsync(
                $"/assets/{truck}",
                "take",
                ("placement", stay["id"]!.GetValue<string>()),
                ("to", "2026-06-27T09:30")
            )
        );
        var open = (await harvest.Driving.GetFromJsonAsync<JsonArray>("/api/placements", Ct))!.Single(p =>
            p!["to"] is null
        )!;
        Assert.Equal(LotUri, open["itemUri"]!.GetValue<string>());

        using var nothing = await driver.SubmitAsync($"/assets/{truck}", "place", ("from", "2026-06-27T09:40"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, nothing.StatusCode);
        using var other = await server.BrowserAsync(Roles.Carrier, OtherCooperative);
        using var hidden = await other.GetAsync($"/assets/{truck}", Ct);
        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        server.AssertCleanLog();
    }

    /// <summary>Nobody has to think of it: what was sent off is not in the cold room, what was received not in the truck.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Goods_leave_the_cold_room_when_sent_and_the_truck_when_received(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var harvest = await OnAsync(server);
        await harvest.PackPalletAsync(
            new
            {
                gtin = Gtin,
                lot = Lot,
                quantity = 40,
            }
        );
        await PlaceAsync(harvest.Manager, PalletUri, "cold_room", "2026-06-26T16:30:00+08:00");
        await PlaceAsync(harvest.Manager, LotUri, "cold_room", "2026-06-26T16:30:00+08:00");

        // 60 of 80 loose boxes go: the lot is still in the room.
        var shipment = await PostAsync(harvest.Manager, "/api/shipments", Shipment(60, ["095212340000000013"]));
        Assert.Equal("2026-06-26T21:30:00+00:00", await EndOfAsync(harvest.Manager, PalletUri));
        Assert.Null(await EndOfAsync(harvest.Manager, LotUri));

        await PlaceAsync(harvest.Driving, PalletUri);
        await PlaceAsync(harvest.Driving, LotUri);
        var refused = await PostAsync(harvest.Operating, "/api/handovers", Handover(shipment));
        await PostAsync(harvest.Operating, $"/api/handovers/{refused["id"]}/decision", Decision("reject", "太热"));
        Assert.Null(await EndOfAsync(harvest.Driving, PalletUri));

        var home = await PostAsync(harvest.Manager, "/api/handovers", Handover(shipment, place: Packhouse));
        await PostAsync(
            harvest.Manager,
            $"/api/handovers/{home["id"]}/decision",
            Decision("accept_with_reserve", "退回")
        );
        Assert.Equal("2026-06-27T01:40:00+00:00", await EndOfAsync(harvest.Driving, PalletUri));
        Assert.Equal("2026-06-27T01:40:00+00:00", await EndOfAsync(harvest.Driving, LotUri));
        Assert.Null(await EndOfAsync(harvest.Manager, LotUri));
        server.AssertCleanLog();
    }

    /// <summary>When the latest stay of an item in one's own assets ended; null while it lasts.</summary>
    private static async Task<string?> EndOfAsync(HttpClient caller, string itemUri) =>
        (await caller.GetFromJsonAsync<JsonArray>($"/api/placements?itemUri={Uri.EscapeDataString(itemUri)}", Ct))!
            .First()!["to"]
            ?.GetValue<string>();

    private static async Task<HttpStatusCode> PlaceAsync(
        HttpClient caller,
        string itemUri,
        string kind = "truck",
        string from = "2026-06-27T05:30:00+08:00"
    )
    {
        var asset = Guid.CreateVersion7();
        await PostAsync(
            caller,
            "/api/assets",
            new
            {
                id = asset,
                kind,
                name = "示例车",
                districtCode = "440118",
            }
        );
        using var answer = await caller.PostAsJsonAsync(
            "/api/placements",
            new
            {
                id = Guid.CreateVersion7(),
                itemUri,
                assetId = asset,
                from,
            },
            Ct
        );
        return answer.StatusCode;
    }

    private static async Task DoneAsync(Task<HttpResponseMessage> submit)
    {
        using var answer = await submit;
        Assert.True(answer.StatusCode is HttpStatusCode.Found, await answer.Content.ReadAsStringAsync(Ct));
    }

    [GeneratedRegex("href=\"/assets/([0-9a-f-]{36})\"")]
    private static partial Regex AssetLink();
}

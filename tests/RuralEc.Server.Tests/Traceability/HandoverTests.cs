using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RuralEc.Server.Security;
using Xunit;
using static RuralEc.Server.Tests.Traceability.BoxedHarvest;

namespace RuralEc.Server.Tests.Traceability;

public class HandoverTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Codes_on_a_pallet_travel_with_it_into_the_market(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var harvest = await BoxedHarvest.OnAsync(server);
        var run = await harvest.IssueLabelsAsync(Boxes);
        var serial = LabelTests.Serials(run)[0];

        Assert.Equal("printed", await StateAsync(server, serial));
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
        Assert.Equal("activated", await StateAsync(server, serial));
        var shipment = await PostAsync(
            harvest.Manager,
            "/api/shipments",
            Shipment(0, ["095212340000000013"], Market, Buyer)
        );
        Assert.Equal("shipped", await StateAsync(server, serial));
        Assert.Equal("printed", await StateAsync(server, LabelTests.Serials(run)[40]));
        using var buying = await server.SignedInAsync(Roles.Operator, Buyer);
        var handover = await PostAsync(buying, "/api/handovers", Handover(shipment, "delivery", Market));
        await PostAsync(buying, DecisionPath(handover), Decision("accept"));
        Assert.Equal("in_market", await StateAsync(server, serial));
        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_is_accepted_becomes_stock_and_what_is_missing_is_recorded(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var harvest = await BoxedHarvest.OnAsync(server);
        var shipment = await harvest.ShipAsync();
        Assert.DoesNotContain(
            (await GetAsync(harvest.Manager, $"/api/places/{Packhouse}/sheet"))["stock"]!.AsArray(),
            IsBoxed
        );
        Assert.Single((await GetAsync(harvest.Operating, "/api/shipments/incoming?underWay=true")).AsArray());
        Assert.Single((await GetAsync(harvest.Driving, "/api/shipments/carried")).AsArray());
        var handover = await PostAsync(harvest.Driving, "/api/handovers", Handover(shipment));
        object[] came =
        [
            new
            {
                gtin = Gtin,
                lot = Lot,
                quantity = 78,
            },
        ];

        Assert.Equal(
            "difference-needs-reserve",
            await RefusalAsync(harvest.Operating, DecisionPath(handover), Decision("accept", null, came))
        );
        Assert.Equal(
            "reason-missing",
            await RefusalAsync(harvest.Operating, DecisionPath(handover), Decision("accept_with_reserve", null, came))
        );
        var decision = Decision("accept_with_reserve", "少两箱", came);
        var decided = await PostAsync(harvest.Operating, DecisionPath(handover), decision);
        using var repeat = await harvest.Operating.PostAsJsonAsync(
            DecisionPath(handover),
            decision,
            TestContext.Current.CancellationToken
        );

        Assert.Equal("accept_with_reserve", decided["decision"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.OK, repeat.StatusCode);
        Assert.Equal(
            "handover-decided",
            await RefusalAsync(harvest.Operating, DecisionPath(handover), Decision("accept"))
        );
        var sheet = await GetAsync(harvest.Operating, $"/api/places/{Warehouse}/sheet");
        Assert.Equal(
            [78m, 40m],
            sheet["stock"]!.AsArray().Select(lot => lot!["quantity"]!.GetValue<decimal>()).OrderDescending()
        );
        Assert.Empty(sheet["incoming"]!.AsArray());
        Assert.Single(sheet["recentHandovers"]!.AsArray());
        Assert.Equal(
            "received_with_reserve",
            (await GetAsync(harvest.Manager, $"/api/shipments/{shipment["id"]}"))["state"]!.GetValue<string>()
        );
        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Rejected_goods_go_home_and_become_stock_again(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var harvest = await BoxedHarvest.OnAsync(server);
        var shipment = await harvest.ShipAsync();
        var handover = await PostAsync(harvest.Operating, "/api/handovers", Handover(shipment));

        await PostAsync(harvest.Operating, DecisionPath(handover), Decision("reject", "箱体破损"));
        var home = await PostAsync(harvest.Driving, "/api/handovers", Handover(shipment, "inbound", Packhouse));
        Assert.Equal(
            "return-not-rejectable",
            await RefusalAsync(harvest.Manager, DecisionPath(home), Decision("reject", "不要"))
        );
        await PostAsync(harvest.Manager, DecisionPath(home), Decision("accept"));

        var sheet = await GetAsync(harvest.Manager, $"/api/places/{Packhouse}/sheet");
        Assert.Equal(Boxes, sheet["stock"]!.AsArray().Where(IsBoxed).Sum(lot => lot!["quantity"]!.GetValue<decimal>()));
        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Only_the_parties_see_a_handover_and_only_the_receiver_decides(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var harvest = await BoxedHarvest.OnAsync(server);
        var shipment = await harvest.ShipAsync();
        var handover = await PostAsync(harvest.Manager, "/api/handovers", Handover(shipment));
        using var stranger = await server.SignedInAsync(Roles.Operator, Buyer);

        Assert.Equal("not-found", await RefusalAsync(stranger, "/api/handovers", Handover(shipment), 404));
        Assert.Equal("not-found", await RefusalAsync(stranger, DecisionPath(handover), Decision("accept"), 404));
        Assert.Equal("not-found", await RefusalAsync(harvest.Manager, DecisionPath(handover), Decision("accept"), 404));
        Assert.Empty((await GetAsync(stranger, "/api/shipments")).AsArray());
        Assert.Empty((await GetAsync(stranger, "/api/handovers")).AsArray());
        Assert.Single((await GetAsync(harvest.Driving, "/api/handovers?undecided=true")).AsArray());
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Nothing_leaves_that_is_not_there_or_is_held(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var harvest = await BoxedHarvest.OnAsync(server);

        Assert.Equal(
            "not-enough-stock",
            await RefusalAsync(harvest.Manager, "/api/shipments", Shipment(Boxes + 1, []))
        );
        Assert.Equal(
            "not-found",
            await RefusalAsync(harvest.Manager, "/api/shipments", Shipment(0, ["095212340000000020"]), 404)
        );
        Assert.Equal("nothing-to-ship", await RefusalAsync(harvest.Manager, "/api/shipments", Shipment(0, [])));
        await PostAsync(
            harvest.Manager,
            "/api/holds",
            new
            {
                id = Guid.CreateVersion7(),
                gtin = Gtin,
                lot = Lot,
                at = "2026-06-26T17:00:00+08:00",
                reason = "等待检测结果",
            }
        );
        Assert.Equal("lot-held", await RefusalAsync(harvest.Manager, "/api/shipments", Shipment(10, [])));
        Assert.Equal("lot-held", await RefusalAsync(harvest.Manager, "/api/label-runs", LabelRun(1)));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_unpacked_pallet_is_loose_stock_and_its_number_is_spent(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var harvest = await BoxedHarvest.OnAsync(server);
        var content = new
        {
            gtin = Gtin,
            lot = Lot,
            quantity = 40,
        };
        await harvest.PackPalletAsync(content);

        await PostAsync(
            harvest.Manager,
            "/api/pallets/unpackings",
            new
            {
                id = Guid.CreateVersion7(),
                sscc = "095212340000000013",
                place = Packhouse,
                at = "2026-06-26T17:00:00+08:00",
            }
        );

        Assert.Equal("sscc-used", await RefusalAsync(harvest.Manager, "/api/pallets", Pallet(content)));
        var sheet = await GetAsync(harvest.Manager, $"/api/places/{Packhouse}/sheet");
        Assert.Equal(Boxes, Assert.Single(sheet["stock"]!.AsArray(), IsBoxed)!["quantity"]!.GetValue<decimal>());
        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Pallet_numbers_run_from_the_companys_own_prefix(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var harvest = await BoxedHarvest.OnAsync(server);
        object next = new
        {
            id = Guid.CreateVersion7(),
            place = Packhouse,
            at = "2026-06-26T16:00:00+08:00",
            contents = new[]
            {
                new
                {
                    gtin = Gtin,
                    lot = Lot,
                    quantity = 10,
                },
            },
        };

        Assert.Equal("company-prefix-unknown", await RefusalAsync(harvest.Manager, "/api/pallets", next));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await PrefixAsync(harvest.Manager, "6901234"));
        Assert.Equal(HttpStatusCode.NoContent, await PrefixAsync(harvest.Manager, "9521234"));
        var pallet = await PostAsync(harvest.Manager, "/api/pallets", next);

        Assert.Equal("095212340000000013", pallet["sscc"]!.GetValue<string>());
        Assert.Equal(Packhouse, pallet["placeGln"]!.GetValue<string>());
    }

    private static async Task<HttpStatusCode> PrefixAsync(HttpClient caller, string companyPrefix)
    {
        using var response = await caller.PutAsJsonAsync(
            "/api/pallets/company-prefix",
            new { companyPrefix },
            TestContext.Current.CancellationToken
        );
        return response.StatusCode;
    }

    private static bool IsBoxed(JsonNode? lot) => lot!["gtin"]!.GetValue<string>() == Gtin;

    private static string DecisionPath(JsonObject handover) =>
        $"/api/handovers/{handover["id"]!.GetValue<string>()}/decision";

    private static async Task<string> StateAsync(Server server, string serial) =>
        (await GetAsync(server.Anonymous, $"/api/codes/{Gtin}/{serial}"))["state"]!.GetValue<string>();
}

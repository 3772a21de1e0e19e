using System.Text.Json.Nodes;
using Xunit;
using static RuralEc.Server.Tests.Traceability.BoxedHarvest;

namespace RuralEc.Server.Tests.Scan;

/// <summary>A lot goes many ways; what was parted from it tells only of its own.</summary>
public class JourneyTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_part_of_a_lot_tells_of_the_way_it_came_and_of_no_other(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var harvest = await Traceability.BoxedHarvest.OnAsync(server);
        var shipment = await PostAsync(harvest.Manager, "/api/shipments", Shipment(40, []));
        var handover = await PostAsync(harvest.Operating, "/api/handovers", Handover(shipment));
        await PostAsync(harvest.Operating, $"/api/handovers/{handover["id"]}/decision", Decision("accept"));

        await PostAsync(harvest.Manager, "/api/splits", Split(Packhouse, "HOME"));
        await PostAsync(harvest.Operating, "/api/splits", Split(Warehouse, "AWAY"));
        await PostAsync(harvest.Operating, "/api/repackings", Repacking("AWAY", "NEW"));

        string[] made = ["harvest", "grading", "packing"];
        Assert.Equal(made, await JourneyAsync(server, "HOME"));
        Assert.Equal([.. made, "shipping", "receiving"], await JourneyAsync(server, "AWAY"));
        Assert.Equal([.. made, "shipping", "receiving", "repacking"], await JourneyAsync(server, "NEW"));
        server.AssertCleanLog();
    }

    [Fact]
    public async Task A_package_of_a_repacked_lot_tells_how_the_goods_came_to_be_repacked()
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        var harvest = await Traceability.BoxedHarvest.OnAsync(server);
        var shipment = await PostAsync(
            harvest.Manager,
            "/api/shipments",
            Shipment(40, [], Warehouse, Traceability.BoxedHarvest.Cooperative)
        );
        var handover = await PostAsync(harvest.Manager, "/api/handovers", Handover(shipment));
        await PostAsync(harvest.Manager, $"/api/handovers/{handover["id"]}/decision", Decision("accept"));
        await PostAsync(harvest.Manager, "/api/repackings", Repacking(Lot, "NEW"));
        var run = await PostAsync(
            harvest.Manager,
            "/api/label-runs",
            new
            {
                id = Guid.CreateVersion7(),
                gtin = Gtin,
                lot = "NEW",
                count = 1,
                place = Warehouse,
                at = "2026-06-27T13:00:00+08:00",
            }
        );

        var serial = run["labels"]![0]!["serial"]!.GetValue<string>();

        Assert.Equal(
            ["harvest", "grading", "packing", "shipping", "receiving", "repacking"],
            await JourneyAsync(server, $"NEW/21/{serial}")
        );
    }

    private static object Split(string place, string part) =>
        new
        {
            id = Guid.CreateVersion7(),
            place,
            at = "2026-06-27T11:00:00+08:00",
            gtin = Gtin,
            lot = Lot,
            parts = new[] { new { lot = part, quantity = 20 } },
        };

    private static object Repacking(string from, string lot) =>
        new
        {
            id = Guid.CreateVersion7(),
            place = Warehouse,
            at = "2026-06-27T12:00:00+08:00",
            inputs = new[] { Amount(Gtin, from, 20) },
            gtin = Gtin,
            lot,
            boxes = 20,
        };

    private static async Task<IEnumerable<string>> JourneyAsync(Server server, string lot)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/01/{Gtin}/10/{lot}");
        request.Headers.Accept.ParseAdd("application/json");
        using var answer = await server.Anonymous.SendAsync(request, TestContext.Current.CancellationToken);
        var story = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        return story["journey"]!.AsArray().Select(step => step!["kind"]!.GetValue<string>());
    }
}

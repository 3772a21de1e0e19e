using System.Text.Json.Nodes;
using RuralEc.Server.Security;
using Xunit;
using static RuralEc.Server.Tests.Traceability.BoxedHarvest;

namespace RuralEc.Server.Tests.Traceability;

public class CertificateTests
{
    private static readonly object[] Tested = [new { item = "吡唑醚菌酯" }];

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_producer_certifies_his_lot_in_the_words_of_the_order(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var harvest = await BoxedHarvest.OnAsync(server);

        var issued = await PostAsync(harvest.Manager, "/api/certificates", Certificate("own_test", Tested));
        var read = await GetAsync(server.Anonymous, $"/api/certificates/{issued["number"]!.GetValue<string>()}");

        Assert.Equal("4401180002606260000001", read["number"]!.GetValue<string>());
        Assert.Equal("producer", read["style"]!.GetValue<string>());
        Assert.Equal("2026-06-26", read["issuedOn"]!.GetValue<string>());
        Assert.Equal([false, true, false], read["bases"]!.AsArray().Select(b => b!["ticked"]!.GetValue<bool>()));
        Assert.Equal(
            "certificate-exists",
            await RefusalAsync(harvest.Manager, "/api/certificates", Certificate("own_test", Tested))
        );
        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_test_must_have_looked_for_what_was_sprayed(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var harvest = await BoxedHarvest.OnAsync(server);

        Assert.Equal(
            "used-but-not-tested",
            await RefusalAsync(
                harvest.Manager,
                "/api/certificates",
                Certificate("commissioned_test", [new { item = "多菌灵" }])
            )
        );
        Assert.Equal(
            "basis-not-offered",
            await RefusalAsync(harvest.Manager, "/api/certificates", Certificate("own_pledge", []))
        );
        await PostAsync(harvest.Manager, "/api/certificates", Certificate("quality_control", []));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Rice_gets_no_certificate_and_the_answer_says_why(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var harvest = await BoxedHarvest.OnAsync(server);

        Assert.Equal(
            "certificate-not-applicable",
            await RefusalAsync(
                harvest.Manager,
                "/api/certificates",
                Certificate("quality_control", [], RiceGtin, "R1", 400)
            )
        );
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_voided_certificate_keeps_the_lot_at_home_until_a_new_one_is_issued(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var harvest = await BoxedHarvest.OnAsync(server);
        var issued = await PostAsync(harvest.Manager, "/api/certificates", Certificate("own_test", Tested));
        await PostAsync(
            harvest.Manager,
            "/api/certificates/voids",
            new
            {
                id = Guid.CreateVersion7(),
                number = issued["number"]!.GetValue<string>(),
                place = Packhouse,
                at = "2026-06-26T18:00:00+08:00",
                reason = "检测单号填错",
            }
        );

        Assert.Equal("certificate-void", await RefusalAsync(harvest.Manager, "/api/shipments", Shipment(10, [])));
        var again = await PostAsync(harvest.Manager, "/api/certificates", Certificate("own_test", Tested));
        Assert.Equal("4401180002606260000002", again["number"]!.GetValue<string>());
        await PostAsync(harvest.Manager, "/api/shipments", Shipment(10, []));
        var read = await GetAsync(server.Anonymous, $"/api/certificates/{issued["number"]!.GetValue<string>()}");
        Assert.Equal("检测单号填错", read["voidReason"]!.GetValue<string>());
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_buyer_passes_on_the_certificate_that_he_collected(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var harvest = await BoxedHarvest.OnAsync(server);
        using var buying = await server.SignedInAsync(Roles.Operator, Buyer);
        var shipment = await PostAsync(harvest.Manager, "/api/shipments", Shipment(Boxes, [], Market, Buyer));
        var handover = await PostAsync(buying, "/api/handovers", Handover(shipment, "delivery", Market));
        await PostAsync(buying, $"/api/handovers/{handover["id"]!.GetValue<string>()}/decision", Decision("accept"));

        Assert.Equal(
            "no-certificate-collected",
            await RefusalAsync(buying, "/api/certificates", Certificate("quality_control", []))
        );
        var issued = await PostAsync(
            buying,
            "/api/certificates",
            Certificate("quality_control", [], collected: ["440118 2026 0042"])
        );

        Assert.Equal("buyer", issued["style"]!.GetValue<string>());
        Assert.StartsWith("已按规定收取", issued["promises"]![0]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("440118 2026 0042", issued["parents"]![0]!.GetValue<string>());
    }

    private static JsonObject Certificate(
        string basis,
        object[] tested,
        string gtin = Gtin,
        string lot = Lot,
        decimal quantity = Boxes,
        string[]? collected = null
    ) =>
        System
            .Text.Json.JsonSerializer.SerializeToNode(
                new
                {
                    id = Guid.CreateVersion7(),
                    gtin,
                    lot,
                    place = Packhouse,
                    at = "2026-06-26T16:40:00+08:00",
                    quantity,
                    bases = new[] { basis },
                    testedItems = tested,
                    collected = (collected ?? []).Select(number => new { number }),
                }
            )!
            .AsObject();
}

using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using RuralEc.Epcis;
using RuralEc.Server.Security;
using RuralEc.Server.Tests.Traceability;
using RuralEc.Tests.Epcis;
using Xunit;
using static RuralEc.Server.Tests.Mqtt.FailedTrip;

namespace RuralEc.Server.Tests.Mqtt;

/// <summary>What the cold chain writes into the record of goods: summaries of their stays, and holds.</summary>
public class StayRecordTests
{
    public static TheoryData<Database> Everywhere => Databases.All;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>When the stay is over, its summary is an EPCIS event; a late reading declares it wrong and corrects it.</summary>
    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task A_stay_that_is_over_is_an_event_and_a_late_reading_corrects_it(Database database)
    {
        await using var server = await Server.OnAsync(database);
        using var manager = await server.SignedInAsync(Roles.Manager);
        await using var device = await Device.ConnectedAsync(server, manager, "T1");
        var truck = await AssetAsync(manager);
        await MountAsync(manager, "T1", truck, Leaves.AddHours(-1));
        await server.PackedAsync(Pallet);
        await PlaceAsync(manager, truck, Leaves);
        await device.PublishAsync(Pack(0, 120, 1));
        await device.PublishAsync(Pack(150, 245, 60));
        var stay = (await manager.GetFromJsonAsync<JsonArray>("/api/placements", Ct))!.Single()!["id"]!;
        Assert.Equal(
            HttpStatusCode.NoContent,
            await PostAsync(manager, $"/api/placements/{stay}/end", new { to = Leaves.AddHours(4) })
        );

        var first = Assert.Single(await EventsAsync(server, 1));
        var told = Assert.IsType<ObjectEvent>(first.Event);
        Assert.Equal([Pallet], told.EpcList);
        Assert.Equal(("transporting", "in_transit"), (told.BizStep, told.Disposition));
        var window = Assert.Single(told.SensorElements);
        Assert.Equal((Leaves, Leaves.AddHours(4)), (window.Metadata!.StartTime, window.Metadata.EndTime));
        Assert.Equal((3.8m, 16.83m), (window.Reports[0].MinValue, window.Reports[0].MaxValue));
        Assert.All(window.Reports.Skip(1), r => Assert.Equal("ALARM_CONDITION", r.Exception));
        Assert.EndsWith("/api/temperature-profiles/litchi", window.Metadata.BizRules, StringComparison.Ordinal);
        var series = await manager.GetFromJsonAsync<JsonObject>(new Uri(window.Metadata.RawData!).PathAndQuery, Ct);
        Assert.Equal(43, series!["series"]!.AsArray().Count);
        Assert.Empty(await EpcisSchema.ErrorsOf(Encoding.UTF8.GetString(first.Json.Span)));

        await device.PublishAsync(Pack(120, 150, 200));
        var all = await EventsAsync(server, 3);
        var wrong = Assert.Single(all, e => e.IsDeclaredWrong);
        var declaration = Assert.Single(all, e => e.Event.ErrorDeclaration is not null).Event;
        var corrected = Assert.Single(all, e => !e.IsDeclaredWrong && e.Event.ErrorDeclaration is null).Event;
        Assert.Equal(told.EventId, wrong.Event.EventId);
        Assert.Equal(told.EventId, declaration.EventId);
        Assert.Equal([corrected.EventId], declaration.ErrorDeclaration!.CorrectiveEventIds);
        Assert.Equal(17.6m, corrected.SensorElements[0].Reports[0].MaxValue);
        server.AssertCleanLog();
    }

    /// <summary>Chilled poultry above 8 °C for half an hour is stopped; who released it after a look is not overruled for the same.</summary>
    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Goods_that_their_profile_wants_stopped_are_on_hold_once(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var harvest = await BoxedHarvest.OnAsync(server);
        await using var device = await Device.ConnectedAsync(server, harvest.Manager, "T1");
        var room = await AssetAsync(harvest.Manager);
        await MountAsync(harvest.Manager, "T1", room, Leaves.AddHours(-1));
        await PostAsync(
            harvest.Manager,
            "/api/placements",
            new
            {
                id = Guid.CreateVersion7(),
                itemUri = $"https://id.gs1.org/01/{BoxedHarvest.Gtin}/10/{BoxedHarvest.Lot}",
                assetId = room,
                from = Leaves,
                productClass = "chilled-poultry",
            }
        );
        await device.PublishAsync(Pack(0, 120, 1));

        var held = await Eventually.Async(() => LotAsync(harvest.Manager), lot => lot["held"]!.GetValue<bool>());
        Assert.Contains("06:30起超过8 °C", held["holdReason"]!.GetValue<string>(), StringComparison.Ordinal);

        var release = new
        {
            id = Guid.CreateVersion7(),
            gtin = BoxedHarvest.Gtin,
            lot = BoxedHarvest.Lot,
            at = "2026-06-28T08:00:00+08:00",
            reason = "已检查，合格",
        };
        await BoxedHarvest.PostAsync(harvest.Manager, "/api/releases", release);
        await device.PublishAsync(Pack(120, 245, 60));
        await Eventually.Async(
            async () => (await harvest.Manager.GetFromJsonAsync<JsonArray>("/api/alarms?open=false", Ct))!,
            list => list.Any(a => a!["peakCelsius"]?.GetValue<double>() == 17.6)
        );
        Assert.False((await LotAsync(harvest.Manager))["held"]!.GetValue<bool>());
        server.AssertCleanLog();
    }

    private static async Task<JsonObject> LotAsync(HttpClient caller) =>
        (await caller.GetFromJsonAsync<JsonObject>($"/api/lots/{BoxedHarvest.Gtin}/{BoxedHarvest.Lot}", Ct))![
            "lot"
        ]!.AsObject();

    private static Task<IReadOnlyList<StoredEvent>> EventsAsync(Server server, int count) =>
        Eventually.Async(() => server.EventsOfAsync(Pallet), events => events.Count == count);
}

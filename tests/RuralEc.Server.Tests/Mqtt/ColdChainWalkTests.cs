using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RuralEc.Gs1;
using RuralEc.Server.Security;
using RuralEc.Server.Tests.Traceability;
using Xunit;
using static RuralEc.Server.Tests.Mqtt.FailedTrip;

namespace RuralEc.Server.Tests.Mqtt;

/// <summary>From a logger in a truck to an alarm and a verdict, through HTTP and MQTT.</summary>
public class ColdChainWalkTests
{
    public static TheoryData<Database> Everywhere => Databases.All;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task The_truck_with_the_failure_gives_one_alarm_and_the_verdict_excursion(Database database)
    {
        await using var server = await Server.OnAsync(database);
        using var manager = await server.SignedInAsync(Roles.Manager);
        await using var device = await Device.ConnectedAsync(server, manager, "T1");
        var truck = await AssetAsync(manager);
        await MountAsync(manager, "T1", truck, Leaves.AddHours(-1));
        await server.PackedAsync(Pallet);
        await PlaceAsync(manager, truck, Leaves);

        // The second half arrives first, and 20 minutes are lost.
        await device.PublishAsync(Pack(120, 210, 60));
        await device.PublishAsync(Pack(0, 120, 1));
        await device.PublishAsync(Pack(230, 245, 90));

        var alarms = await Eventually.Async(
            async () => (await manager.GetFromJsonAsync<JsonArray>("/api/alarms?open=false", Ct))!,
            list => list.Count == 1 && list[0]!["peakCelsius"]!.GetValue<double>() == 17.6 && FirstOnset(list) == 60
        );
        var alarm = Assert.Single(alarms)!;
        Assert.Equal("temperature", alarm["kind"]!.GetValue<string>());
        Assert.Equal("excursion", alarm["severity"]!.GetValue<string>());
        Assert.Equal(10, alarm["limitCelsius"]!.GetValue<double>());
        Assert.Empty((await manager.GetFromJsonAsync<JsonArray>("/api/alarms?open=true", Ct))!);

        var story = await manager.GetFromJsonAsync<JsonObject>(
            $"/api/temperature-stories?itemUri={Uri.EscapeDataString(Pallet)}&from=2026-06-26T21:30:00Z&to=2026-06-27T01:30:00Z&productClass=litchi",
            Ct
        );
        Assert.Equal("excursion", story!["verdict"]!.GetValue<string>());
        Assert.Equal(91.7, story["coveragePercent"]!.GetValue<double>(), 0.05);
        Assert.Equal(17.6, story["maxCelsius"]!.GetValue<double>(), 0.001);
        Assert.Single(story["gaps"]!.AsArray());
        Assert.Equal(
            95,
            story["beyondLimits"]!.AsArray().Single(l => l!["celsius"]!.GetValue<double>() == 10)![
                "minutes"
            ]!.GetValue<double>()
        );
        server.AssertCleanLog();
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task A_lot_of_which_one_pallet_was_too_warm_is_not_called_kept_cold(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var harvest = await BoxedHarvest.OnAsync(server);
        await using var device = await Device.ConnectedAsync(server, harvest.Manager, "T1");
        var truck = await AssetAsync(harvest.Manager);
        await MountAsync(harvest.Manager, "T1", truck, Leaves.AddHours(-1));

        // 40 boxes on the pallet in the truck with the logger, 80 loose boxes in no place that is watched.
        await harvest.ShipAsync();
        await PlaceAsync(harvest.Manager, truck, Leaves);
        await device.PublishAsync(Pack(0, 245, 1));

        server.Anonymous.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        var lot = await Eventually.Async(
            async () =>
                (
                    await server.Anonymous.GetFromJsonAsync<JsonObject>(
                        $"/01/{BoxedHarvest.Gtin}/10/{BoxedHarvest.Lot}",
                        Ct
                    )
                )!,
            story => story["temperature"] is not null
        );
        Assert.Equal("cold_chain_excursion", lot["verdict"]!["kind"]!.GetValue<string>());
        Assert.Equal(2, lot["temperature"]!["ways"]!.GetValue<int>());
        Assert.Equal(17.6, lot["temperature"]!["maxCelsius"]!.GetValue<double>(), 0.001);
        server.AssertCleanLog();
    }

    [Fact]
    public async Task A_mounted_logger_that_stays_silent_is_an_alarm_until_it_speaks()
    {
        var clock = new FakeTimeProvider(new(2026, 6, 27, 0, 0, 0, TimeSpan.Zero));
        await using var server = await Server.OnAsync(
            Database.Sqlite,
            services => services.AddSingleton<TimeProvider>(clock)
        );
        using var manager = await server.SignedInAsync(Roles.Manager);
        await using var device = await Device.ConnectedAsync(server, manager, "T1");
        await MountAsync(manager, "T1", await AssetAsync(manager), clock.GetUtcNow());

        clock.Advance(TimeSpan.FromMinutes(14));
        Assert.Empty((await manager.GetFromJsonAsync<JsonArray>("/api/alarms", Ct))!);
        var silent = await Eventually.Async(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(20));
                return manager.GetFromJsonAsync<JsonArray>("/api/alarms?open=true", Ct);
            },
            list => list!.Count > 0
        );
        Assert.Equal("silence", Assert.Single(silent!)!["kind"]!.GetValue<string>());

        await device.PublishAsync("""{"b":1,"s":1,"v":4}""");
        Assert.Empty(
            (
                await Eventually.Async(
                    () =>
                    {
                        clock.Advance(TimeSpan.FromSeconds(20));
                        return manager.GetFromJsonAsync<JsonArray>("/api/alarms?open=true", Ct);
                    },
                    list => list!.Count == 0
                )
            )!
        );
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task The_same_command_twice_is_one_record_and_another_content_a_conflict(Database database)
    {
        await using var server = await Server.OnAsync(database);
        using var manager = await server.SignedInAsync(Roles.Manager);
        var asset = Guid.CreateVersion7();
        var id = Guid.CreateVersion7();

        Assert.Equal(HttpStatusCode.Created, await PostAsync(manager, "/api/assets", Truck(asset, "T1")));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(manager, "/api/assets", Truck(asset, "T1")));
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync(manager, "/api/assets", Truck(asset, "T2")));

        Assert.Equal(HttpStatusCode.Created, await PostAsync(manager, "/api/loggers", Logger(id, "DL-7")));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(manager, "/api/loggers", Logger(id, "DL-7")));
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync(manager, "/api/loggers", Logger(id, "DL-8")));
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            await PostAsync(manager, "/api/loggers", Logger(Guid.CreateVersion7(), "DL-7"))
        );

        var mounting = new
        {
            id,
            device = "DL-7",
            assetId = asset,
            from = Leaves,
        };
        Assert.Equal(HttpStatusCode.Created, await PostAsync(manager, "/api/mountings", mounting));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(manager, "/api/mountings", mounting));
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            await PostAsync(manager, "/api/mountings", mounting with { id = Guid.CreateVersion7() })
        );
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            await PostAsync(manager, $"/api/mountings/{id}/end", new { to = Leaves })
        );
        var end = new { to = Leaves.AddHours(4) };
        Assert.Equal(HttpStatusCode.NoContent, await PostAsync(manager, $"/api/mountings/{id}/end", end));
        Assert.Equal(HttpStatusCode.NoContent, await PostAsync(manager, $"/api/mountings/{id}/end", end));
        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_same_command_many_times_at_once_is_one_record(Database database)
    {
        await using var server = await Server.OnAsync(database);
        using var manager = await server.SignedInAsync(Roles.Manager);
        var truck = Truck(Guid.CreateVersion7(), "T1");

        var assets = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostAsync(manager, "/api/assets", truck)));
        var others = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(i => PostAsync(manager, "/api/loggers", Logger(Guid.CreateVersion7(), "T1")))
        );

        Assert.Equal(7, assets.Count(status => status == HttpStatusCode.OK));
        Assert.Single(assets, HttpStatusCode.Created);
        Assert.Equal(7, others.Count(status => status == HttpStatusCode.UnprocessableEntity));
        Assert.Single(others, HttpStatusCode.Created);
        server.AssertCleanLog();
    }

    [Fact]
    public async Task The_same_id_with_other_limits_is_another_asset()
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        using var manager = await server.SignedInAsync(Roles.Manager);
        var id = Guid.CreateVersion7();
        await PostAsync(manager, "/api/assets", Limited(8));

        Assert.Equal(HttpStatusCode.OK, await PostAsync(manager, "/api/assets", Limited(8)));
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync(manager, "/api/assets", Limited(12)));

        object Limited(double maxCelsius) =>
            new
            {
                id,
                kind = "truck",
                name = "T1",
                districtCode = "440118",
                maxCelsius,
            };
    }

    [Fact]
    public async Task What_is_another_partys_does_not_exist()
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        using var manager = await server.SignedInAsync(Roles.Manager);
        using var stranger = await server.SignedInAsync(Roles.Manager, Gln.Parse("9521234100010"));
        using var officer = await server.SignedInAsync(Roles.Officer, null, "440118");
        using var elsewhere = await server.SignedInAsync(Roles.Officer, null, "440117");
        await using var device = await Device.RegisteredAsync(server, manager, "T1");
        var truck = await AssetAsync(manager);
        await MountAsync(manager, "T1", truck, Leaves);

        foreach (var outsider in new[] { stranger, elsewhere })
        {
            Assert.Empty((await outsider.GetFromJsonAsync<JsonArray>("/api/loggers", Ct))!);
            Assert.Empty((await outsider.GetFromJsonAsync<JsonArray>("/api/assets", Ct))!);
            Assert.Empty((await outsider.GetFromJsonAsync<JsonArray>("/api/mountings", Ct))!);
            using var readings = await outsider.GetAsync(
                "/api/readings?device=T1&from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z",
                Ct
            );
            Assert.Equal(HttpStatusCode.NotFound, readings.StatusCode);
        }

        Assert.Single((await officer.GetFromJsonAsync<JsonArray>("/api/loggers", Ct))!);
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(stranger, "/api/loggers/T1/revocation", new { }));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(officer, "/api/loggers/T1/revocation", new { }));
        Assert.Equal(
            HttpStatusCode.NotFound,
            await PostAsync(
                stranger,
                "/api/placements",
                new
                {
                    id = Guid.CreateVersion7(),
                    itemUri = Pallet,
                    assetId = truck,
                    from = Leaves,
                }
            )
        );
        server.AssertCleanLog();
    }

    private static double FirstOnset(JsonArray alarms) =>
        (
            DateTimeOffset.Parse(alarms[0]!["onsetAt"]!.GetValue<string>(), CultureInfo.InvariantCulture) - Leaves
        ).TotalMinutes;

    private static object Logger(Guid id, string device) =>
        new
        {
            id,
            device,
            model = "test",
            intervalSeconds = 300,
        };
}

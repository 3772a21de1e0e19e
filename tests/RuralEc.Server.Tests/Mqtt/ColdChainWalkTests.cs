using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RuralEc.Epcis;
using RuralEc.Gs1;
using RuralEc.Server.Security;
using RuralEc.Server.Tests.Traceability;
using RuralEc.Tests.Epcis;
using Xunit;

namespace RuralEc.Server.Tests.Mqtt;

/// <summary>From a logger in a truck to an alarm and a verdict, through HTTP and MQTT.</summary>
public class ColdChainWalkTests
{
    private const string Pallet = "https://id.gs1.org/00/095212340000000013";

    private static readonly DateTimeOffset Leaves = new(2026, 6, 27, 5, 30, 0, TimeSpan.FromHours(8));

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

    private static Task<IReadOnlyList<StoredEvent>> EventsAsync(Server server, int count) =>
        Eventually.Async(() => server.EventsOfAsync(Pallet), events => events.Count == count);

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

    private static object Truck(Guid id, string name) =>
        new
        {
            id,
            kind = "truck",
            name,
            districtCode = "440118",
        };

    private static object Logger(Guid id, string device) =>
        new
        {
            id,
            device,
            model = "test",
            intervalSeconds = 300,
        };

    private static async Task<Guid> AssetAsync(HttpClient caller)
    {
        var id = Guid.CreateVersion7();
        Assert.Equal(HttpStatusCode.Created, await PostAsync(caller, "/api/assets", Truck(id, "T1")));
        return id;
    }

    private static async Task MountAsync(HttpClient caller, string device, Guid assetId, DateTimeOffset from) =>
        Assert.Equal(
            HttpStatusCode.Created,
            await PostAsync(
                caller,
                "/api/mountings",
                new
                {
                    id = Guid.CreateVersion7(),
                    device,
                    assetId,
                    from,
                }
            )
        );

    private static async Task PlaceAsync(HttpClient caller, Guid assetId, DateTimeOffset from) =>
        Assert.Equal(
            HttpStatusCode.Created,
            await PostAsync(
                caller,
                "/api/placements",
                new
                {
                    id = Guid.CreateVersion7(),
                    itemUri = Pallet,
                    assetId,
                    from,
                    productClass = "litchi",
                }
            )
        );

    private static async Task<HttpStatusCode> PostAsync(HttpClient caller, string path, object body)
    {
        using var answer = await caller.PostAsJsonAsync(path, body);
        return answer.StatusCode;
    }

    /// <summary>Minutes of the sample season's truck as a SenML pack.</summary>
    private static string Pack(int fromMinute, int beforeMinute, int seq)
    {
        var values = Enumerable
            .Range(0, 49)
            .Select(i => i * 5)
            .Where(m => m >= fromMinute && m < beforeMinute)
            .Select(m =>
                string.Create(CultureInfo.InvariantCulture, $$"""{"n":"t","t":{{m * 60}},"v":{{Celsius(m):0.####}}}""")
            );
        return string.Create(
            CultureInfo.InvariantCulture,
            $$"""[{"n":"boot","v":1},{"n":"seq","v":{{seq}}},{"bt":{{Leaves.ToUnixTimeSeconds()}},"bu":"Cel"},{{string.Join(',', values)}}]"""
        );
    }

    private static double Celsius(int minute) =>
        minute switch
        {
            <= 30 => 3.8,
            <= 120 => 3.8 + (13.8 * (minute - 30) / 90),
            <= 140 => 17.6,
            <= 185 => 17.6 - (13.1 * (minute - 140) / 45),
            _ => 4.5 - (0.6 * (minute - 185) / 55),
        };
}

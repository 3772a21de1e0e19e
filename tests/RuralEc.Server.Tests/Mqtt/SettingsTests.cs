using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MQTTnet;
using RuralEc.Server.Security;
using Xunit;
using static RuralEc.Server.Tests.Traceability.BoxedHarvest;

namespace RuralEc.Server.Tests.Mqtt;

/// <summary>Settings go down to a logger, and count from its answer on.</summary>
public class SettingsTests
{
    private const string Path = "/api/loggers/T1/settings";
    private static readonly string Topic = $"re/1/{Device.Party}/T1/c";

    public static TheoryData<Database> Everywhere => Databases.All;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Everywhere))]
    public async Task A_logger_hears_of_settings_at_once_or_when_it_comes_and_confirms_them(Database database)
    {
        await using var server = await Server.OnAsync(database);
        using var manager = await server.SignedInAsync(Roles.Manager);
        await using var device = await Device.ConnectedAsync(server, manager, "T1");
        await device.SubscribeAsync(Topic);

        await PostAsync(manager, Path, Settings(120, 1.5, 8));
        await Eventually.Async(() => Task.FromResult(device.Heard), heard => heard.Count == 1);
        Assert.Equal((Topic, """{"ver":1,"interval":120,"low":1.5,"high":8}"""), device.Heard.Single());
        Assert.Null((await ListAsync(manager))[0]!["answeredAt"]);

        Assert.Equal(
            MqttClientPublishReasonCode.Success,
            (await device.PublishAsync("""{"ver":1,"ok":1}""", "cr")).ReasonCode
        );
        var confirmed = (await ListAsync(manager))[0]!;
        Assert.Equal(120, confirmed["appliedIntervalSeconds"]!.GetValue<int>());
        Assert.NotNull(confirmed["answeredAt"]);
        Assert.Equal(
            120,
            (await manager.GetFromJsonAsync<JsonObject>("/api/loggers/T1", Ct))!["intervalSeconds"]!.GetValue<int>()
        );

        // Set while it is away: there when it subscribes, and in the answer to its birth until it names the revision.
        await PostAsync(manager, Path, Settings(60, null, null));
        await using var again = device.Restarted();
        await again.ConnectAsync();
        await again.SubscribeAsync(Topic);
        await Eventually.Async(() => Task.FromResult(again.Heard), heard => heard.Count == 1);
        Assert.Equal("""{"ver":2,"interval":60}""", again.Heard.Single().Payload);
        await again.PublishAsync("""{"on":1,"b":2,"interval":120,"ver":1}""", "s");
        await Eventually.Async(() => Task.FromResult(again.Heard), heard => heard.Count == 2);
        await again.PublishAsync("""{"on":1,"b":2,"interval":60,"ver":2}""", "s");
        await again.PublishAsync("""{"ver":2,"ok":0,"why":"battery low"}""", "cr");
        Assert.Equal(2, again.Heard.Count);
        var refused = (await ListAsync(manager))[0]!;
        Assert.Equal("battery low", refused["refusal"]!.GetValue<string>());
        Assert.Null(refused["appliedIntervalSeconds"]);
        Assert.Equal(
            120,
            (await manager.GetFromJsonAsync<JsonObject>("/api/loggers/T1", Ct))!["intervalSeconds"]!.GetValue<int>()
        );
        server.AssertCleanLog();
    }

    /// <summary>A reading every five minutes covered June whole; that it measures every minute now changes nothing of it.</summary>
    [Theory, MemberData(nameof(Everywhere))]
    public async Task A_later_interval_leaves_the_coverage_of_the_past_as_it_was(Database database)
    {
        await using var server = await Server.OnAsync(database);
        using var manager = await server.SignedInAsync(Roles.Manager);
        await using var device = await Device.ConnectedAsync(server, manager, "T1");
        var truck = Guid.CreateVersion7();
        var pallet = "https://id.gs1.org/00/095212340000000013";
        await server.PackedAsync(pallet);
        await PostAsync(
            manager,
            "/api/assets",
            new
            {
                id = truck,
                kind = "truck",
                name = "T1",
                districtCode = "440118",
            }
        );
        await PostAsync(
            manager,
            "/api/mountings",
            new
            {
                id = Guid.CreateVersion7(),
                device = "T1",
                assetId = truck,
                from = "2026-06-27T05:00:00+08:00",
            }
        );
        await PostAsync(
            manager,
            "/api/placements",
            new
            {
                id = Guid.CreateVersion7(),
                itemUri = pallet,
                assetId = truck,
                from = "2026-06-27T05:30:00+08:00",
                productClass = "litchi",
            }
        );
        var values = Enumerable.Range(0, 12).Select(i => $$"""{"n":"t","t":{{i * 300}},"v":4}""");
        await device.PublishAsync(
            $$"""[{"n":"boot","v":1},{"n":"seq","v":1},{"bt":1782509400,"bu":"Cel"},{{string.Join(',', values)}}]"""
        );
        Assert.Equal(100, await CoverageAsync(manager, pallet), 3);

        await PostAsync(manager, Path, Settings(60, null, null));
        await device.PublishAsync("""{"ver":1,"ok":1}""", "cr");

        Assert.Equal(100, await CoverageAsync(manager, pallet), 3);
        server.AssertCleanLog();
    }

    [Fact]
    public async Task What_is_no_answer_is_refused_with_its_reason_and_kept_as_a_dead_letter()
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        using var manager = await server.SignedInAsync(Roles.Manager);
        using var stranger = await server.SignedInAsync(Roles.Manager, OtherCooperative);
        await using var device = await Device.ConnectedAsync(server, manager, "T1");
        await PostAsync(manager, Path, Settings(120, null, null));
        string[] unfit =
        [
            "",
            "{}",
            "[1]",
            """{"ver":1,"ok":2}""",
            """{"ver":7,"ok":1}""",
            """{"ver":1,"ok":1,"interval":0}""",
        ];

        foreach (var payload in unfit)
        {
            var answer = await device.PublishAsync(payload, "cr");
            Assert.Equal(MqttClientPublishReasonCode.PayloadFormatInvalid, answer.ReasonCode);
        }

        Assert.Equal(
            unfit.Length,
            (await manager.GetFromJsonAsync<JsonArray>("/api/loggers/T1/dead-letters", Ct))!.Count
        );
        var foreign = await device.PublishToAsync($"re/1/{Device.Party}/T2/cr", """{"ver":1,"ok":1}""");
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, foreign.ReasonCode);
        Assert.Null((await ListAsync(manager))[0]!["answeredAt"]);

        Assert.Equal("limits-crossed", await RefusalAsync(manager, Path, Settings(120, 8, 1.5)));
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(Path, Ct)).StatusCode);
        Assert.Equal("not-found", await RefusalAsync(stranger, Path, Settings(120, null, null), 404));
        server.AssertCleanLog();
    }

    private static object Settings(int interval, double? low, double? high) =>
        new
        {
            id = Guid.CreateVersion7(),
            intervalSeconds = interval,
            lowCelsius = low,
            highCelsius = high,
        };

    private static async Task<JsonArray> ListAsync(HttpClient caller) =>
        (await caller.GetFromJsonAsync<JsonArray>(Path, Ct))!;

    private static async Task<double> CoverageAsync(HttpClient caller, string itemUri) =>
        (
            await caller.GetFromJsonAsync<JsonObject>(
                $"/api/temperature-stories?itemUri={Uri.EscapeDataString(itemUri)}&from=2026-06-26T21:30:00Z&to=2026-06-26T22:30:00Z&productClass=litchi",
                Ct
            )
        )!["coveragePercent"]!.GetValue<double>();
}

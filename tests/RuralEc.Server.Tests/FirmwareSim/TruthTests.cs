using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using RuralEc.Server.Security;
using RuralEc.Server.Tests.Mqtt;
using Xunit;

namespace RuralEc.Server.Tests.FirmwareSim;

/// <summary>A bad day of twenty loggers at the real server, compared with what really happened.</summary>
public class TruthTests
{
    private const double LimitCelsius = 10;

    // TemperatureLimit.Hysteresis below the limit an episode is over.
    private const double ClearCelsius = 9.5;
    private const int Loggers = 20;
    private const int Failures = 12;
    private static readonly TimeSpan Sampling = TimeSpan.FromSeconds(60);

    // An asset's own limit has to be passed for so long (docs/mqtt.md names the interval, Asset.Limits the onset).
    private static readonly TimeSpan Onset = TimeSpan.FromMinutes(10);

    // Chaos lets clocks jump by less than a sampling interval here: else the device's own story is another one.
    private static readonly TimeSpan LargestJump = TimeSpan.FromSeconds(30);

    private const string BadDay = """
        {"seed":20260626,"limitsCelsius":[10,9.5],
         "chaos":{"everySeconds":900,"kills":0.6,"duplicates":0.4,"reorder":0.3,"clockJumps":0.3,"largestJumpSeconds":30},
         "groups":{
          "warm":{"faults":[
           {"kind":"refrigeration_failure","fromSeconds":1800,"forSeconds":3600,"startSpreadSeconds":6000,"riseCelsius":22,"tauSeconds":2400,"recoveryTauSeconds":900},
           {"kind":"door","fromSeconds":300,"forSeconds":16000,"everySeconds":5400,"eachSeconds":240}]},
          "dark":{"faults":[{"kind":"power_loss","fromSeconds":5000,"forSeconds":2000}]},
          "mad":{"faults":[
           {"kind":"malformed","fromSeconds":0,"forSeconds":16000,"share":0.1},
           {"kind":"flood","fromSeconds":6000,"forSeconds":300},
           {"kind":"no_value","fromSeconds":9000,"forSeconds":900},
           {"kind":"lost_boot_counter","fromSeconds":12000,"forSeconds":60}]}},
         "fleets":[
          {"count":12,"like":{"device":"W-{n:2}","party":"9521234100003","group":"warm","noise":0.02,"humidityPercent":90},
           "vary":{"baseCelsius":0.5,"payloads":["mixed","json","senml_json","senml_cbor","compact_cbor"]}},
          {"count":4,"like":{"device":"D-{n:2}","party":"9521234100003","group":"dark","samplingSeconds":60,"uploadSeconds":300},
           "vary":{"baseCelsius":0.5,"payloads":["mixed","json","senml_json","senml_cbor","compact_cbor"]}},
          {"count":4,"like":{"device":"M-{n:2}","party":"9521234100003","group":"mad"},
           "vary":{"payloads":["mixed","json","senml_json","senml_cbor","compact_cbor"]}}]}
        """;

    private static readonly string[] Everybody =
    [
        .. Enumerable.Range(1, Failures).Select(n => $"W-{n:00}"),
        .. Enumerable.Range(1, 4).Select(n => $"D-{n:00}"),
        .. Enumerable.Range(1, 4).Select(n => $"M-{n:00}"),
    ];

    public static TheoryData<Database> Everywhere => Databases.All;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task What_was_acknowledged_is_stored_once_and_the_alarms_tell_what_really_happened(Database database)
    {
        await using var server = await Server.OnAsync(database);
        using var manager = await server.SignedInAsync(Roles.Manager);
        var secrets = await EquipAsync(server, manager, server.MqttPort, Everybody);
        using var fleet = Simulator.Play(
            BadDay,
            "--broker",
            $"mqtt://127.0.0.1:{server.MqttPort}",
            "--credentials",
            secrets,
            "--speed",
            "1800",
            "--duration",
            "16200",
            "--chaos",
            "--truth",
            Simulator.TruthFile,
            "--drain",
            "60"
        );

        var ended = await fleet.EndAsync(Ct);

        Assert.Equal((0, ""), (ended.ExitCode, ended.Errors));
        Assert.Equal(0, ended.Figure("pending"));
        Assert.True(ended.Figure("refused") > 0);
        Assert.True(ended.Figure("connections") > Loggers);
        var truth = fleet.Truth();
        Assert.Equal(
            ["D-01", "D-02", "D-03", "D-04"],
            truth
                .Of("dark")
                .Select(beat => beat.GetProperty("device").GetString()!)
                .Where(device => device.StartsWith("D-", StringComparison.Ordinal))
                .Distinct()
                .Order()
        );
        await CompareReadingsAsync(truth, manager);
        await CompareAlarmsAsync(truth, manager);
        server.AssertCleanLog();
    }

    [Fact]
    public async Task Behind_a_broker_outside_what_the_server_answered_is_stored_once()
    {
        const string Rough = """
            {"seed":5,"chaos":{"everySeconds":900,"kills":0.6,"duplicates":0.4,"reorder":0.3,"largestJumpSeconds":30},
             "fleets":[{"count":10,"like":{"device":"W-{n:2}","party":"9521234100003","acknowledgedBy":"answer"},
              "vary":{"payloads":["mixed","json","senml_json","senml_cbor","compact_cbor"]}}]}
            """;
        await using var broker = await Mosquitto.StartAsync();
        await using var server = await Server.OnAsync(Database.Sqlite, mqtt: broker.Url);
        using var manager = await server.SignedInAsync(Roles.Manager);
        var secrets = await EquipAsync(
            server,
            manager,
            broker.Port,
            [.. Enumerable.Range(1, 10).Select(n => $"W-{n:00}")]
        );
        await UntilHeardAsync(server, manager, broker);
        using var fleet = Simulator.Play(
            Rough,
            "--broker",
            broker.Url,
            "--credentials",
            secrets,
            "--speed",
            "1200",
            "--duration",
            "7200",
            "--chaos",
            "--truth",
            Simulator.TruthFile,
            "--drain",
            "60"
        );

        var ended = await fleet.EndAsync(Ct);

        Assert.Equal((0, ""), (ended.ExitCode, ended.Errors));
        Assert.Equal(ended.Figure("sampled"), ended.Figure("acknowledged") + ended.Figure("pending"));
        Assert.True(ended.Figure("acknowledged") > 1000);
        await CompareReadingsAsync(fleet.Truth(), manager);
        server.AssertCleanLog();
    }

    /// <summary>The server subscribes a moment after it has started; before, a broker keeps nothing for it.</summary>
    private static async Task UntilHeardAsync(Server server, HttpClient manager, Mosquitto broker)
    {
        await using var probe = await Device.RegisteredAsync(server, manager, "PROBE", mqttPort: broker.Port);
        await probe.ConnectAsync();
        var stored = await Eventually.Async(
            async () =>
            {
                await probe.PublishAsync("""{"b":1,"s":1,"t":1782420000000,"v":4}""");
                return await probe.StoredAsync(manager);
            },
            list => list.Count > 0
        );
        Assert.Single(stored);
    }

    private static async Task CompareReadingsAsync(GroundTruth truth, HttpClient manager)
    {
        foreach (var device in truth.Readings.GroupBy(r => r.Device))
        {
            var stored = await StoredAsync(manager, device.Key);
            // Nothing twice, and nothing that was not measured.
            var measured = device
                .SelectMany(r => r.Told.Select(v => (r.Boot, r.Seq, Quantity: v.Key, v.Value, r.At)))
                .ToHashSet();
            Assert.Equal(stored.Count, stored.DistinctBy(s => (s.Boot, s.Seq, s.Quantity)).Count());
            Assert.All(stored, s => Assert.Contains(s, measured));

            var acknowledged = device
                .Where(r => r is { Fate: "acknowledged", Broken: false, Reused: false })
                .SelectMany(r => r.Told.Select(v => (r.Boot, r.Seq, Quantity: v.Key, v.Value, r.At)));
            Assert.Empty(acknowledged.Except(stored));
            // Of two with one number, one stands.
            Assert.Subset(
                stored.Select(s => (s.Boot, s.Seq)).ToHashSet(),
                device.Where(r => r is { Fate: "acknowledged", Broken: false }).Select(r => (r.Boot, r.Seq)).ToHashSet()
            );
        }
    }

    private static async Task CompareAlarmsAsync(GroundTruth truth, HttpClient manager)
    {
        var expected = truth.Crossings.GroupBy(c => c.Device).SelectMany(d => EpisodesOf(d.Key, d)).ToList();
        // Every one of the failures is one, and none of the doors.
        Assert.Equal(Failures, expected.Count);

        var alarms = await Eventually.Async(
            async () => (await manager.GetFromJsonAsync<JsonArray>("/api/alarms", Ct))!,
            list => list.Count == expected.Count && list.All(a => a!["clearedAt"] is not null)
        );

        Assert.Equal(expected.Select(e => e.Device).Order(), alarms.Select(a => Text(a, "device")).Order());
        foreach (var episode in expected)
        {
            var alarm = alarms.Single(a => Text(a, "device") == episode.Device);
            Assert.Equal(("temperature", "above"), (Text(alarm, "kind"), Text(alarm, "side")));
            Near(episode.From, Time(alarm, "onsetAt"));
            Near(episode.To, Time(alarm, "clearedAt"));
            var warmest = truth.Readings.Where(r => r.Device == episode.Device).Max(r => r.Told["temperature"]);
            Assert.Equal(warmest, alarm!["peakCelsius"]!.GetValue<double>());
        }
    }

    /// <summary>The times for which the true air was too warm for long enough.</summary>
    private static IEnumerable<(string Device, DateTimeOffset From, DateTimeOffset To)> EpisodesOf(
        string device,
        IEnumerable<TrueCrossing> crossings
    )
    {
        DateTimeOffset? since = null;
        DateTimeOffset? back = null;
        foreach (var crossing in crossings.OrderBy(c => c.True))
        {
            // It is over when the air has stayed back for as long as it may be beyond.
            if (since is { } begun && back is { } end && crossing.True - end >= Onset)
            {
                yield return (device, begun, end);
                (since, back) = (null, null);
            }

            switch (crossing)
            {
                case { Celsius: LimitCelsius, IsUp: true }:
                    (since, back) = (since ?? crossing.True, null);
                    break;
                case { Celsius: ClearCelsius, IsUp: true }:
                    back = null;
                    break;
                case { Celsius: ClearCelsius, IsUp: false } when since is { } from:
                    since = crossing.True - from >= Onset ? from : null;
                    back = since is null ? null : crossing.True;
                    break;
                default:
                    break;
            }
        }

        if (since is { } last && back is { } over)
        {
            yield return (device, last, over);
        }
    }

    private static void Near(DateTimeOffset truth, DateTimeOffset told) =>
        Assert.InRange(told, truth - LargestJump - Sampling, truth + LargestJump + Sampling);

    private static async Task<
        HashSet<(uint Boot, uint Seq, string Quantity, double Value, DateTimeOffset? At)>
    > StoredAsync(HttpClient manager, string device)
    {
        var stored = new List<(uint, uint, string, double, DateTimeOffset?)>();
        string? from = "2000-01-01T00:00:00Z";
        while (from is not null)
        {
            var page = await manager.GetFromJsonAsync<JsonObject>(
                $"/api/readings?device={device}&from={Uri.EscapeDataString(from)}&to=2100-01-01T00:00:00Z",
                Ct
            );
            stored.AddRange(
                page!["readings"]!
                    .AsArray()
                    .Select(r =>
                        (
                            r!["boot"]!.GetValue<uint>(),
                            r["seq"]!.GetValue<uint>(),
                            Text(r, "quantity"),
                            r["value"]!.GetValue<double>(),
                            (DateTimeOffset?)Time(r, "measuredAt")
                        )
                    )
            );
            from = page["next"]?.GetValue<string>();
        }

        var once = stored.ToHashSet();
        Assert.Equal(stored.Count, once.Count);
        return once;
    }

    /// <summary>Registers every logger, mounts it in a cold room of its own and writes the file of secrets.</summary>
    private static async Task<string> EquipAsync(Server server, HttpClient manager, int mqttPort, string[] devices)
    {
        var secrets = new Dictionary<string, object>();
        foreach (var device in devices)
        {
            await using var logger = await Device.RegisteredAsync(
                server,
                manager,
                device,
                (int)Sampling.TotalSeconds,
                mqttPort
            );
            secrets[device] = new { secret = logger.Secret };
            var room = Guid.CreateVersion7();
            await PostAsync(
                manager,
                "/api/assets",
                new
                {
                    id = room,
                    kind = "coldRoom",
                    name = device,
                    districtCode = "440118",
                    maxCelsius = LimitCelsius,
                }
            );
            await PostAsync(
                manager,
                "/api/mountings",
                new
                {
                    id = Guid.CreateVersion7(),
                    device,
                    assetId = room,
                    from = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
                }
            );
        }

        var file = Path.Combine(Directory.CreateTempSubdirectory("ruralec-secrets-").FullName, "secrets.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(secrets), Ct);
        return file;
    }

    private static async Task PostAsync(HttpClient manager, string path, object body)
    {
        using var answer = await manager.PostAsJsonAsync(path, body, Ct);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Ct));
    }

    private static string Text(JsonNode? node, string field) => node![field]!.GetValue<string>();

    private static DateTimeOffset Time(JsonNode? node, string field) =>
        DateTimeOffset.Parse(Text(node, field), CultureInfo.InvariantCulture);
}

using Xunit;

namespace RuralEc.Server.Tests.FirmwareSim;

/// <summary>What a broker hears of loggers in trouble.</summary>
public class TroubledFleetTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_form_of_payload_tells_the_same_readings()
    {
        await using var broker = await ListeningBroker.StartAsync();
        using var fleet = Simulator.Play(
            """
            {"seed":7,"boot":1,"fleets":[{"count":5,"like":{"device":"DL-{n}","party":"P","phaseSeconds":0,"noise":0,"baseCelsius":5.25,"faults":[
               {"kind":"network_loss","fromSeconds":900,"forSeconds":1800},
               {"kind":"clock_error","fromSeconds":2000,"forSeconds":60,"offsetSeconds":-400},
               {"kind":"no_value","fromSeconds":1500,"forSeconds":120}]},
              "vary":{"payloads":["mixed","json","senml_json","senml_cbor","compact_cbor"]}}]}
            """,
            "--broker",
            broker.Address,
            "--speed",
            "1200",
            "--duration",
            "3600"
        );

        var ended = await fleet.EndAsync(Ct);

        Assert.Equal((0, ""), (ended.ExitCode, ended.Errors));
        Assert.Equal(ended.Figure("sampled"), ended.Figure("acknowledged"));
        Assert.Equal(
            [
                "DL-1 application/json",
                "DL-1 application/senml+json",
                "DL-2 application/json",
                "DL-3 application/senml+json",
                "DL-4 application/senml+cbor",
                "DL-5 application/cbor",
            ],
            broker.Uploads.Select(u => $"{u.Device} {u.ContentType}").Distinct().Order(StringComparer.Ordinal)
        );
        foreach (var (key, told) in broker.Readings())
        {
            // The compressor's cycle alone moves the air; two readings have no value.
            Assert.All(
                told,
                celsius => Assert.True(celsius is null ? key.Seq is 26 or 27 : Math.Abs(celsius.Value - 5.25) <= 0.31)
            );
            Assert.Single(told.Distinct());
        }

        Assert.All(
            broker.Readings().GroupBy(r => r.Key.Device),
            device => Assert.Equal(Enumerable.Range(1, 61), device.Select(r => (int)r.Key.Seq).Order())
        );
    }

    [Fact]
    public async Task A_connection_that_hangs_dies_by_its_will_when_the_keep_alive_is_over()
    {
        await using var broker = await ListeningBroker.StartAsync();
        using var fleet = Simulator.Play(
            """
            {"boot":5,"loggers":[{"device":"DL-01","party":"P","keepAliveSeconds":5,"faults":[
              {"kind":"power_loss","fromSeconds":1200,"forSeconds":2400}]}]}
            """,
            "--broker",
            broker.Address,
            "--speed",
            "240",
            "--duration",
            "4200"
        );

        var ended = await fleet.EndAsync(Ct);

        Assert.Equal((0, 2L), (ended.ExitCode, ended.Figure("connections")));
        Assert.Equal(
            [
                """{"on":1,"b":5,"fw":"sim-1.0","interval":60}""",
                """{"on":0,"b":5}""",
                """{"on":1,"b":6,"fw":"sim-1.0","interval":60}""",
                """{"on":0,"b":6}""",
            ],
            broker.Messages.Where(m => m.Topic == "re/1/P/DL-01/s").Select(m => m.Payload)
        );
    }

    [Fact]
    public async Task A_flood_repeats_the_newest_reading_and_the_beat_goes_on()
    {
        await using var broker = await ListeningBroker.StartAsync();
        using var fleet = Simulator.Play(
            """{"loggers":[{"device":"DL-01","party":"P","faults":[{"kind":"flood","fromSeconds":600,"forSeconds":300}]}]}""",
            "--broker",
            broker.Address,
            "--speed",
            "600",
            "--duration",
            "1800"
        );

        var ended = await fleet.EndAsync(Ct);

        Assert.Equal(ended.Figure("sampled"), ended.Figure("acknowledged"));
        Assert.True(ended.Figure("messages") > 5 * ended.Figure("sampled"));
        Assert.Equal(ended.Figure("sampled"), broker.Readings().Count);
        Assert.All(broker.Readings().Values, told => Assert.Single(told.Distinct()));
    }

    [Fact]
    public async Task Through_chaos_the_ground_truth_tells_what_the_broker_heard_and_twice_the_same()
    {
        const string Rough = """
            {"seed":11,"start":"2026-06-26T00:00:00Z","boot":1,"chaos":{"everySeconds":900},
             "fleets":[{"count":30,"like":{"device":"DL-{n:2}","party":"P","bufferReadings":100},
              "vary":{"baseCelsius":1,"payloads":["mixed","json","senml_json","senml_cbor","compact_cbor"]}}]}
            """;
        var runs = new List<GroundTruth>();
        foreach (var breaks in (int[])[0, 25])
        {
            await using var broker = await ListeningBroker.StartAsync(breaks);
            using var fleet = Simulator.Play(
                Rough,
                "--broker",
                broker.Address,
                "--speed",
                "2400",
                "--duration",
                "10800",
                "--chaos",
                "5",
                "--truth",
                Simulator.TruthFile
            );
            var ended = await fleet.EndAsync(Ct);
            var truth = fleet.Truth();
            runs.Add(truth);

            Assert.Equal((0, ""), (ended.ExitCode, ended.Errors));
            var heard = broker.Readings();
            var readings = truth.Readings.ToList();
            Assert.Equal(ended.Figure("sampled"), readings.Count);
            Assert.Equal(ended.Figure("sampled"), ended.Figure("acknowledged") + ended.Figure("lost"));
            Assert.Equal(ended.Figure("acknowledged"), readings.Count(r => r.Fate == "acknowledged"));
            Assert.All(
                readings.Where(r => r.Fate == "acknowledged"),
                r =>
                    Assert.Equal(
                        [r.Told["temperature"]],
                        heard[(r.Device, r.Boot, r.Seq)].Distinct().Select(c => c!.Value)
                    )
            );
            Assert.Subset(readings.Select(r => (r.Device, r.Boot, r.Seq)).ToHashSet(), heard.Keys.ToHashSet());
            Assert.True(ended.Figure("connections") > 60);
            Assert.True(ended.Figure("sent") > ended.Figure("sampled"));
            Assert.Equal(ended.Figure("acknowledged"), truth.End.GetProperty("acknowledged").GetInt64());
        }

        // The network was another one; what was measured, and what went wrong by plan, was the same.
        Assert.Equal(Measured(runs[0]), Measured(runs[1]));
        Assert.Equal(Planned(runs[0]), Planned(runs[1]));

        static IEnumerable<string> Measured(GroundTruth truth) =>
            truth
                .Readings.Select(r => $"{r.Device} {r.Boot} {r.Seq} {r.At} {r.True} {r.Air} {string.Join(' ', r.Told)}")
                .Order(StringComparer.Ordinal);
        static IEnumerable<string> Planned(GroundTruth truth) =>
            truth.Of("fault").Select(l => l.GetRawText()).Order(StringComparer.Ordinal);
    }
}

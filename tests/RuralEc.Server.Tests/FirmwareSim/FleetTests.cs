using System.Diagnostics;
using RuralEc.Server.Tests.Mqtt;
using Xunit;

namespace RuralEc.Server.Tests.FirmwareSim;

public class FleetTests
{
    private const string HardLife = """
        {"seed":7,"loggers":[
          {"device":"DL-01","party":"9521234100003","faults":[
            {"kind":"network_loss","fromSeconds":1800,"forSeconds":3600},
            {"kind":"duplicates","fromSeconds":0,"forSeconds":7200,"share":0.5}]},
          {"device":"DL-02","party":"9521234100003","samplingSeconds":30,"uploadSeconds":300,"faults":[
            {"kind":"out_of_order","fromSeconds":0,"forSeconds":7200,"spreadSeconds":900},
            {"kind":"clock_error","fromSeconds":3000,"forSeconds":600,"offsetSeconds":-500}]},
          {"device":"DL-03","party":"9521234100003","faults":[
            {"kind":"battery_end","fromSeconds":2000,"forSeconds":1000},
            {"kind":"refrigeration_failure","fromSeconds":100,"forSeconds":900}]}
        ]}
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_reading_arrives_through_every_fault_and_says_the_same_each_time()
    {
        await using var broker = await ListeningBroker.StartAsync();
        using var fleet = Simulator.Play(HardLife, "--broker", broker.Address, "--speed", "2400", "--duration", "7200");

        var ended = await fleet.EndAsync(Ct);

        Assert.Equal((0, ""), (ended.ExitCode, ended.Errors));
        var readings = broker.Readings();
        Assert.Equal(ended.Figure("sampled"), ended.Figure("acknowledged"));
        Assert.Equal(ended.Figure("sampled"), readings.Count);
        Assert.Equal(ended.Figure("sent"), readings.Values.Sum(told => told.Count));
        Assert.True(ended.Figure("sent") > ended.Figure("acknowledged"));
        Assert.All(readings.Values, told => Assert.Single(told.Distinct()));
        foreach (var life in readings.Keys.GroupBy(k => (k.Device, k.Boot)))
        {
            Assert.Equal(Enumerable.Range(1, life.Count()), life.Select(k => (int)k.Seq).Order());
        }

        Assert.Equal(2, readings.Keys.Where(k => k.Device == "DL-03").Select(k => k.Boot).Distinct().Count());
    }

    [Fact]
    public async Task A_fleet_ends_when_the_program_that_plays_it_is_gone()
    {
        await using var broker = await ListeningBroker.StartAsync();
        const string busy = """
            {"seed":7,"loggers":[{"device":"DL-01","party":"9521234100003","samplingSeconds":1,"uploadSeconds":1}]}
            """;
        using var fleet = Simulator.Play(busy, "--broker", broker.Address, "--with-standard-input");
        await Mqtt.Eventually.Async(() => Task.FromResult(broker.Readings().Count), count => count > 0);

        fleet.CloseInput();

        Assert.Equal(0, (await fleet.EndAsync(Ct)).ExitCode);
    }

    [Fact]
    public async Task A_reading_without_acknowledgement_is_sent_again_under_its_number()
    {
        await using var broker = await ListeningBroker.StartAsync(breaks: 4);
        using var fleet = Simulator.Play(HardLife, "--broker", broker.Address, "--speed", "2400", "--duration", "7200");

        var ended = await fleet.EndAsync(Ct);

        Assert.Equal(ended.Figure("sampled"), ended.Figure("acknowledged"));
        Assert.Equal(ended.Figure("sampled"), broker.Readings().Count);
        Assert.True(ended.Figure("connections") >= 6);
    }

    [Fact]
    public async Task A_logger_is_born_with_its_secret_and_dies_by_its_will()
    {
        await using var broker = await ListeningBroker.StartAsync(secrets: new() { ["DL-01"] = "s1" });
        using var fleet = Simulator.Play(
            """{"boot":5,"loggers":[{"device":"DL-01","party":"P","secret":"s1"},{"device":"DL-02","party":"P","secret":"s?"}]}""",
            "--broker",
            broker.Address
        );

        await Until(() => broker.Messages.Any(m => m.Topic == "re/1/P/DL-01/s"));
        fleet.Kill();
        await Until(() => broker.Messages.Contains(("re/1/P/DL-01/s", """{"on":0,"b":5}""")));

        Assert.Contains(("re/1/P/DL-01/s", """{"on":1,"b":5,"fw":"sim-1.0","interval":60}"""), broker.Messages);
        Assert.DoesNotContain(broker.Messages, m => m.Topic.Contains("DL-02", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ctrl_C_ends_the_fleet_with_a_farewell_and_the_figures()
    {
        await using var broker = await ListeningBroker.StartAsync();
        using var fleet = Simulator.Play(HardLife, "--broker", broker.Address);
        await Until(() => broker.Messages.Count(m => m.Topic.EndsWith("/s", StringComparison.Ordinal)) == 3);

        using (var interrupt = Process.Start("kill", ["-INT", $"{fleet.ProcessId}"]))
        {
            await interrupt.WaitForExitAsync(Ct);
        }

        var ended = await fleet.EndAsync(Ct);

        Assert.Equal(0, ended.ExitCode);
        Assert.Equal(3, ended.Figure("connections"));
        Assert.Equal(3, broker.Messages.Count(m => m.Payload.StartsWith("""{"on":0""", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Mosquitto_understands_the_fleet()
    {
        await using var broker = await Mosquitto.StartAsync();
        using var fleet = Simulator.Play(HardLife, "--broker", broker.Url, "--speed", "2400", "--duration", "7200");

        var ended = await fleet.EndAsync(Ct);

        Assert.Equal((0, ""), (ended.ExitCode, ended.Errors));
        Assert.Equal(ended.Figure("sampled"), ended.Figure("acknowledged"));
    }

    [Fact]
    public async Task Help_names_every_option_and_the_exit_codes()
    {
        using var fleet = Simulator.Run("--help");

        var ended = await fleet.EndAsync(Ct);

        Assert.Equal((0, ""), (ended.ExitCode, ended.Errors));
        Assert.All(
            (string[])
                [
                    "<scenario>",
                    "--broker",
                    "--credentials",
                    "--speed",
                    "--duration",
                    "--seed",
                    "--chaos",
                    "--truth",
                    "--connect-rate",
                    "--drain",
                    "--report-every",
                    "Exit codes",
                ],
            word => Assert.Contains(word, ended.Output, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_fleet_that_finds_no_broker_keeps_its_readings_and_says_so()
    {
        using var fleet = Simulator.Play(
            """{"loggers":[{"device":"DL-01","party":"P","faults":[{"kind":"network_loss","fromSeconds":540,"forSeconds":9999}]}]}""",
            "--broker",
            "mqtt://127.0.0.1:1",
            "--speed",
            "1000",
            "--duration",
            "600"
        );

        var ended = await fleet.EndAsync(Ct);

        Assert.Equal(1, ended.ExitCode);
        Assert.Equal(ended.Figure("sampled"), ended.Figure("pending"));
        Assert.True(ended.Figure("failures") > 0);
    }

    [Theory]
    [InlineData("nowhere.json")]
    [InlineData("nowhere.json", "--speed", "fast")]
    [InlineData("nowhere.json", "--speed", "0")]
    [InlineData("nowhere.json", "--duration", "-1")]
    [InlineData("nowhere.json", "--broker", "localhost")]
    [InlineData("nowhere.json", "--chaos", "much")]
    [InlineData("nowhere.json", "--connect-rate", "0")]
    [InlineData("nowhere.json", "--drain", "NaN")]
    [InlineData("nowhere.json", "--sped", "2")]
    [InlineData]
    public async Task A_wrong_command_line_is_one_sentence_and_exit_code_2(params string[] arguments)
    {
        using var fleet = Simulator.Run(arguments);

        var ended = await fleet.EndAsync(Ct);

        Assert.Equal((2, ""), (ended.ExitCode, ended.Output));
        Assert.Single(ended.Errors.TrimEnd().Split('\n'));
        Assert.DoesNotContain("   at ", ended.Errors, StringComparison.Ordinal);
    }

    private static async Task Until(Func<bool> happened)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        while (!happened())
        {
            await Task.Delay(20, deadline.Token);
        }
    }
}

using System.Globalization;
using RuralEc.FirmwareSim.Model;
using RuralEc.FirmwareSim.Mqtt;
using RuralEc.FirmwareSim.Scenarios;
using RuralEc.FirmwareSim.Truth;

namespace RuralEc.FirmwareSim.Play;

/// <summary>Plays every logger of a scenario at once and prints what was acknowledged.</summary>
internal static class Fleet
{
    private static readonly TimeSpan LeavePatience = TimeSpan.FromSeconds(5);

    /// <param name="scenario">What is played.</param>
    /// <param name="loggers">Its loggers, each with its secret.</param>
    public static async Task<Tally> PlayAsync(
        Scenario scenario,
        IReadOnlyList<LoggerSpec> loggers,
        PlayOptions options,
        TimeProvider time,
        TextWriter output,
        CancellationToken ct
    )
    {
        var broker = await BrokerAddress.FindAsync(options.Broker, ct);
        var now = time.GetUtcNow();
        var start = StartOf(scenario, options, now);
        var boot = scenario.Boot ?? (uint)(scenario.Start ?? now).ToUnixTimeSeconds();
        using var truth = options.TruthPath is null ? null : new TruthFile(options.TruthPath, time);
        var counts = new Counts();
        var clock = new SimulatedClock(time, options.Speed);
        using var metronome = new Metronome(clock);
        using var ended = new CancellationTokenSource();
        var stage = new Stage(
            broker,
            time,
            clock,
            metronome,
            new(time),
            new(options.ConnectsPerSecond, time),
            counts,
            truth,
            scenario.LimitsCelsius,
            options.DurationSeconds,
            ended.Token
        );
        truth?.Add("run", (scenario, options, start, boot, loggers.Count), WriteRun);
        LoggerPlayer[] players =
        [
            .. loggers.Select(logger => new LoggerPlayer(
                new LoggerModel(logger, scenario.Seed, start, boot, scenario.Chaos),
                stage
            )),
        ];
        await output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{players.Length} loggers, seed {scenario.Seed}{Chaos(scenario)}, from {start:yyyy-MM-dd'T'HH:mm:ssK}, {options.Speed} x real time, {options.Broker}"
            )
        );

        clock.Start();
        Task[] beside = [ReportAsync(players, stage, options.ReportEvery, output), stage.Keeper.RunAsync(ended.Token)];
        try
        {
            await Task.WhenAny(RunAsync(players, stage, options.Drain, ct), stage.Failure).Unwrap();
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Ctrl-C: take leave below.
        }

        using var leave = new CancellationTokenSource(LeavePatience, time);
        await Task.WhenAll(players.Select(player => player.LeaveAsync(leave.Token)));
        await ended.CancelAsync();
        await Task.WhenAll(beside);
        foreach (var player in players)
        {
            player.Dispose();
        }

        var tally = counts.Now();
        truth?.Add("end", tally, static (json, sums) => sums.Write(json));
        return tally;
    }

    /// <summary>A run that is faster than time ends now, so that no reading lies in the future.</summary>
    public static DateTimeOffset StartOf(Scenario scenario, PlayOptions options, DateTimeOffset now)
    {
        if (scenario.Start is { } given)
        {
            return given;
        }

        var ahead = options.Speed > 1 ? options.DurationSeconds * (1 - 1 / options.Speed) : 0;
        return DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds() - (long)Math.Ceiling(ahead));
    }

    /// <summary>Plays until the end, and after it until nothing waits any more or patience is over.</summary>
    private static async Task RunAsync(LoggerPlayer[] players, Stage stage, TimeSpan drain, CancellationToken ct)
    {
        await stage.Metronome.RunAsync(players, () => stage.Clock.Second >= stage.EndSecond, ct);
        var begun = stage.Time.GetTimestamp();
        await stage.Metronome.RunAsync(
            players,
            () => stage.Time.GetElapsedTime(begun) > drain || Array.TrueForAll(players, p => p.IsDone),
            ct
        );
    }

    private static async Task ReportAsync(LoggerPlayer[] players, Stage stage, TimeSpan every, TextWriter output)
    {
        try
        {
            while (true)
            {
                await Task.Delay(every, stage.Time, stage.Stopped);
                var tally = stage.Counts.Now();
                var trouble = players.FirstOrDefault(p => p.Trouble is not null)?.Trouble;
                await output.WriteLineAsync(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{TimeSpan.FromSeconds(Math.Floor(stage.Clock.Second)):c}  {players.Count(p => p.IsConnected)} connected, {tally.Sampled} sampled, {tally.Sent} sent, {tally.Acknowledged} acknowledged, {tally.Refused} refused, {tally.Lost} lost, {tally.Pending} pending{(trouble is null ? "" : ": " + trouble)}"
                    )
                );
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    private static string Chaos(Scenario scenario) =>
        scenario.Chaos is { } chaos
            ? string.Create(CultureInfo.InvariantCulture, $", chaos {chaos.Seed ?? scenario.Seed}")
            : "";

    private static void WriteRun(
        System.Text.Json.Utf8JsonWriter json,
        (Scenario Scenario, PlayOptions Options, DateTimeOffset Start, uint Boot, int Loggers) run
    )
    {
        json.WriteNumber("version", 1);
        json.WriteNumber("seed", run.Scenario.Seed);
        if (run.Scenario.Chaos is { } chaos)
        {
            json.WriteNumber("chaosSeed", chaos.Seed ?? run.Scenario.Seed);
        }

        json.WriteNumber("start", run.Start.ToUnixTimeMilliseconds());
        json.WriteNumber("boot", run.Boot);
        json.WriteNumber("speed", run.Options.Speed);
        json.WriteNumber("loggers", run.Loggers);
        json.WriteStartArray("limitsCelsius");
        foreach (var limit in run.Scenario.LimitsCelsius)
        {
            json.WriteNumberValue(limit);
        }

        json.WriteEndArray();
    }
}

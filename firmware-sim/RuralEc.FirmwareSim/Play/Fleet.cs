using System.Globalization;
using RuralEc.FirmwareSim.Model;
using RuralEc.FirmwareSim.Scenarios;

namespace RuralEc.FirmwareSim.Play;

/// <summary>How a scenario is played.</summary>
/// <param name="Broker">Address, <c>mqtt://host:port</c> or <c>mqtts://host:port</c>.</param>
/// <param name="Speed">Simulated seconds in a real one.</param>
/// <param name="DurationSeconds">Simulated seconds to play; infinite until Ctrl-C.</param>
/// <param name="ReportEvery">Real time between two lines of figures.</param>
public sealed record PlayOptions(Uri Broker, double Speed, double DurationSeconds, TimeSpan ReportEvery);

/// <summary>Plays every logger of a scenario at once and prints what was acknowledged.</summary>
public static class Fleet
{
    public static async Task<Tally> PlayAsync(
        Scenario scenario,
        PlayOptions options,
        TimeProvider time,
        TextWriter output,
        CancellationToken ct
    )
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(options);
        var now = time.GetUtcNow();
        var start = StartOf(scenario, options, now);
        var boot = scenario.Boot ?? (uint)(scenario.Start ?? now).ToUnixTimeSeconds();
        var counts = new Counts();
        var clock = new SimulatedClock(time, options.Speed);
        LoggerPlayer[] players =
        [
            .. scenario.Everyone.Select(logger => new LoggerPlayer(
                new LoggerModel(logger, scenario.Seed, start, boot),
                options.Broker,
                clock,
                time,
                counts
            )),
        ];
        await output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{players.Length} loggers, seed {scenario.Seed}, from {start:yyyy-MM-dd'T'HH:mm:ssK}, {options.Speed} x real time, {options.Broker}"
            )
        );

        using var reporting = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var report = ReportAsync(players, clock, counts, options.ReportEvery, time, output, reporting.Token);
        await Task.WhenAll(players.Select(p => p.PlayAsync(options.DurationSeconds, ct)));
        await reporting.CancelAsync();
        await report;
        foreach (var player in players)
        {
            player.Dispose();
        }

        return counts.Now();
    }

    /// <summary>A run that is faster than time ends now, so that no reading lies in the future.</summary>
    public static DateTimeOffset StartOf(Scenario scenario, PlayOptions options, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(options);
        if (scenario.Start is { } given)
        {
            return given;
        }

        var ahead = options.Speed > 1 ? options.DurationSeconds * (1 - 1 / options.Speed) : 0;
        return DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds() - (long)Math.Ceiling(ahead));
    }

    private static async Task ReportAsync(
        LoggerPlayer[] players,
        SimulatedClock clock,
        Counts counts,
        TimeSpan every,
        TimeProvider time,
        TextWriter output,
        CancellationToken ct
    )
    {
        try
        {
            while (true)
            {
                await Task.Delay(every, time, ct);
                var tally = counts.Now();
                var trouble = players.FirstOrDefault(p => p.Trouble is not null)?.Trouble;
                await output.WriteLineAsync(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{TimeSpan.FromSeconds(Math.Floor(clock.Second)):c}  {players.Count(p => p.IsConnected)} connected, {tally.Sampled} sampled, {tally.Sent} sent, {tally.Acknowledged} acknowledged, {tally.Pending} pending{(trouble is null ? "" : ": " + trouble)}"
                    )
                );
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }
}

using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RuralEc.Benchmarks.Ingest;
using RuralEc.ColdChain.Alarms;

namespace RuralEc.Benchmarks.Judging;

/// <summary>
/// What it costs that readings are judged, and how soon an alarm is right. The same load goes to loggers that are mounted
/// nowhere, whose readings are stored and mean nothing, and to loggers in rooms with limits and goods; servers of a round
/// follow each other, so that none works off what another left.
/// </summary>
internal static class JudgingBenchmark
{
    private const int Loggers = 1000;
    private const int Rounds = 3;
    private const int Probes = 40;

    private static readonly (string Title, Load Load)[] Cases =
    [
        ("100 connections, window 20", new(100, 20, 1, 0)),
        ("1,000 connections, window 20", new(1000, 20, 1, 0)),
        ("packs of 60 readings, 100 connections, window 20", new(100, 20, 60, 0)),
    ];

    public static async Task RunAsync()
    {
        foreach (var (number, (title, load)) in Cases.Index())
        {
            var (alone, judged) = (new List<double>(), new List<double>());
            for (var round = 0; round < Rounds; round++)
            {
                foreach (var (mounted, rates) in new[] { (false, alone), (true, judged) })
                {
                    await using var server = await IngestServer.StartAsync(Loggers, lane: true, mounted);
                    rates.Add((await server.MeasureAsync(load, (number * Rounds) + round)).Load.PerSecond);
                }
            }

            var (one, other) = (Median(alone), Median(judged));
            Say(
                $"{title, -50} stored {one, 9:N0} msg/s   and judged {other, 9:N0} msg/s   {100 * other / one, 4:N0} %"
            );
        }

        foreach (var perSecond in new[] { 100, 1_000, 10_000 })
        {
            await using var server = await IngestServer.StartAsync(Loggers, lane: true, judged: true);
            var load = server.MeasureAsync(new(Loggers, 1, 1, perSecond), 1);
            var delays = await DelaysAsync(server, load);
            Say(
                $"{perSecond, 6:N0} readings/s beside it: an alarm is there {Percentile(delays, 50), 5:N0} ms (median), {Percentile(delays, 100), 5:N0} ms (of {delays.Count} the slowest) after the PUBACK"
            );
        }
    }

    /// <summary>
    /// Rooms that nobody else reports from turn warm, one after the other, while a load runs: from the acknowledgement of
    /// the reading that makes it an excursion to the alarm that a person could read.
    /// </summary>
    private static async Task<List<double>> DelaysAsync(IngestServer server, Task load)
    {
        var probes = await server.ProbesAsync(Probes);
        // The load begins to count after its connections have signed in and warmed up.
        await Task.Delay(TimeSpan.FromSeconds(3));
        var delays = new List<double>();
        foreach (var (probe, asset) in probes)
        {
            if (load.IsCompleted)
            {
                break;
            }

            await probe.TurnWarmAsync();
            var from = TimeProvider.System.GetTimestamp();
            while (!await IsOpenAsync(server, asset))
            {
                await Task.Delay(5);
            }

            delays.Add(TimeProvider.System.GetElapsedTime(from).TotalMilliseconds);
        }

        await load;
        foreach (var (probe, _) in probes)
        {
            await probe.DisposeAsync();
        }

        return delays;
    }

    private static async Task<bool> IsOpenAsync(IngestServer server, Guid asset)
    {
        await using var scope = server.Services.CreateAsyncScope();
        return await scope
            .ServiceProvider.GetRequiredService<DbContext>()
            .Set<Alarm>()
            .AnyAsync(a => a.AssetId == asset && a.OpenScope != null);
    }

    private static double Median(List<double> values) => Percentile(values, 50);

    private static double Percentile(List<double> values, int percent)
    {
        var sorted = values.Order().ToList();
        return sorted[Math.Min(sorted.Count - 1, sorted.Count * percent / 100)];
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}

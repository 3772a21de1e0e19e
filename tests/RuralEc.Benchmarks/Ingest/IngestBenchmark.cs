using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Server;
using RuralEc.Server.Mqtt;

namespace RuralEc.Benchmarks.Ingest;

/// <summary>
/// How many QoS 1 messages a second are acknowledged: by the server, which has them on disk first, by either way a
/// reading may go; by the same broker whose handler does nothing; and by Mosquitto, which hands them to nobody. Server
/// and load share the machine's processors; the contenders take turns, because a shared machine is not equally quiet all
/// the time.
/// </summary>
internal static class IngestBenchmark
{
    public const string Party = "9521234100003";

    private const int Loggers = 1000;
    private const int Rounds = 3;

    private static readonly (string Title, Load Load)[] Cases =
    [
        ("single readings, 200 connections, window 1", new(200, 1, 1, 0)),
        ("single readings, 100 connections, window 20", new(100, 20, 1, 0)),
        ("single readings, 1,000 connections, window 20", new(1000, 20, 1, 0)),
        ("single readings, 1,000 connections, window 1", new(1000, 1, 1, 0)),
        ("packs of 60 readings, 100 connections, window 20", new(100, 20, 60, 0)),
        ("paced at 10,000 messages a second, 1,000 connections", new(1000, 1, 1, 10_000)),
        ("paced at 10,000 messages a second, 100 connections", new(100, 1, 1, 10_000)),
    ];

    /// <param name="only">The number of one case, from 1; null for all.</param>
    public static async Task RunAsync(int? only)
    {
        await using var lane = await IngestServer.StartAsync(Loggers, lane: true);
        await using var plain = await IngestServer.StartAsync(Loggers, lane: false);
        var contenders = new (string Name, Func<Load, int, Task<Figures>> Run)[]
        {
            ("lane, stored", lane.MeasureAsync),
            ("plain, stored", plain.MeasureAsync),
            ("same broker, nothing done", NoOpAsync),
            ("Mosquitto, relayed to nobody", Mosquitto.RunAsync),
        };
        foreach (var (number, (title, load)) in Cases.Index().Where(c => only is null || c.Index == only - 1))
        {
            Console.WriteLine($"\n{title}");
            var figures = contenders.ToDictionary(c => c.Name, _ => new List<Figures>());
            for (var round = 0; round < Rounds; round++)
            {
                foreach (var (name, run) in contenders)
                {
                    figures[name].Add(await run(load, (number * Rounds) + round));
                }
            }

            var first = Median(figures[contenders[0].Name]);
            foreach (var (name, _) in contenders)
            {
                Console.WriteLine($"  {name, -30} {Median(figures[name]).Told(load, first)}");
            }
        }
    }

    private static async Task<Figures> NoOpAsync(Load load, int run)
    {
        using var listener = new DeviceListener(0, new(), new(int.MaxValue), null, NullLogger.Instance);
        using var broker = new MqttServerFactory().CreateMqttServer(
            new MqttServerOptions(),
            [listener],
            new MqttNetNullLogger()
        );
        broker.InterceptingPublishAsync += publish =>
        {
            publish.ProcessPublish = false;
            return Task.CompletedTask;
        };
        await broker.StartAsync();
        using var self = Process.GetCurrentProcess();
        var figures = await Figures.OfAsync(self, listener.Port, load, run, Strangers);
        await broker.StopAsync(new MqttServerStopOptions());
        return figures;
    }

    /// <summary>For brokers that let anybody in.</summary>
    public static List<(string Device, string Secret)> Strangers =>
        [.. Enumerable.Range(0, Loggers).Select(i => ($"DL-{i}", "none"))];

    private static Figures Median(List<Figures> figures) =>
        figures.OrderBy(f => f.Load.PerSecond).ElementAt(figures.Count / 2);
}

/// <summary>What the load saw and what it cost the server.</summary>
internal sealed record Figures(LoadFigures Load, double MicrosecondsOfServer)
{
    public string Told(Load load, Figures first) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Load.PerSecond, 9:N0} msg/s {Load.PerSecond * load.Readings, 11:N0} readings/s  p50 {Load.MedianMilliseconds, 7:N2} ms  p99 {Load.SlowestPercentMilliseconds, 7:N2} ms  {MicrosecondsOfServer, 6:N1} us/msg  {first.Load.PerSecond / Load.PerSecond, 5:N1}x"
        );

    public static async Task<Figures> OfAsync(
        Process server,
        int port,
        Load load,
        int run,
        IReadOnlyList<(string Device, string Secret)> devices
    )
    {
        TimeSpan before = default;
        TimeSpan after = default;
        var from = 0L;
        TimeSpan measured = default;
        var figures = await LoadGenerator.RunAsync(
            port,
            load,
            run,
            devices,
            () =>
            {
                server.Refresh();
                before = server.TotalProcessorTime;
                from = TimeProvider.System.GetTimestamp();
            },
            () =>
            {
                server.Refresh();
                after = server.TotalProcessorTime;
                measured = TimeProvider.System.GetElapsedTime(from);
            }
        );
        return new(figures, (after - before).TotalMicroseconds / (figures.PerSecond * measured.TotalSeconds));
    }
}

using System.Globalization;
using RuralEc.Benchmarks.Ingest;

namespace RuralEc.Benchmarks.Peers;

/// <summary>
/// Readings a second that are on disk, beside what one would put together first: Mosquitto with a subscriber that inserts
/// a row a message, and Mosquitto with Node-RED and its SQLite node. Publishers send as fast as they are acknowledged.
/// </summary>
internal static class PeersBenchmark
{
    private const int Rounds = 3;
    private static readonly Load Load = new(100, 20, 1, 0);

    public static async Task RunAsync()
    {
        await using var server = await IngestServer.StartAsync(Load.Connections, lane: true);
        using var nodeRed = await NodeRed.InstalledAsync();
        var contenders = new (string Name, Func<int, Task<(double Acknowledged, double Stored)>> Run)[]
        {
            ("lane, stored before it is acknowledged", run => OursAsync(server, run)),
            ("Mosquitto, a row a message, SQLite in WAL with FULL", _ => PeerAsync(RowSubscriber.StartAsync)),
            ("Mosquitto, Node-RED, node-red-node-sqlite", _ => PeerAsync(nodeRed.StartAsync)),
        };
        var figures = contenders.ToDictionary(c => c.Name, _ => new List<(double Acknowledged, double Stored)>());
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (name, run) in contenders)
            {
                figures[name].Add(await run(round));
            }
        }

        var first = Median(figures[contenders[0].Name]).Stored;
        foreach (var (name, _) in contenders)
        {
            var (acknowledged, stored) = Median(figures[name]);
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name, -52} {acknowledged, 9:N0} acknowledged/s {stored, 9:N0} stored/s {first / stored, 7:N1}x"
                )
            );
        }
    }

    private static async Task<(double Acknowledged, double Stored)> OursAsync(IngestServer server, int run)
    {
        var rate = (await server.MeasureAsync(Load, run)).Load.PerSecond;
        return (rate, rate);
    }

    private static async Task<(double Acknowledged, double Stored)> PeerAsync(Func<int, Task<IPeer>> start)
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var peer = await start(broker.Port);
        var (before, after) = (0L, 0L);
        var from = 0L;
        var measured = TimeSpan.Zero;
        var load = await LoadGenerator.RunAsync(
            broker.Port,
            Load,
            0,
            IngestBenchmark.Strangers,
            () => (before, from) = (peer.Stored, TimeProvider.System.GetTimestamp()),
            () => (after, measured) = (peer.Stored, TimeProvider.System.GetElapsedTime(from))
        );
        return (load.PerSecond, (after - before) / measured.TotalSeconds);
    }

    private static (double Acknowledged, double Stored) Median(List<(double Acknowledged, double Stored)> figures) =>
        figures.OrderBy(f => f.Stored).ElementAt(figures.Count / 2);
}

/// <summary>Something that takes messages from a broker and puts them into a table.</summary>
internal interface IPeer : IAsyncDisposable
{
    /// <summary>Rows that are in it.</summary>
    long Stored { get; }
}

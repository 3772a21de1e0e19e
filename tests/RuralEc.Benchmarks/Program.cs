using System.Globalization;
using RuralEc.Benchmarks.Connections;
using RuralEc.Benchmarks.Ingest;
using RuralEc.Benchmarks.Judging;
using RuralEc.Benchmarks.Peers;
using RuralEc.Benchmarks.Routing;
using RuralEc.Benchmarks.Scan;
using RuralEc.Benchmarks.Siting;
using RuralEc.Benchmarks.Soak;
using RuralEc.Benchmarks.Spatial;
using RuralEc.Benchmarks.Store;
using RuralEc.Benchmarks.Tiles;

switch (args)
{
    case ["ingest", .. var only]:
        await IngestBenchmark.RunAsync(only.Length > 0 ? int.Parse(only[0], CultureInfo.InvariantCulture) : null);
        return 0;
    case ["generate", .. var load]:
        return await LoadGenerator.MainAsync(load);
    case ["connections", .. var count]:
        await ConnectionsBenchmark.RunAsync(
            count.Length > 0 ? int.Parse(count[0], CultureInfo.InvariantCulture) : 10_000
        );
        return 0;
    case ["judging"]:
        await JudgingBenchmark.RunAsync();
        return 0;
    case ["soak", .. var hours]:
        await SoakBenchmark.RunAsync(hours.Length > 0 ? int.Parse(hours[0], CultureInfo.InvariantCulture) : 72);
        return 0;
    case ["peers"]:
        await PeersBenchmark.RunAsync();
        return 0;
    case ["routing"]:
        RoutingBenchmark.Run();
        return 0;
    case ["scan"]:
        await ScanBenchmark.RunAsync();
        return 0;
    case ["spatial", var postgres]:
        return await SpatialBenchmark.RunAsync(postgres) == 0 ? 0 : 1;
    case ["siting", .. var peerSeconds]:
        SitingBenchmark.Run(peerSeconds.Length > 0 ? int.Parse(peerSeconds[0], CultureInfo.InvariantCulture) : 120);
        return 0;
    case ["store", .. var how]:
        await StoreBenchmark.RunAsync(
            how is [var millions, ..]
                ? (long)(double.Parse(millions, CultureInfo.InvariantCulture) * 1e6)
                : 100_000_000,
            how.Contains("by-time"),
            how.FirstOrDefault(h => h.Contains('=', StringComparison.Ordinal))
        );
        return 0;
    case ["tiles", var postgres]:
        await TilesBenchmark.RunAsync(postgres);
        return 0;
    default:
        await Console.Error.WriteLineAsync(
            "Name a benchmark: connections, ingest, judging, peers, routing, scan, siting, soak, spatial HOST, store, tiles"
        );
        return 2;
}

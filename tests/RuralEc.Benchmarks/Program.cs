using RuralEc.Benchmarks.Ingest;
using RuralEc.Benchmarks.Scan;

switch (args)
{
    case ["ingest"]:
        await IngestBenchmark.RunAsync();
        return 0;
    case ["scan"]:
        await ScanBenchmark.RunAsync();
        return 0;
    default:
        await Console.Error.WriteLineAsync("Name a benchmark: ingest, scan");
        return 2;
}

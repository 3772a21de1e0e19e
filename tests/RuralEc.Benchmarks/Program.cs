using System.Globalization;
using RuralEc.Benchmarks.Ingest;
using RuralEc.Benchmarks.Scan;

switch (args)
{
    case ["ingest", .. var only]:
        await IngestBenchmark.RunAsync(only.Length > 0 ? int.Parse(only[0], CultureInfo.InvariantCulture) : null);
        return 0;
    case ["generate", .. var load]:
        return await LoadGenerator.MainAsync(load);
    case ["scan"]:
        await ScanBenchmark.RunAsync();
        return 0;
    default:
        await Console.Error.WriteLineAsync("Name a benchmark: ingest, scan");
        return 2;
}

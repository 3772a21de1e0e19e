using RuralEc.Benchmarks.Scan;

if (args is ["scan"])
{
    await ScanBenchmark.RunAsync();
    return 0;
}

await Console.Error.WriteLineAsync("Name a benchmark: scan");
return 2;

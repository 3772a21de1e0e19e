using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace RuralEc.Benchmarks.Scan;

/// <summary>
/// Scans the sample season's box at a constant 200 requests a second for 20 s, the server being a process of its own
/// on the same machine. Times count from when a request was due, so a stall is not hidden.
/// </summary>
internal static partial class ScanBenchmark
{
    private const int PerSecond = 200;
    private const int Seconds = 20;
    private const int WarmUpSeconds = 30;

    public static async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("ruralec-bench-");
        using var server = Process.Start(
            new ProcessStartInfo("dotnet")
            {
                ArgumentList =
                {
                    Path.Combine(AppContext.BaseDirectory, "RuralEc.Server.dll"),
                    "--demo",
                    "--data",
                    folder.FullName,
                    "--urls",
                    "http://127.0.0.1:18080",
                    "--mqtt-port",
                    "0",
                },
                RedirectStandardOutput = true,
            }
        )!;
        try
        {
            var address = await ScanAddressAsync(server);
            using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 });
            client.DefaultRequestHeaders.Add("Accept", "text/html");
            client.DefaultRequestHeaders.Add("Accept-Encoding", "br");
            var bytes = (await client.GetByteArrayAsync(address)).Length;
            await FireAsync(client, address, WarmUpSeconds);
            var times = await FireAsync(client, address, Seconds);
            times.Sort();
            Console.WriteLine(
                $"{PerSecond} scans/s for {Seconds} s, {times.Count} answers, {bytes:N0} bytes compressed each"
            );
            foreach (var percentile in new[] { 50.0, 90, 99, 99.9 })
            {
                var time = times[Math.Min(times.Count - 1, (int)(times.Count * percentile / 100))];
                Console.WriteLine(
                    string.Create(CultureInfo.InvariantCulture, $"p{percentile, -5} {time.TotalMilliseconds, 8:F2} ms")
                );
            }
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
            folder.Delete(recursive: true);
        }
    }

    private static async Task<List<TimeSpan>> FireAsync(HttpClient client, Uri address, int seconds)
    {
        var begun = Stopwatch.StartNew();
        var answers = new List<Task<TimeSpan>>();
        for (var i = 0; i < seconds * PerSecond; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / PerSecond);
            if (due - begun.Elapsed is { Ticks: > 0 } wait)
            {
                await Task.Delay(wait);
            }

            answers.Add(ScanAsync(client, address, begun, due));
        }

        return [.. await Task.WhenAll(answers)];
    }

    private static async Task<TimeSpan> ScanAsync(HttpClient client, Uri address, Stopwatch begun, TimeSpan due)
    {
        // Task.Delay wakes up to a millisecond late; what was not yet asked cannot be late.
        var asked = begun.Elapsed > due + TimeSpan.FromMilliseconds(2) ? due : begun.Elapsed;
        using var answer = await client.GetAsync(address);
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
        return begun.Elapsed - asked;
    }

    private static async Task<Uri> ScanAddressAsync(Process server)
    {
        while (await server.StandardOutput.ReadLineAsync() is { } line)
        {
            if (BoxAddress().Match(line) is { Success: true } match)
            {
                // The rest of what it prints has to go somewhere.
                _ = server.StandardOutput.ReadToEndAsync();
                return new(match.Value);
            }
        }

        throw new InvalidOperationException("The server ended before it was ready.");
    }

    [GeneratedRegex(@"http://\S+/01/\S+/21/\S+")]
    private static partial Regex BoxAddress();
}

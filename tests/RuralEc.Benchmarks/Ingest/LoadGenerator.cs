using System.Diagnostics;
using System.Globalization;

namespace RuralEc.Benchmarks.Ingest;

/// <summary>What a load is.</summary>
/// <param name="Window">Publishes that a connection sends before it waits for their acknowledgements.</param>
/// <param name="Readings">Readings of one message.</param>
/// <param name="PerSecond">Messages in a second over all connections; 0 for as many as go.</param>
internal sealed record Load(int Connections, int Window, int Readings, int PerSecond)
{
    public string[] ToArguments() =>
        [.. new[] { Connections, Window, Readings, PerSecond }.Select(n => n.ToString(CultureInfo.InvariantCulture))];
}

/// <summary>
/// The fleet as a process of its own, so that the server's processor time is the server's. Told the port, the load and
/// the run by arguments and the credentials on its input, it prints one line of figures.
/// </summary>
internal static class LoadGenerator
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(5);

    public static async Task<LoadFigures> RunAsync(
        int port,
        Load load,
        int run,
        IReadOnlyList<(string Device, string Secret)> devices,
        Action? atStart = null,
        Action? atEnd = null
    )
    {
        using var process = Process.Start(
            new ProcessStartInfo("dotnet")
            {
                ArgumentList = { Environment.GetCommandLineArgs()[0], "generate", $"{port}", $"{run}" },
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            }.With(load.ToArguments())
        )!;
        foreach (var (device, secret) in devices.Take(load.Connections))
        {
            await process.StandardInput.WriteLineAsync($"{device} {secret}");
        }

        process.StandardInput.Close();
        // "warm" when the measured time begins, then the figures.
        await process.StandardOutput.ReadLineAsync();
        atStart?.Invoke();
        var line = await process.StandardOutput.ReadLineAsync();
        atEnd?.Invoke();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 && line is not null
            ? LoadFigures.Parse(line)
            : throw new InvalidOperationException("The load generator failed.");
    }

    /// <summary>The generator's own process.</summary>
    public static async Task<int> MainAsync(string[] args)
    {
        int[] numbers = [.. args.Select(a => int.Parse(a, CultureInfo.InvariantCulture))];
        var load = new Load(numbers[2], numbers[3], numbers[4], numbers[5]);
        var connections = new List<LoadConnection>();
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var (device, secret) = (line.Split(' ')[0], line.Split(' ')[1]);
            // Numbers of earlier runs must not come again.
            connections.Add(
                await LoadConnection.OpenAsync(
                    numbers[0],
                    device,
                    secret,
                    load.Window,
                    load.Readings,
                    numbers[1] * 100_000_000L
                )
            );
        }

        long acknowledged = 0;
        var counting = 0;
        var delays = new List<double>[connections.Count];
        var started = TimeProvider.System.GetTimestamp();
        TimeSpan Elapsed() => TimeProvider.System.GetElapsedTime(started);
        // A fleet does not send all at once: each connection has its turn.
        var every =
            load.PerSecond > 0
                ? TimeSpan.FromSeconds((double)load.Connections * load.Window / load.PerSecond)
                : TimeSpan.Zero;
        var work = Task.WhenAll(
            connections.Select(
                (connection, i) =>
                    Task.Run(async () =>
                    {
                        delays[i] = [];
                        var next = every * i / connections.Count;
                        while (Elapsed() < WarmUp + Measured)
                        {
                            if (next > Elapsed())
                            {
                                await Task.Delay(next - Elapsed());
                            }

                            var sent = Elapsed();
                            await connection.WindowAsync();
                            if (Volatile.Read(ref counting) == 1)
                            {
                                Interlocked.Add(ref acknowledged, load.Window);
                                delays[i].Add((Elapsed() - sent).TotalMilliseconds);
                            }

                            next += every;
                        }
                    })
            )
        );
        await Task.Delay(WarmUp);
        Console.WriteLine("warm");
        var from = TimeProvider.System.GetElapsedTime(started);
        Volatile.Write(ref counting, 1);
        await work;
        var seconds = (TimeProvider.System.GetElapsedTime(started) - from).TotalSeconds;
        var sorted = delays.SelectMany(d => d).Order().ToList();
        connections.ForEach(c => c.Dispose());
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{acknowledged / seconds} {sorted[sorted.Count / 2]} {sorted[sorted.Count * 99 / 100]}"
            )
        );
        return 0;
    }

    private static ProcessStartInfo With(this ProcessStartInfo start, string[] arguments)
    {
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }
}

/// <param name="PerSecond">Messages acknowledged in a second.</param>
/// <param name="MedianMilliseconds">From sending a window to its last acknowledgement.</param>
internal sealed record LoadFigures(double PerSecond, double MedianMilliseconds, double SlowestPercentMilliseconds)
{
    public static LoadFigures Parse(string line)
    {
        double[] numbers = [.. line.Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture))];
        return new(numbers[0], numbers[1], numbers[2]);
    }
}

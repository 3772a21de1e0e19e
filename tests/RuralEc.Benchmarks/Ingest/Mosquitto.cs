using System.Diagnostics;
using System.Net.Sockets;

namespace RuralEc.Benchmarks.Ingest;

/// <summary>Debian's Mosquitto with its defaults, open to all.</summary>
internal sealed class Mosquitto : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _settings;

    private Mosquitto(Process process, string settings, int port) =>
        (_process, _settings, Port) = (process, settings, port);

    public int Port { get; }

    public static async Task<Mosquitto> StartAsync()
    {
        var port = FreePort.Next();
        var settings = Path.GetTempFileName();
        await File.WriteAllTextAsync(settings, $"listener {port} 127.0.0.1\nallow_anonymous true\nlog_type none\n");
        var broker = new Mosquitto(Process.Start("mosquitto", ["-c", settings]), settings, port);
        await UntilItListensAsync(port);
        return broker;
    }

    /// <summary>Nobody subscribes: it acknowledges what it need not keep.</summary>
    public static async Task<Figures> RunAsync(Load load, int run)
    {
        await using var broker = await StartAsync();
        return await Figures.OfAsync(broker._process, broker.Port, load, run, IngestBenchmark.Strangers);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        File.Delete(_settings);
    }

    private static async Task UntilItListensAsync(int port)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync("127.0.0.1", port);
                return;
            }
            catch (SocketException) when (attempt < 50)
            {
                await Task.Delay(100);
            }
        }
    }
}

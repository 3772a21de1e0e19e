using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace RuralEc.Benchmarks.Ingest;

/// <summary>Debian's Mosquitto with its defaults, open to all: it acknowledges what it need not keep.</summary>
internal static class Mosquitto
{
    public static async Task<Figures> RunAsync(Load load, int run)
    {
        var port = FreePort();
        var settings = Path.GetTempFileName();
        await File.WriteAllTextAsync(settings, $"listener {port} 127.0.0.1\nallow_anonymous true\nlog_type none\n");
        using var broker = Process.Start("mosquitto", ["-c", settings]);
        try
        {
            await UntilItListensAsync(port);
            return await Figures.OfAsync(broker, port, load, run, IngestBenchmark.Strangers);
        }
        finally
        {
            broker.Kill();
            await broker.WaitForExitAsync();
            File.Delete(settings);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
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

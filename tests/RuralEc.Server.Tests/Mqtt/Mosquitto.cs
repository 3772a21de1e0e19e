using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace RuralEc.Server.Tests.Mqtt;

/// <summary>Debian's Mosquitto as the broker outside, open to all and with its limits lifted as docs/operations.md says.</summary>
internal sealed class Mosquitto : IAsyncDisposable
{
    private const string Program = "mosquitto";

    private readonly string _settings;
    private readonly DirectoryInfo _folder;
    private Process _process;

    private Mosquitto(Process process, string settings, DirectoryInfo folder, int port)
    {
        _process = process;
        _settings = settings;
        _folder = folder;
        Port = port;
    }

    public int Port { get; }

    public string Url => $"mqtt://127.0.0.1:{Port}";

    public static async Task<Mosquitto> StartAsync()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin");
        Databases.Require(path.Any(p => File.Exists(Path.Combine(p, Program))), "Mosquitto is not installed.");
        var folder = Directory.CreateTempSubdirectory("ruralec-mosquitto-");
        var port = FreePort();
        var settings = Path.Combine(folder.FullName, "mosquitto.conf");
        await File.WriteAllTextAsync(
            settings,
            $"""
            listener {port} 127.0.0.1
            allow_anonymous true
            user root
            persistence true
            persistence_location {folder.FullName}/
            max_inflight_messages 0
            max_queued_messages 0
            log_type none

            """
        );
        var broker = new Mosquitto(Run(settings), settings, folder, port);
        await broker.UntilItListensAsync();
        return broker;
    }

    /// <summary>Gone for a while, and back with what it had kept.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        _process = Run(_settings);
        await UntilItListensAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Delete(recursive: true);
    }

    private static Process Run(string settings)
    {
        var found = File.Exists("/usr/sbin/mosquitto") ? "/usr/sbin/mosquitto" : Program;
        return Process.Start(found, ["-c", settings]);
    }

    private async Task StopAsync()
    {
        // SIGTERM: it saves what it keeps.
        using var terminate = Process.Start("kill", [$"{_process.Id}"]);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task UntilItListensAsync()
    {
        var listens = await Eventually.Async(
            async () =>
            {
                try
                {
                    using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                    await socket.ConnectAsync(IPAddress.Loopback, Port);
                    return true;
                }
                catch (SocketException)
                {
                    return false;
                }
            },
            done => done
        );
        Xunit.Assert.True(listens, "Mosquitto did not start.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace RuralEc.Server.Tests.FirmwareSim;

/// <summary>The Eclipse broker as a process of its own.</summary>
internal sealed class Mosquitto : IAsyncDisposable
{
    private static readonly string? Program = Array.Find(
        ["/usr/sbin/mosquitto", "/usr/bin/mosquitto", "/usr/local/sbin/mosquitto"],
        File.Exists
    );

    private readonly Process _process;
    private readonly DirectoryInfo _folder;

    private Mosquitto(Process process, DirectoryInfo folder, int port) =>
        (_process, _folder, Address) = (process, folder, $"mqtt://127.0.0.1:{port}");

    public string Address { get; }

    public static async Task<Mosquitto> StartAsync()
    {
        Databases.Require(Program is not null, "Mosquitto is not installed.");
        var folder = Directory.CreateTempSubdirectory("ruralec-mosquitto-");
        var port = FreePort();
        var settings = Path.Combine(folder.FullName, "mosquitto.conf");
        await File.WriteAllTextAsync(settings, $"listener {port} 127.0.0.1\nallow_anonymous true\npersistence false\n");
        var process = Process.Start(new ProcessStartInfo(Program!, ["-c", settings]) { RedirectStandardError = true })!;
        process.BeginErrorReadLine();
        for (var open = false; !open; )
        {
            Assert.False(process.HasExited);
            using var probe = new TcpClient();
            try
            {
                await probe.ConnectAsync(IPAddress.Loopback, port);
                open = true;
            }
            catch (SocketException)
            {
                await Task.Delay(20);
            }
        }

        return new(process, folder, port);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Server;
using RuralEc.Server.Cli;

namespace RuralEc.Server.Mqtt;

/// <summary>Accepts TCP connections of devices on one port, plain or by TLS.</summary>
/// <param name="certificates">For TLS; null without.</param>
internal sealed class DeviceListener(
    int port,
    MqttOptions options,
    ConnectionLimit limit,
    DeviceCertificates? certificates,
    ILogger log
) : IMqttServerAdapter
{
    private const int Backlog = 1024;

    private readonly CancellationTokenSource _stopping = new();
    private Socket? _socket;

    public Func<IMqttChannelAdapter, Task> ClientHandler { get; set; } = _ => Task.CompletedTask;

    public int Port { get; private set; }

    public Task StartAsync(MqttServerOptions serverOptions, IMqttNetLogger logger)
    {
        var socket = Socket.OSSupportsIPv6
            ? new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true }
            : new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any, port));
            socket.Listen(Backlog);
        }
        catch (SocketException taken)
        {
            socket.Dispose();
            throw new CannotStartException($"The MQTT port {port} cannot be used: {taken.Message}", taken);
        }

        _socket = socket;
        Port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        _ = AcceptAsync(socket);
        return Task.CompletedTask;
    }

    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        _socket?.Dispose();
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _stopping.Dispose();
    }

    private async Task AcceptAsync(Socket socket)
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var device = await socket.AcceptAsync(_stopping.Token);
                if (!limit.TryTake())
                {
                    device.Dispose();
                    continue;
                }

                // The handler runs as long as the connection lives.
                _ = Task.Run(() => ServeAsync(device));
            }
            catch (Exception) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (SocketException aborted)
            {
                // The one who connected is gone already, or the process has no handles left for a moment.
                log.ConnectionEnded(null, aborted);
                await Task.Delay(TimeSpan.FromMilliseconds(50), _stopping.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        var remote = socket.RemoteEndPoint;
        try
        {
            socket.NoDelay = true;
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            if (certificates is null)
            {
                using var plain = new DeviceConnection(stream, remote, socket.LocalEndPoint, null, options);
                await ClientHandler(plain);
                return;
            }

            await using var tls = new SslStream(stream);
            var names = await GreetAsync(tls, certificates.Current);
            using var secure = new DeviceConnection(tls, remote, socket.LocalEndPoint, names, options);
            await ClientHandler(secure);
        }
        // Whatever a connection dies of is its own affair.
        catch (Exception ended)
        {
            log.ConnectionEnded(remote, ended);
        }
        finally
        {
            limit.Release();
        }
    }

    /// <returns>What the device's certificate calls it; null without a certificate.</returns>
    private async Task<IReadOnlyList<string>?> GreetAsync(SslStream tls, SslServerAuthenticationOptions greeting)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        patience.CancelAfter(options.ConnectTimeout);
        await tls.AuthenticateAsServerAsync(greeting, patience.Token);
        using var certificate = tls.RemoteCertificate as X509Certificate2;
        return certificate is null ? null : DeviceCertificates.NamesOf(certificate);
    }
}

using System.Net;
using System.Net.Sockets;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Server;
using RuralEc.Server.Cli;

namespace RuralEc.Server.Mqtt;

/// <summary>Accepts TCP connections of devices, up to a number, with packets up to a size.</summary>
internal sealed class DeviceListener(MqttOptions options, ILogger log) : IMqttServerAdapter
{
    private const int Backlog = 1024;

    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _free = new(options.MaximumConnections);
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
            socket.Bind(new IPEndPoint(Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any, options.Port));
            socket.Listen(Backlog);
        }
        catch (SocketException taken)
        {
            socket.Dispose();
            throw new CannotStartException($"The MQTT port {options.Port} cannot be used: {taken.Message}", taken);
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
        _free.Dispose();
    }

    private async Task AcceptAsync(Socket socket)
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var device = await socket.AcceptAsync(_stopping.Token);
                if (!await _free.WaitAsync(0))
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
            using var connection = new DeviceConnection(stream, remote, socket.LocalEndPoint, options);
            await ClientHandler(connection);
        }
        // Whatever a connection dies of is its own affair.
        catch (Exception ended)
        {
            log.ConnectionEnded(remote, ended);
        }
        finally
        {
            Release();
        }
    }

    private void Release()
    {
        if (!_stopping.IsCancellationRequested)
        {
            _free.Release();
        }
    }
}

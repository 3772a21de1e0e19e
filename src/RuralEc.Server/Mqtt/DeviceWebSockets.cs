using System.Net;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Server;

namespace RuralEc.Server.Mqtt;

/// <summary>Takes devices that reach the web server's port only: MQTT in the frames of a WebSocket (MQTT 5 §6).</summary>
internal sealed class DeviceWebSockets(MqttOptions options, ConnectionLimit limit, ILogger log) : IMqttServerAdapter
{
    private const string Subprotocol = "mqtt";

    public Func<IMqttChannelAdapter, Task> ClientHandler { get; set; } = _ => Task.CompletedTask;

    public Task StartAsync(MqttServerOptions serverOptions, IMqttNetLogger logger) => Task.CompletedTask;

    public Task StopAsync() => Task.CompletedTask;

    public void Dispose() { }

    /// <summary>Completes when the connection is over. What is no MQTT over WebSocket gets 426, and 503 when all places are taken.</summary>
    public async Task ServeAsync(HttpContext http)
    {
        if (
            !http.WebSockets.IsWebSocketRequest
            || !http.WebSockets.WebSocketRequestedProtocols.Contains(Subprotocol, StringComparer.Ordinal)
        )
        {
            http.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            http.Response.Headers.Upgrade = "websocket";
            http.Response.Headers.SecWebSocketProtocol = Subprotocol;
        }
        else if (!limit.TryTake())
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
        else
        {
            await ServeAsync(http, new(http.Connection.RemoteIpAddress ?? IPAddress.None, http.Connection.RemotePort));
        }
    }

    private async Task ServeAsync(HttpContext http, IPEndPoint remote)
    {
        try
        {
            using var socket = await http.WebSockets.AcceptWebSocketAsync(Subprotocol);
            await using var octets = new WebSocketOctets(socket);
            using var connection = new DeviceConnection(octets, remote, null, null, options);
            await ClientHandler(connection);
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
}

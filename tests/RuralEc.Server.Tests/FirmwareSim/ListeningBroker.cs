using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace RuralEc.Server.Tests.FirmwareSim;

/// <summary>A broker that is not ours and writes down what devices publish.</summary>
internal sealed class ListeningBroker : IAsyncDisposable
{
    private readonly MqttServer _server;
    private readonly ConcurrentQueue<(string Topic, string Payload)> _messages = [];
    private readonly ConcurrentQueue<(string Device, string ContentType, byte[] Payload)> _uploads = [];
    private int _breaks;

    private ListeningBroker(MqttServer server, int port, int breaks)
    {
        _server = server;
        _breaks = breaks;
        Address = $"mqtt://127.0.0.1:{port}";
    }

    public string Address { get; }

    /// <summary>Everything that was published, as text.</summary>
    public IReadOnlyCollection<(string Topic, string Payload)> Messages => _messages;

    /// <summary>What was published as readings.</summary>
    public IReadOnlyCollection<(string Device, string ContentType, byte[] Payload)> Uploads => _uploads;

    /// <param name="breaks">So many readings end their connection without PUBACK.</param>
    /// <param name="secrets">Passwords by device; null lets everybody in.</param>
    public static async Task<ListeningBroker> StartAsync(int breaks = 0, Dictionary<string, string>? secrets = null)
    {
        var port = FreePort();
        var options = new MqttServerOptionsBuilder()
            .WithDefaultEndpoint()
            .WithDefaultEndpointBoundIPAddress(IPAddress.Loopback)
            .WithDefaultEndpointPort(port)
            .Build();
        var broker = new ListeningBroker(new MqttServerFactory().CreateMqttServer(options), port, breaks);
        broker._server.InterceptingPublishAsync += broker.NoteAsync;
        broker._server.ValidatingConnectionAsync += login =>
        {
            if (
                login.ClientId != login.UserName
                || secrets is not null && secrets.GetValueOrDefault(login.UserName) != login.Password
            )
            {
                login.ReasonCode = MqttConnectReasonCode.BadUserNameOrPassword;
            }

            return Task.CompletedTask;
        };
        await broker._server.StartAsync();
        return broker;
    }

    /// <summary>What each reading's key (device, boot, sequence) was told, and how often; null for no temperature.</summary>
    public Dictionary<(string Device, uint Boot, uint Seq), List<double?>> Readings()
    {
        var readings = new Dictionary<(string, uint, uint), List<double?>>();
        foreach (var (device, contentType, payload) in _uploads)
        {
            foreach (var (boot, seq, celsius) in UploadReader.ReadingsOf(contentType, payload))
            {
                readings.TryAdd((device, boot, seq), []);
                readings[(device, boot, seq)].Add(celsius);
            }
        }

        return readings;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync();
        _server.Dispose();
    }

    private Task NoteAsync(InterceptingPublishEventArgs published)
    {
        var message = published.ApplicationMessage;
        if (message.Topic.EndsWith("/r", StringComparison.Ordinal) && Interlocked.Decrement(ref _breaks) >= 0)
        {
            published.CloseConnection = true;
            published.ProcessPublish = false;
            published.Response.ReasonCode = MqttPubAckReasonCode.UnspecifiedError;
            return Task.CompletedTask;
        }

        var payload = message.Payload.ToArray();
        _messages.Enqueue((message.Topic, Encoding.UTF8.GetString(payload)));
        if (message.Topic.EndsWith("/r", StringComparison.Ordinal))
        {
            _uploads.Enqueue((message.Topic.Split('/')[3], message.ContentType ?? "", payload));
        }

        return Task.CompletedTask;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

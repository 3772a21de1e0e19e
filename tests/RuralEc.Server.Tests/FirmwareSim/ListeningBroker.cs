using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace RuralEc.Server.Tests.FirmwareSim;

/// <summary>A broker that is not ours and writes down what devices publish.</summary>
internal sealed class ListeningBroker : IAsyncDisposable
{
    private readonly MqttServer _server;
    private readonly ConcurrentQueue<(string Topic, string Payload)> _messages = [];
    private int _breaks;

    private ListeningBroker(MqttServer server, int port, int breaks)
    {
        _server = server;
        _breaks = breaks;
        Address = $"mqtt://127.0.0.1:{port}";
    }

    public string Address { get; }

    public IReadOnlyCollection<(string Topic, string Payload)> Messages => _messages;

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

    /// <summary>What each reading's key (device, boot, sequence) was told, and how often.</summary>
    public Dictionary<(string Device, uint Boot, uint Seq), List<double>> Readings()
    {
        var readings = new Dictionary<(string, uint, uint), List<double>>();
        foreach (var (topic, payload) in _messages.Where(m => m.Topic.EndsWith("/r", StringComparison.Ordinal)))
        {
            using var json = JsonDocument.Parse(payload);
            foreach (var (boot, seq, celsius) in ReadingsOf(json.RootElement))
            {
                var key = (topic.Split('/')[3], boot, seq);
                readings.TryAdd(key, []);
                readings[key].Add(celsius);
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

        _messages.Enqueue((message.Topic, Encoding.UTF8.GetString(message.Payload.ToArray())));
        return Task.CompletedTask;
    }

    private static IEnumerable<(uint Boot, uint Seq, double Celsius)> ReadingsOf(JsonElement message)
    {
        if (message.ValueKind == JsonValueKind.Object)
        {
            return
            [
                (
                    message.GetProperty("b").GetUInt32(),
                    message.GetProperty("s").GetUInt32(),
                    message.GetProperty("v").GetDouble()
                ),
            ];
        }

        double[] Values(string name) =>
            [
                .. message
                    .EnumerateArray()
                    .Where(r => r.GetProperty("n").GetString() == name)
                    .Select(r => r.GetProperty("v").GetDouble()),
            ];
        var (boot, first) = ((uint)Values("boot")[0], (uint)Values("seq")[0]);
        return Values("t").Select((celsius, i) => (boot, first + (uint)i, celsius));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

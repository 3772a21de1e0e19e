using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using RuralEc.Gs1;

namespace RuralEc.Server.Tests.Mqtt;

/// <summary>A logger as the door sees it: a real MQTT client with the credential that the server gave.</summary>
internal sealed class Device : IAsyncDisposable
{
    public static readonly Gln Party = Gln.Parse("9521234100003");

    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly ConcurrentQueue<(string Topic, string Payload)> _heard = [];

    private readonly Action<MqttClientOptionsBuilder> _link;

    private Device(string name, string secret, int port, Action<MqttClientOptionsBuilder>? link)
    {
        (Name, Secret, Port) = (name, secret, port);
        _link = link ?? (options => options.WithTcpServer("127.0.0.1", port));
        _client.ApplicationMessageReceivedAsync += message =>
        {
            _heard.Enqueue((message.ApplicationMessage.Topic, message.ApplicationMessage.ConvertPayloadToString()));
            return Task.CompletedTask;
        };
    }

    public string Name { get; }
    public string Secret { get; }
    public int Port { get; }
    public bool Connected => _client.IsConnected;
    public IReadOnlyCollection<(string Topic, string Payload)> Heard => _heard;

    /// <summary>One whose secret somebody has written down.</summary>
    public static Device Known(string name, string secret, int port) => new(name, secret, port, null);

    /// <summary>Registered over HTTP and not yet connected.</summary>
    public static async Task<Device> RegisteredAsync(
        Server server,
        HttpClient manager,
        string name,
        int intervalSeconds = 300,
        int? mqttPort = null
    )
    {
        using var answer = await manager.PostAsJsonAsync(
            "/api/loggers",
            new
            {
                id = Guid.CreateVersion7(),
                device = name,
                model = "test",
                intervalSeconds,
            }
        );
        answer.EnsureSuccessStatusCode();
        var given = await answer.Content.ReadFromJsonAsync<JsonObject>();
        return new(name, given!["secret"]!.GetValue<string>(), mqttPort ?? server.MqttPort, server.DeviceLink);
    }

    public static async Task<Device> ConnectedAsync(
        Server server,
        HttpClient manager,
        string name,
        MqttProtocolVersion version = MqttProtocolVersion.V500
    )
    {
        var device = await RegisteredAsync(server, manager, name);
        await device.ConnectAsync(version: version);
        return device;
    }

    /// <summary>The same device after a power-up: a connection of its own.</summary>
    public Device Restarted() => new(Name, Secret, Port, _link);

    /// <summary>The same device by another way.</summary>
    public Device By(Action<MqttClientOptionsBuilder> link) => new(Name, Secret, Port, link);

    public async Task<MqttClientConnectResultCode> ConnectAsync(
        string? clientId = null,
        string? userName = null,
        string? secret = null,
        MqttProtocolVersion version = MqttProtocolVersion.V500,
        string? willTopic = null
    )
    {
        var options = new MqttClientOptionsBuilder()
            .WithClientId(clientId ?? Name)
            .WithCredentials(userName ?? Name, secret ?? Secret)
            .WithProtocolVersion(version)
            .WithWillTopic(willTopic ?? $"re/1/{Party}/{Name}/s")
            .WithWillPayload("""{"on":0,"b":1}""")
            .WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce);
        _link(options);
        return (await _client.ConnectAsync(options.Build())).ResultCode;
    }

    public Task<MqttClientPublishResult> PublishAsync(string payload, string topic = "r") =>
        PublishToAsync($"re/1/{Party}/{Name}/{topic}", payload);

    public Task<MqttClientPublishResult> PublishToAsync(string topic, string payload) =>
        _client.PublishAsync(
            new MqttApplicationMessageBuilder()
                .WithTopic(topic)
                .WithPayload(payload)
                .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
                .Build()
        );

    public async Task<MqttClientSubscribeResultCode> SubscribeAsync(string topic) =>
        (
            await _client.SubscribeAsync(
                new MqttClientSubscribeOptionsBuilder()
                    .WithTopicFilter(topic, MqttQualityOfServiceLevel.AtLeastOnce)
                    .Build()
            )
        )
            .Items.Single()
            .ResultCode;

    public Task DisconnectAsync() => _client.DisconnectAsync();

    /// <summary>Readings of the device as the API lists them.</summary>
    public async Task<JsonArray> StoredAsync(HttpClient caller)
    {
        var page = await caller.GetFromJsonAsync<JsonObject>(
            $"/api/readings?device={Name}&from=1970-01-01T00:00:00Z&to=9999-01-01T00:00:00Z"
        );
        return page!["readings"]!.AsArray();
    }

    public async Task<JsonArray> DeadLettersAsync(HttpClient caller) =>
        (await caller.GetFromJsonAsync<JsonArray>($"/api/loggers/{Name}/dead-letters"))!;

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>Waits for what another process or thread will do.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public static async Task<T> Async<T>(Func<Task<T>> look, Func<T, bool> until)
    {
        var deadline = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var seen = await look();
            if (until(seen) || TimeProvider.System.GetElapsedTime(deadline) > TimeSpan.FromSeconds(30))
            {
                return seen;
            }

            await Task.Delay(Pause);
        }
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Xunit;

namespace RuralEc.Server.Tests.Crash;

/// <summary>
/// A logger that outlives the server: it keeps several publishes in flight, and what was not acknowledged goes out again
/// under its own number after the next connect.
/// </summary>
internal sealed class UnkillableLogger
{
    private const int InFlight = 8;
    private const int Readings = 100_000;
    private const long Start = 1_782_423_000_000;

    private readonly string _device;
    private readonly string _party;
    private readonly string _secret;

    private UnkillableLogger(string device, string party, string secret) =>
        (_device, _party, _secret) = (device, party, secret);

    /// <summary>The numbers that the server has acknowledged.</summary>
    public ConcurrentDictionary<int, bool> Acknowledged { get; } = [];

    public static async Task<UnkillableLogger> RegisteredAsync(HttpClient manager, string device, string party)
    {
        using var answer = await manager.PostAsJsonAsync(
            "/api/loggers",
            new
            {
                id = Guid.CreateVersion7(),
                device,
                model = "DL-5",
                intervalSeconds = 60,
            },
            TestContext.Current.CancellationToken
        );
        var logger = await answer.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken);
        return new(device, party, logger!["secret"]!.GetValue<string>());
    }

    /// <summary>Publishes until the connection breaks, and then throws.</summary>
    public async Task PublishAsync(int port)
    {
        using var client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(
            new MqttClientOptionsBuilder()
                .WithTcpServer("127.0.0.1", port)
                .WithProtocolVersion(MqttProtocolVersion.V500)
                .WithClientId(_device)
                .WithCredentials(_device, _secret)
                .Build(),
            TestContext.Current.CancellationToken
        );
        var left = new ConcurrentQueue<int>(Enumerable.Range(1, Readings).Where(s => !Acknowledged.ContainsKey(s)));
        await Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => PublishAsync(client, left)));
    }

    /// <summary>The numbers that are stored, read page by page.</summary>
    public async Task<List<int>> StoredAsync(HttpClient manager)
    {
        var stored = new List<int>();
        string? from = "2026-06-25T00:00:00Z";
        while (from is not null)
        {
            var page = await manager.GetFromJsonAsync<JsonObject>(
                $"/api/readings?device={_device}&from={Uri.EscapeDataString(from)}&to=2026-06-28T00:00:00Z",
                TestContext.Current.CancellationToken
            );
            stored.AddRange(page!["readings"]!.AsArray().Select(r => r!["seq"]!.GetValue<int>()));
            from = page["next"]?.GetValue<string>();
        }

        return stored;
    }

    private async Task PublishAsync(IMqttClient client, ConcurrentQueue<int> left)
    {
        while (left.TryDequeue(out var seq))
        {
            var answer = await client.PublishAsync(
                new MqttApplicationMessageBuilder()
                    .WithTopic($"re/1/{_party}/{_device}/r")
                    .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
                    .WithPayload(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $$"""{"b":1,"s":{{seq}},"t":{{Start + (seq * 1000L)}},"v":4.0}"""
                        )
                    )
                    .Build(),
                TestContext.Current.CancellationToken
            );
            Assert.True(answer.IsSuccess, answer.ReasonString);
            Acknowledged[seq] = true;
        }
    }
}

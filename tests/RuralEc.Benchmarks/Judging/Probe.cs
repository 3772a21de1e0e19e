using System.Globalization;
using System.Text;
using MQTTnet;
using MQTTnet.Protocol;
using RuralEc.Benchmarks.Ingest;

namespace RuralEc.Benchmarks.Judging;

/// <summary>A logger by a client library, in a room of its own.</summary>
internal sealed class Probe : IAsyncDisposable
{
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly string _device;

    private Probe(string device) => _device = device;

    public static async Task<Probe> ConnectedAsync(int port, string device, string secret)
    {
        var probe = new Probe(device);
        await probe._client.ConnectAsync(
            new MqttClientOptionsBuilder()
                .WithClientId(device)
                .WithCredentials(device, secret)
                .WithTcpServer("127.0.0.1", port)
                .Build()
        );
        return probe;
    }

    /// <summary>Two samples ten minutes apart beyond the limit of 8 °C; on return they are acknowledged.</summary>
    public Task TurnWarmAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        return PublishAsync([(now.AddMinutes(-10), 9.0), (now, 9.0)]);
    }

    public async Task PublishAsync(IEnumerable<(DateTimeOffset At, double Celsius)> samples)
    {
        var pack = string.Join(
            ',',
            samples.Select(s =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $$"""{"n":"t","u":"Cel","t":{{s.At.ToUnixTimeMilliseconds() / 1000.0}},"v":{{s.Celsius}}}"""
                )
            )
        );
        await _client.PublishBinaryAsync(
            $"re/1/{IngestBenchmark.Party}/{_device}/r",
            Encoding.UTF8.GetBytes($"[{pack}]"),
            MqttQualityOfServiceLevel.AtLeastOnce
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisconnectAsync();
        _client.Dispose();
    }
}

using System.Buffers;
using Microsoft.Data.Sqlite;
using MQTTnet;
using MQTTnet.Protocol;

namespace RuralEc.Benchmarks.Peers;

/// <summary>A client of the broker that inserts each message as a row of its own, and acknowledges it then.</summary>
internal sealed class RowSubscriber : IPeer
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ruralec-rows-");
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly SqliteConnection _file;
    private long _stored;

    private RowSubscriber()
    {
        _file = new($"Data Source={Path.Combine(_folder.FullName, "rows.db")};Pooling=False");
        _file.Open();
        using var prepare = _file.CreateCommand();
        prepare.CommandText = """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            CREATE TABLE readings (topic TEXT, received_at INTEGER, payload BLOB)
            """;
        prepare.ExecuteNonQuery();
    }

    public long Stored => Interlocked.Read(ref _stored);

    public static async Task<IPeer> StartAsync(int port)
    {
        var subscriber = new RowSubscriber();
        await subscriber.SubscribeAsync(port);
        return subscriber;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _file.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task SubscribeAsync(int port)
    {
        var insert = _file.CreateCommand();
        insert.CommandText = "INSERT INTO readings VALUES ($topic, $at, $payload)";
        var topic = insert.Parameters.Add("$topic", SqliteType.Text);
        var at = insert.Parameters.Add("$at", SqliteType.Integer);
        var payload = insert.Parameters.Add("$payload", SqliteType.Blob);
        _client.ApplicationMessageReceivedAsync += received =>
        {
            topic.Value = received.ApplicationMessage.Topic;
            at.Value = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
            payload.Value = received.ApplicationMessage.Payload.ToArray();
            insert.ExecuteNonQuery();
            Interlocked.Increment(ref _stored);
            return Task.CompletedTask;
        };
        await _client.ConnectAsync(
            new MqttClientOptionsBuilder().WithClientId("rows").WithTcpServer("127.0.0.1", port).Build()
        );
        await _client.SubscribeAsync("re/#", MqttQualityOfServiceLevel.AtLeastOnce);
    }
}

using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using MQTTnet;
using MQTTnet.Formatter;
using RuralEc.Server.Mqtt;
using RuralEc.Server.Security;
using Xunit;

namespace RuralEc.Server.Tests.Mqtt;

/// <summary>
/// What a device may rely on, and what the server does not take from one; by either way a reading may go, and by whatever
/// way a device connects.
/// </summary>
public abstract class DeviceDoorTests
{
    private protected abstract MqttOptions Options { get; }

    public static TheoryData<Database> Everywhere => Databases.All;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Readings_of_two_hundred_loggers_are_stored_once_though_sent_twice(Database database)
    {
        await using var server = await OnAsync(database);
        using var manager = await server.SignedInAsync(Roles.Manager);
        var devices = new List<Device>();
        for (var i = 0; i < 200; i++)
        {
            devices.Add(await Device.RegisteredAsync(server, manager, $"DL-{i}"));
        }

        await Task.WhenAll(
            devices.Select(async device =>
            {
                Assert.Equal(MqttClientConnectResultCode.Success, await device.ConnectAsync());
                for (var seq = 1; seq <= 5; seq++)
                {
                    var payload = $$"""{"b":1,"s":{{seq}},"t":{{1_782_423_000_000 + seq}},"v":4.{{seq}}}""";
                    Assert.Equal(MqttClientPublishReasonCode.Success, (await device.PublishAsync(payload)).ReasonCode);
                    Assert.Equal(MqttClientPublishReasonCode.Success, (await device.PublishAsync(payload)).ReasonCode);
                }
            })
        );

        foreach (var device in devices)
        {
            var stored = await device.StoredAsync(manager);
            Assert.Equal([1, 2, 3, 4, 5], stored.Select(r => r!["seq"]!.GetValue<int>()));
            await device.DisposeAsync();
        }

        server.AssertCleanLog();
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task After_a_lost_connection_a_backlog_in_packs_repeats_nothing(Database database)
    {
        await using var server = await OnAsync(database);
        using var manager = await server.SignedInAsync(Roles.Manager);
        await using var device = await Device.ConnectedAsync(server, manager, "DL-7");
        await device.PublishAsync("""{"b":1,"s":2,"t":1782423300000,"v":4.2}""");
        await device.DisconnectAsync();
        await device.ConnectAsync();

        var pack = """
            [{"n":"boot","v":1},{"n":"seq","v":1},{"bt":1782423000,"bu":"Cel","n":"t","v":4.1},
             {"n":"t","t":300,"v":4.2},{"n":"t","t":600,"v":4.3},{"n":"rh","u":"%RH","t":600,"v":90}]
            """;
        Assert.Equal(MqttClientPublishReasonCode.Success, (await device.PublishAsync(pack)).ReasonCode);
        Assert.Equal(MqttClientPublishReasonCode.Success, (await device.PublishAsync(pack)).ReasonCode);

        var stored = await device.StoredAsync(manager);
        Assert.Equal(
            [(1, 4.1), (2, 4.2), (3, 4.3), (3, 90)],
            stored.Select(r => (r!["seq"]!.GetValue<int>(), r["value"]!.GetValue<double>())).Order()
        );
        Assert.Empty(await device.DeadLettersAsync(manager));
        server.AssertCleanLog();
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task A_device_that_does_not_count_is_known_by_time_and_value(Database database)
    {
        await using var server = await OnAsync(database);
        using var manager = await server.SignedInAsync(Roles.Manager);
        await using var device = await Device.ConnectedAsync(server, manager, "DL-7");

        foreach (var value in new[] { "4.1", "4.1", "4.2" })
        {
            await device.PublishAsync($$"""{"t":1782423000000,"v":{{value}}}""");
        }

        Assert.Equal(2, (await device.StoredAsync(manager)).Count);
    }

    [Theory]
    [InlineData("""{"v":NaN}""", "malformed")]
    [InlineData("not json", "malformed")]
    [InlineData("""{"temperature":"4"}""", "not_a_number")]
    [InlineData("""[{"x":1}]""", "not_readings")]
    [InlineData("""{"v":4000}""", "out_of_range")]
    public async Task What_is_no_reading_gets_its_reason_and_is_kept_as_a_dead_letter(string payload, string kind)
    {
        await using var server = await OnAsync(Database.Sqlite);
        using var manager = await server.SignedInAsync(Roles.Manager);
        await using var device = await Device.ConnectedAsync(server, manager, "DL-7");

        var answer = await device.PublishAsync(payload);

        Assert.Equal(MqttClientPublishReasonCode.PayloadFormatInvalid, answer.ReasonCode);
        Assert.NotEmpty(answer.ReasonString);
        var letter = Assert.Single(await device.DeadLettersAsync(manager))!;
        Assert.Equal(kind, letter["kind"]!.GetValue<string>());
        Assert.Equal(payload, letter["payload"]!.GetValue<string>());
        Assert.Empty(await device.StoredAsync(manager));
        Assert.Equal(MqttClientPublishReasonCode.Success, (await device.PublishAsync("""{"v":4}""")).ReasonCode);
        server.AssertCleanLog();
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task A_number_given_twice_keeps_the_first_value_and_reports_the_second(Database database)
    {
        await using var server = await OnAsync(database);
        using var manager = await server.SignedInAsync(Roles.Manager);
        await using var device = await Device.ConnectedAsync(server, manager, "DL-7");

        await device.PublishAsync("""{"b":1,"s":1,"t":1782423000000,"v":4.1}""");
        var again = await device.PublishAsync("""{"b":1,"s":1,"t":1782433000000,"v":9.9}""");

        Assert.Equal(MqttClientPublishReasonCode.Success, again.ReasonCode);
        Assert.Equal(4.1, Assert.Single(await device.StoredAsync(manager))!["value"]!.GetValue<double>());
        var letter = Assert.Single(await device.DeadLettersAsync(manager))!;
        Assert.Equal("number_reused", letter["kind"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_clock_far_ahead_is_stored_and_marked()
    {
        await using var server = await OnAsync(Database.Sqlite);
        using var manager = await server.SignedInAsync(Roles.Manager);
        await using var device = await Device.ConnectedAsync(server, manager, "DL-7");

        var answer = await device.PublishAsync("""{"b":1,"s":1,"t":4102444800000,"v":4.1}""");

        Assert.Equal(MqttClientPublishReasonCode.Success, answer.ReasonCode);
        Assert.True(Assert.Single(await device.StoredAsync(manager))!["clockDoubtful"]!.GetValue<bool>());
    }

    [Theory]
    [InlineData("re/1/9521234100003/DL-8/r")]
    [InlineData("re/1/9521234100010/DL-7/r")]
    [InlineData("re/1/9521234100003/DL-7/x")]
    [InlineData("re/1/9521234100003/DL-7/a")]
    [InlineData("re/1/9521234100003/DL-7/r/r")]
    [InlineData("$SYS/anything")]
    public async Task Another_topic_is_not_authorized(string topic)
    {
        await using var server = await OnAsync(Database.Sqlite);
        using var manager = await server.SignedInAsync(Roles.Manager);
        await using var device = await Device.ConnectedAsync(server, manager, "DL-7");

        var answer = await device.PublishToAsync(topic, """{"v":4}""");

        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, answer.ReasonCode);
        Assert.True(device.Connected);
        Assert.Empty(await device.StoredAsync(manager));
    }

    [Fact]
    public async Task A_message_over_64_KiB_exceeds_the_quota()
    {
        await using var server = await OnAsync(Database.Sqlite);
        using var manager = await server.SignedInAsync(Roles.Manager);
        await using var device = await Device.ConnectedAsync(server, manager, "DL-7");

        var answer = await device.PublishAsync("""{"v":4}""" + new string(' ', 65 * 1024));

        Assert.Equal(MqttClientPublishReasonCode.QuotaExceeded, answer.ReasonCode);
        var letter = Assert.Single(await device.DeadLettersAsync(manager))!;
        Assert.Equal("too_large", letter["kind"]!.GetValue<string>());
        Assert.True(letter["size"]!.GetValue<int>() > 65 * 1024);
    }

    [Fact]
    public async Task A_packet_that_announces_megabytes_ends_the_connection()
    {
        await using var server = await OnAsync(Database.Sqlite);
        using var stranger = new TcpClient("127.0.0.1", server.MqttPort);
        var stream = stranger.GetStream();

        // CONNECT with a remaining length of 268,435,455 octets.
        await stream.WriteAsync(new byte[] { 0x10, 0xFF, 0xFF, 0xFF, 0x7F }, Ct);

        Assert.True(await EndsAsync(stream));
        server.AssertCleanLog();
    }

    [Fact]
    public async Task Strangers_and_wrong_secrets_are_not_told_apart()
    {
        await using var server = await OnAsync(Database.Sqlite);
        using var manager = await server.SignedInAsync(Roles.Manager);
        await using var device = await Device.RegisteredAsync(server, manager, "DL-7");

        Assert.Equal(MqttClientConnectResultCode.BadUserNameOrPassword, await device.ConnectAsync(secret: "wrong"));
        Assert.Equal(
            MqttClientConnectResultCode.BadUserNameOrPassword,
            await device.ConnectAsync(clientId: "DL-8", userName: "DL-8")
        );
        Assert.Equal(MqttClientConnectResultCode.ClientIdentifierNotValid, await device.ConnectAsync(clientId: "DL-8"));
        Assert.Equal(
            MqttClientConnectResultCode.ClientIdentifierNotValid,
            await device.ConnectAsync(clientId: "../../x", userName: "../../x")
        );
        Assert.Equal(MqttClientConnectResultCode.Success, await device.ConnectAsync());
        server.AssertCleanLog();
    }

    [Theory]
    [InlineData("foo")]
    [InlineData("re/1/9521234100003/DL-7/r")]
    [InlineData("re/1/9521234100003/DL-8/s")]
    public async Task A_will_anywhere_but_on_the_own_state_keeps_a_device_out(string topic)
    {
        await using var server = await OnAsync(Database.Sqlite);
        using var manager = await server.SignedInAsync(Roles.Manager);
        await using var device = await Device.RegisteredAsync(server, manager, "DL-7");

        Assert.Equal(MqttClientConnectResultCode.NotAuthorized, await device.ConnectAsync(willTopic: topic));
        Assert.Equal(MqttClientConnectResultCode.Success, await device.ConnectAsync());
        server.AssertCleanLog();
    }

    [Fact]
    public async Task A_revoked_logger_is_disconnected_and_stays_out()
    {
        await using var server = await OnAsync(Database.Sqlite);
        using var manager = await server.SignedInAsync(Roles.Manager);
        await using var device = await Device.ConnectedAsync(server, manager, "DL-7");

        using var revoked = await manager.PostAsync("/api/loggers/DL-7/revocation", null, Ct);
        revoked.EnsureSuccessStatusCode();

        Assert.False(await Eventually.Async(() => Task.FromResult(device.Connected), on => !on));
        await using var restarted = device.Restarted();
        Assert.Equal(MqttClientConnectResultCode.BadUserNameOrPassword, await restarted.ConnectAsync());
    }

    [Fact]
    public async Task A_birth_is_answered_with_the_time_and_the_interval_that_is_wanted()
    {
        await using var server = await OnAsync(Database.Sqlite);
        using var manager = await server.SignedInAsync(Roles.Manager);
        await using var device = await Device.ConnectedAsync(server, manager, "DL-7");
        Assert.Equal(
            MqttClientSubscribeResultCode.GrantedQoS1,
            await device.SubscribeAsync($"re/1/{Device.Party}/DL-7/a")
        );
        Assert.Equal(
            MqttClientSubscribeResultCode.GrantedQoS1,
            await device.SubscribeAsync($"re/1/{Device.Party}/DL-7/c")
        );
        Assert.Equal(MqttClientSubscribeResultCode.NotAuthorized, await device.SubscribeAsync("#"));
        Assert.Equal(
            MqttClientSubscribeResultCode.NotAuthorized,
            await device.SubscribeAsync($"re/1/{Device.Party}/DL-8/c")
        );

        await device.PublishAsync("""{"on":1,"b":3,"fw":"1.4.2","interval":60}""", "s");

        var heard = await Eventually.Async(() => Task.FromResult(device.Heard), h => h.Count == 2);
        Assert.StartsWith(
            "{\"t\":",
            heard.Single(h => h.Topic.EndsWith("/a", StringComparison.Ordinal)).Payload,
            StringComparison.Ordinal
        );
        Assert.Equal(
            """{"ver":0,"interval":300}""",
            heard.Single(h => h.Topic.EndsWith("/c", StringComparison.Ordinal)).Payload
        );
        var logger = JsonNode.Parse(await manager.GetStringAsync("/api/loggers/DL-7", Ct))!;
        Assert.Equal("1.4.2", logger["firmware"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_device_of_MQTT_3_is_acknowledged_where_it_cannot_be_told_why_not()
    {
        await using var server = await OnAsync(Database.Sqlite);
        using var manager = await server.SignedInAsync(Roles.Manager);
        await using var device = await Device.ConnectedAsync(server, manager, "DL-7", MqttProtocolVersion.V311);

        await device.PublishAsync("""{"b":1,"s":1,"v":4.1}""");
        await device.PublishAsync("nonsense");

        Assert.Single(await device.StoredAsync(manager));
        Assert.Single(await device.DeadLettersAsync(manager));
        Assert.True(device.Connected);
    }

    private static async Task<bool> EndsAsync(NetworkStream stream)
    {
        try
        {
            return await stream.ReadAsync(new byte[1], Ct) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>How devices connect; null for plain TCP.</summary>
    private protected virtual Action<MqttClientOptionsBuilder>? LinkTo(Server server) => null;

    private async Task<Server> OnAsync(Database database)
    {
        var server = await Server.OnAsync(database, services => services.AddSingleton(Options));
        server.DeviceLink = LinkTo(server);
        return server;
    }
}

/// <summary>Readings past MQTTnet, many at a time.</summary>
public class LaneDeviceDoorTests : DeviceDoorTests
{
    private protected override MqttOptions Options => new() { Port = 0 };
}

/// <summary>Readings through MQTTnet, one after the other.</summary>
public class PlainDeviceDoorTests : DeviceDoorTests
{
    private protected override MqttOptions Options => new() { Port = 0, Lane = false };
}

/// <summary>The same by TLS.</summary>
public sealed class TlsDeviceDoorTests : DeviceDoorTests, IDisposable
{
    private readonly Authority _authority = new();

    private protected override MqttOptions Options => new() { Port = 0, Tls = _authority.ServerFiles() };

    public void Dispose() => _authority.Dispose();

    private protected override Action<MqttClientOptionsBuilder> LinkTo(Server server) => _authority.LinkTo(server);
}

/// <summary>The same by WebSocket, on the port of pages.</summary>
public class WebSocketDeviceDoorTests : DeviceDoorTests
{
    private protected override MqttOptions Options => new() { Port = 0 };

    private protected override Action<MqttClientOptionsBuilder> LinkTo(Server server) =>
        options => options.WithWebSocketServer(web => web.WithUri($"ws://{server.Address.Authority}/mqtt"));
}

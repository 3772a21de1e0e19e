using System.Net;
using System.Net.WebSockets;
using Microsoft.Extensions.DependencyInjection;
using RuralEc.Server.Mqtt;
using RuralEc.Server.Security;
using Xunit;
using static RuralEc.Server.Tests.Mqtt.RawDevice;

namespace RuralEc.Server.Tests.Mqtt;

/// <summary>MQTT in the frames of a WebSocket, as MQTT 5 §6 has it; what devices may do there is in the suite of the door.</summary>
public class WebSocketTests
{
    private const string Topic = "re/1/9521234100003/DL-7/r";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Packets_need_not_begin_where_frames_do()
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        using var manager = await server.SignedInAsync(Roles.Manager);
        await using var device = await Device.RegisteredAsync(server, manager, "DL-7");
        using var socket = await OpenAsync(server);
        Assert.Equal("mqtt", socket.SubProtocol);

        foreach (var octet in Connect(device))
        {
            await SendAsync(socket, [octet]);
        }

        Assert.Equal(0x20, (await HearAsync(socket))[0]);
        byte[] both = [.. Reading(1), .. Reading(2)];
        await SendAsync(socket, both[..^3]);
        await SendAsync(socket, []);
        await SendAsync(socket, both[^3..]);

        var acknowledged = new List<byte>();
        while (acknowledged.Count < 8)
        {
            acknowledged.AddRange(await HearAsync(socket));
        }

        Assert.Equal([0x40, 2, 0, 1, 0x40, 2, 0, 2], acknowledged);
        Assert.Equal([1, 2], (await device.StoredAsync(manager)).Select(r => r!["seq"]!.GetValue<int>()));
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Ct);
        server.AssertCleanLog();
    }

    [Fact]
    public async Task A_fault_is_told_before_the_frames_end()
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        using var manager = await server.SignedInAsync(Roles.Manager);
        await using var device = await Device.RegisteredAsync(server, manager, "DL-7");
        using var socket = await OpenAsync(server);
        await SendAsync(socket, Connect(device));
        await HearAsync(socket);

        // SUBSCRIBE without a filter: Protocol Error.
        await SendAsync(socket, Packet(0x82, 0, 1, 0));

        Assert.Equal([0xE0, 0x82], (await HearAsync(socket)).Where((_, i) => i is 0 or 2));
        Assert.Empty(await HearAsync(socket));
        Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus);
        server.AssertCleanLog();
    }

    [Fact]
    public async Task A_text_frame_ends_the_connection()
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        using var socket = await OpenAsync(server);

        await socket.SendAsync("CONNECT"u8.ToArray(), WebSocketMessageType.Text, true, Ct);

        Assert.Empty(await HearAsync(socket));
        Assert.Equal(WebSocketCloseStatus.InvalidMessageType, socket.CloseStatus);
        server.AssertCleanLog();
    }

    [Fact]
    public async Task What_is_no_MQTT_over_WebSocket_is_told_what_to_speak()
    {
        await using var server = await Server.OnAsync(Database.Sqlite);

        using var plain = await server.Anonymous.GetAsync("/mqtt", Ct);
        Assert.Equal(HttpStatusCode.UpgradeRequired, plain.StatusCode);
        Assert.Equal("websocket", plain.Headers.Upgrade.ToString());
        var refused = await Assert.ThrowsAsync<WebSocketException>(() => OpenAsync(server, "chat"));
        Assert.Equal(WebSocketError.NotAWebSocket, refused.WebSocketErrorCode);
        server.AssertCleanLog();
    }

    [Fact]
    public async Task Who_is_silent_is_ended_and_places_are_shared_with_TCP()
    {
        await using var server = await Server.OnAsync(
            Database.Sqlite,
            services =>
                services.AddSingleton(
                    new MqttOptions
                    {
                        Port = 0,
                        MaximumConnections = 1,
                        ConnectTimeout = TimeSpan.FromSeconds(2),
                    }
                )
        );
        using var silent = await OpenAsync(server);

        await Assert.ThrowsAsync<WebSocketException>(() => OpenAsync(server));
        using var byTcp = await RawDevice.OpenAsync(server.MqttPort);
        Assert.Empty(await byTcp.RestAsync());

        Assert.Empty(await HearAsync(silent));
    }

    [Fact]
    public async Task A_server_that_stops_says_so_and_does_not_wait_for_devices()
    {
        var server = await Server.OnAsync(Database.Sqlite);
        using var manager = await server.SignedInAsync(Roles.Manager);
        await using var device = await Device.RegisteredAsync(server, manager, "DL-7");
        using var socket = await OpenAsync(server);
        await SendAsync(socket, Connect(device));
        await HearAsync(socket);

        var stopping = server.DisposeAsync();

        // Server shutting down (MQTT 5 §3.14.2.1).
        Assert.Equal([0xE0, 0x8B], (await HearAsync(socket)).Where((_, i) => i is 0 or 2));
        await stopping;
    }

    private static byte[] Reading(byte number) =>
        Packet(
            0x32,
            [
                .. Text(Topic),
                0,
                number,
                0,
                .. System.Text.Encoding.UTF8.GetBytes($$"""{"b":1,"s":{{number}},"t":1782423000000,"v":4}"""),
            ]
        );

    private static async Task<ClientWebSocket> OpenAsync(Server server, string subprotocol = "mqtt")
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol(subprotocol);
        await socket.ConnectAsync(new($"ws://{server.Address.Authority}/mqtt"), Ct);
        return socket;
    }

    private static async Task SendAsync(ClientWebSocket socket, byte[] octets) =>
        await socket.SendAsync(octets, WebSocketMessageType.Binary, true, Ct);

    /// <returns>The next frame; empty at the end.</returns>
    private static async Task<byte[]> HearAsync(ClientWebSocket socket)
    {
        var octets = new byte[1024];
        var frame = await socket.ReceiveAsync(octets, Ct).WaitAsync(TimeSpan.FromSeconds(30), Ct);
        return octets[..frame.Count];
    }
}

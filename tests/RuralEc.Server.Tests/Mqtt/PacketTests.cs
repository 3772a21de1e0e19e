using System.Text;
using Microsoft.Extensions.DependencyInjection;
using RuralEc.Server.Mqtt;
using RuralEc.Server.Security;
using Xunit;
using static RuralEc.Server.Tests.Mqtt.RawDevice;

namespace RuralEc.Server.Tests.Mqtt;

/// <summary>
/// Packets that MQTT 5 forbids are answered with the reason code that it names (§4.13), and with the end of the connection.
/// </summary>
public class PacketTests
{
    private const string Own = "re/1/9521234100003/DL-7/r";
    private const byte Malformed = 0x81;
    private const byte ProtocolError = 0x82;
    private const byte AliasInvalid = 0x94;
    private const byte TooLarge = 0x95;

    private static readonly byte[] Reading = Encoding.UTF8.GetBytes("""{"v":4}""");

    /// <summary>After the login, by MQTT 5.</summary>
    private static readonly (string What, byte[] Packet, byte Code)[] Forbidden =
    [
        ("packet identifier 0 of PUBLISH", Publish(Own, id: 0), ProtocolError),
        ("packet identifier 0 of SUBSCRIBE", Packet(0x82, [0, 0, 0, .. Text("a"), 1]), ProtocolError),
        ("packet identifier 0 of UNSUBSCRIBE", Packet(0xA2, [0, 0, 0, .. Text("a")]), ProtocolError),
        ("packet identifier 0 of PUBACK", Packet(0x40, 0, 0), ProtocolError),
        ("packet identifier 0 of PUBREL", Packet(0x62, 0, 0), ProtocolError),
        ("SUBSCRIBE without a filter", Packet(0x82, 0, 1, 0), ProtocolError),
        ("UNSUBSCRIBE without a filter", Packet(0xA2, 0, 1, 0), ProtocolError),
        ("a second CONNECT", Packet(0x10, [.. Text("MQTT"), 5, 2, 0, 60, 0, .. Text("DL-7")]), ProtocolError),
        ("CONNACK from a device", Packet(0x20, 0, 0, 0), ProtocolError),
        ("SUBACK from a device", Packet(0x90, 0, 1, 0, 0), ProtocolError),
        ("PINGRESP from a device", Packet(0xD0), ProtocolError),
        ("AUTH without a method in CONNECT", Packet(0xF0), ProtocolError),
        ("packet type 0", Packet(0x00), Malformed),
        ("reserved flags of PINGREQ", Packet(0xC1), Malformed),
        ("reserved flags of SUBSCRIBE", Packet(0x80, [0, 1, 0, .. Text(Own), 1]), Malformed),
        ("reserved flags of PUBREL", Packet(0x60, 0, 1), Malformed),
        ("PINGREQ with a body", Packet(0xC0, 0), Malformed),
        ("PUBACK with octets left over", Packet(0x40, 0, 1, 0, 0, 9), Malformed),
        ("PUBACK cut short", Packet(0x40, 1), Malformed),
        ("an empty SUBSCRIBE", Packet(0x82), Malformed),
        ("QoS 3", [0x36, .. Publish(Own)[1..]], Malformed),
        ("DUP at QoS 0", Packet(0x38, [.. Text(Own), 0, .. Reading]), Malformed),
        ("a length of five octets", [0xC0, 0x80, 0x80, 0x80, 0x80, 0x00], Malformed),
        ("a length longer than it needs to be", [0xC0, 0x80, 0x00], Malformed),
        ("a property length longer than it needs to be", Publish(Own, [0x80, 0x00]), Malformed),
        ("a property length past the end", Publish(Own, [0x7F]), Malformed),
        ("a property length of five octets", Publish(Own, [0x80, 0x80, 0x80, 0x80, 0x01]), Malformed),
        ("PUBLISH without a property length", Packet(0x32, [.. Text(Own), 0, 1]), Malformed),
        ("a topic that ends past the packet", Packet(0x32, 0x70, 0, 1, 2, 3), Malformed),
        ("a property twice", Publish(Own, [4, 0x01, 0, 0x01, 0]), ProtocolError),
        ("a content type twice", Publish(Own, [8, 0x03, 0, 1, 97, 0x03, 0, 1, 98]), ProtocolError),
        ("an unknown property", Publish(Own, [2, 0x7F, 0]), Malformed),
        ("a property of another packet", Publish(Own, [5, 0x11, 0, 0, 0, 1]), Malformed),
        ("a property cut short", Publish(Own, [3, 0x02, 0, 0]), Malformed),
        ("a payload format that is none", Publish(Own, [2, 0x01, 2]), ProtocolError),
        ("a content type that is no UTF-8", Publish(Own, [5, 0x03, 0, 2, 0xC3, 0x28]), Malformed),
        ("a response topic with a wildcard", Publish(Own, [4, 0x08, 0, 1, (byte)'#']), Malformed),
        ("a subscription identifier in PUBLISH", Publish(Own, [2, 0x0B, 1]), ProtocolError),
        ("U+0000 in a topic", Publish("re/\0/r"), Malformed),
        ("an overlong form in a topic", Publish([(byte)'r', 0xC0, 0x80]), Malformed),
        ("a surrogate in a topic", Publish([(byte)'r', 0xED, 0xA0, 0x80]), Malformed),
        ("a wildcard in a topic", Publish("re/1/+/DL-7/r"), Malformed),
        ("an empty topic", Publish(""), ProtocolError),
        ("topic alias 0", Publish(Own, [3, 0x23, 0, 0]), AliasInvalid),
        ("a topic alias over the maximum", Publish(Own, [3, 0x23, 0, 9]), AliasInvalid),
        ("a topic alias that stands for nothing", Publish("", [3, 0x23, 0, 2]), ProtocolError),
        ("U+0000 in a filter", Packet(0x82, [0, 1, 0, .. Text("a\0"), 1]), Malformed),
        ("an empty filter", Packet(0x82, [0, 1, 0, .. Text(""), 1]), ProtocolError),
        ("a filter without options", Packet(0x82, [0, 1, 0, .. Text(Own)]), Malformed),
        ("a subscription at QoS 3", Packet(0x82, [0, 1, 0, .. Text(Own), 3]), ProtocolError),
        ("retain handling 3", Packet(0x82, [0, 1, 0, .. Text(Own), 0x31]), ProtocolError),
        ("reserved bits of a subscription", Packet(0x82, [0, 1, 0, .. Text(Own), 0x41]), Malformed),
        ("subscription identifier 0", Packet(0x82, [0, 1, 2, 0x0B, 0, .. Text(Own), 1]), ProtocolError),
        ("DISCONNECT with a property of another packet", Packet(0xE0, 0, 3, 0x23, 0, 1), Malformed),
        ("a packet of a megabyte", [0x32, 0x80, 0x80, 0x40], TooLarge),
    ];

    private static readonly (string What, byte[] Packet, byte? Code)[] ForbiddenFirst =
    [
        ("PUBLISH before CONNECT", Publish(Own), null),
        ("PINGREQ before CONNECT", Packet(0xC0), null),
        ("reserved flags of CONNECT", [0x11, .. Signing(2)[1..]], null),
        ("another protocol", Packet(0x10, [.. Text("HTTP"), 5, 2, 0, 60, 0, .. Text("DL-7")]), 1),
        ("version 6", Packet(0x10, [.. Text("MQTT"), 6, 2, 0, 60, 0, .. Text("DL-7")]), 1),
        ("version 3 by its later name", Packet(0x10, [.. Text("MQTT"), 3, 2, 0, 60, .. Text("DL-7")]), 1),
        ("a reserved flag", Signing(3), Malformed),
        ("a will of QoS 3", Signing(0x1E), Malformed),
        ("a retained will without a will", Signing(0x22), Malformed),
        ("a will that is not there", Signing(6), Malformed),
        ("a client id with U+0000", Packet(0x10, [.. Text("MQTT"), 5, 2, 0, 60, 0, .. Text("\0")]), Malformed),
        ("octets left over", [0x10, 18, .. Signing(2)[2..], 9], Malformed),
        ("receive maximum 0", Signing(2, [3, 0x21, 0, 0]), ProtocolError),
        ("maximum packet size 0", Signing(2, [5, 0x27, 0, 0, 0, 0]), ProtocolError),
        ("a session expiry twice", Signing(2, [10, 0x11, 0, 0, 0, 1, 0x11, 0, 0, 0, 1]), ProtocolError),
        ("authentication data without a method", Signing(2, [4, 0x16, 0, 1, 0]), ProtocolError),
        ("a method that is not offered", Signing(2, [4, 0x15, 0, 1, (byte)'x']), 0x8C),
    ];

    /// <summary>MQTT 3.1.1 has no words for it: the connection ends.</summary>
    private static readonly (string What, byte[] Packet)[] ForbiddenBefore =
    [
        ("packet identifier 0 of PUBLISH", Packet(0x32, [.. Text(Own), 0, 0, .. Reading])),
        ("packet identifier 0 of SUBSCRIBE", Packet(0x82, [0, 0, .. Text(Own), 1])),
        ("SUBSCRIBE without a filter", Packet(0x82, 0, 1)),
        ("a subscription of MQTT 5", Packet(0x82, [0, 1, .. Text(Own), 0x05])),
        ("UNSUBSCRIBE without a filter", Packet(0xA2, 0, 1)),
        ("QoS 3", Packet(0x36, [.. Text(Own), 0, 1, .. Reading])),
        ("a second CONNECT", Packet(0x10, [.. Text("MQTT"), 4, 2, 0, 60, .. Text("DL-7")])),
        ("AUTH", Packet(0xF0)),
        ("a packet of a megabyte", [0x32, 0x80, 0x80, 0x40]),
    ];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_MQTT_forbids_is_answered_with_its_reason_and_the_end(bool lane)
    {
        await using var server = await OnAsync(lane);
        using var manager = await server.SignedInAsync(Roles.Manager);
        await using var device = await Device.RegisteredAsync(server, manager, "DL-7");
        var wrong = new List<string>();

        foreach (var (what, packet, code) in Forbidden)
        {
            using var raw = await SignedInAsync(device);
            await raw.SendAsync(packet);
            Compare(what, code, await raw.RestAsync(), last => last is [0xE0, _, var reason, ..] ? reason : null);
        }

        foreach (var (what, packet, code) in ForbiddenFirst)
        {
            using var raw = await OpenAsync(server.MqttPort);
            await raw.SendAsync(packet);
            Compare(what, code, await raw.RestAsync(), last => last is [0x20, _, 0, var reason, ..] ? reason : null);
        }

        foreach (var (what, packet) in ForbiddenBefore)
        {
            using var raw = await SignedInAsync(device, level: 4);
            await raw.SendAsync(packet);
            Compare(what + " in MQTT 3.1.1", null, await raw.RestAsync(), _ => null);
        }

        Assert.Empty(wrong);
        Assert.Empty(await device.StoredAsync(manager));
        server.AssertCleanLog();

        void Compare(string what, byte? code, List<byte[]> said, Func<byte[], byte?> reasonOf)
        {
            var as_expected = code is null ? said.Count == 0 : said.Count == 1 && reasonOf(said[0]) == code;
            if (!as_expected)
            {
                wrong.Add($"{what}: {string.Join(' ', said.Select(Convert.ToHexString))}, not {code:X2}");
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_came_before_the_fault_is_acknowledged_before_the_end(bool lane)
    {
        await using var server = await OnAsync(lane);
        using var manager = await server.SignedInAsync(Roles.Manager);
        await using var device = await Device.RegisteredAsync(server, manager, "DL-7");
        using var raw = await SignedInAsync(device);

        await raw.SendAsync(Publish(Own, id: 7));
        Assert.Equal([0x40, 0, 7], (await raw.NextAsync())!.Where((_, i) => i is 0 or 2 or 3));
        await raw.SendAsync([.. Publish(Own, id: 8), .. Publish(Own, id: 9), .. Publish(Own, id: 0)]);
        var said = await raw.RestAsync();

        Assert.Equal(0xE0, said[^1][0]);
        Assert.All(said[..^1], ack => Assert.Equal(0x40, ack[0]));
        // In MQTTnet's own queue an acknowledgement may be overtaken by the end: the device sends again then.
        Assert.True(!lane || said.Count == 3);
        Assert.NotEmpty(await device.StoredAsync(manager));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_odd_and_allowed_is_taken(bool lane)
    {
        await using var server = await OnAsync(lane);
        using var manager = await server.SignedInAsync(Roles.Manager);
        await using var device = await Device.RegisteredAsync(server, manager, "DL-7");
        using var raw = await SignedInAsync(device);

        foreach (
            var (packet, code) in new (byte[], byte)[]
            {
                // Retained, and sent again.
                (Numbered(0x3B, 1, []), 0),
                // An alias that is given, and the alias alone.
                (Numbered(0x32, 2, [0x23, 0, 8]), 0),
                (Packet(0x32, [0, 0, 0, 1, 3, 0x23, 0, 8, .. Encoding.UTF8.GetBytes("""{"b":1,"s":3,"v":4}""")]), 0),
                // Two user properties of one name, a content type, correlation data.
                (Numbered(0x32, 4, [0x26, 0, 1, 97, 0, 0, 0x26, 0, 1, 97, 0, 0, 0x03, 0, 1, 97, 0x09, 0, 1, 0]), 0),
                (Publish(new string('a', 65_535)), 0x87),
            }
        )
        {
            await raw.SendAsync(packet);
            var ack = (await raw.NextAsync())!;
            Assert.Equal((0x40, code), (ack[0], ack.Length > 4 ? ack[4] : (byte)0));
        }

        var stored = await device.StoredAsync(manager);
        Assert.Equal([1, 2, 3, 4], stored.Select(r => r!["seq"]!.GetValue<int>()).Order());
        server.AssertCleanLog();

        static byte[] Numbered(byte first, int number, byte[] properties) =>
            [
                first,
                .. Publish(
                    Encoding.UTF8.GetBytes(Own),
                    [(byte)properties.Length, .. properties],
                    1,
                    Encoding.UTF8.GetBytes($$"""{"b":1,"s":{{number}},"v":4}""")
                )[1..],
            ];
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_wants_no_problem_information_gets_a_code_and_no_text(bool lane)
    {
        await using var server = await OnAsync(lane);
        using var manager = await server.SignedInAsync(Roles.Manager);
        await using var device = await Device.RegisteredAsync(server, manager, "DL-7");
        using var raw = await RawDevice.OpenAsync(device.Port);

        // Request Problem Information 0 (MQTT 5 §3.1.2.11.7).
        await raw.SendAsync(RawDevice.Connect(device, properties: [0x17, 0]));
        Assert.Equal(0x20, (await raw.NextAsync())![0]);
        await raw.SendAsync(Publish(Encoding.UTF8.GetBytes(Own), id: 7, payload: "no reading"u8.ToArray()));
        var answer = (await raw.NextAsync())!;

        // Payload format invalid; MQTT-3.1.2-29 forbids a Reason String, an empty list of properties may be left out.
        Assert.Equal([0x40, 0, 7, 0x99], answer.Where((_, i) => i is 0 or 2 or 3 or 4));
        Assert.All(answer.Skip(5), octet => Assert.Equal(0, octet));
        Assert.True(answer.Length <= 6, Convert.ToHexString(answer));
    }

    [Fact]
    public async Task A_packet_that_never_ends_is_ended_by_its_keep_alive()
    {
        await using var server = await OnAsync(lane: true);
        using var manager = await server.SignedInAsync(Roles.Manager);
        await using var device = await Device.RegisteredAsync(server, manager, "DL-7");
        using var raw = await SignedInAsync(device, keepAlive: 1);

        await raw.SendAsync(Publish(Own)[..^2]);

        // Keep Alive timeout (MQTT 5 §3.14.2.1).
        Assert.Equal([0xE0, 0x8D], Assert.Single(await raw.RestAsync()).Where((_, i) => i is 0 or 2));
    }

    private static byte[] Publish(string topic, byte[]? properties = null, byte id = 1) =>
        Publish(Encoding.UTF8.GetBytes(topic), properties, id);

    private static byte[] Publish(byte[] topic, byte[]? properties = null, byte id = 1, byte[]? payload = null) =>
        Packet(0x32, [.. Text(topic), 0, id, .. properties ?? [0], .. payload ?? Reading]);

    /// <summary>A CONNECT of MQTT 5 without a will, user or password, whatever its flags say.</summary>
    private static byte[] Signing(byte flags, byte[]? properties = null) =>
        Packet(0x10, [.. Text("MQTT"), 5, flags, 0, 60, .. properties ?? [0], .. Text("DL-7")]);

    private static Task<Server> OnAsync(bool lane) =>
        Server.OnAsync(Database.Sqlite, services => services.AddSingleton(new MqttOptions { Port = 0, Lane = lane }));
}

using System.Buffers;
using CsCheck;
using RuralEc.FirmwareSim.Mqtt;
using Xunit;

namespace RuralEc.Tests.FirmwareSim;

/// <summary>Packets octet by octet, from the tables of MQTT 5 (OASIS, 2019) §3.</summary>
public class PacketTests
{
    private static string Hex(Action<IBufferWriter<byte>> write)
    {
        var octets = new ArrayBufferWriter<byte>();
        write(octets);
        return Convert.ToHexString(octets.WrittenSpan);
    }

    [Fact]
    public void Connect_has_a_clean_start_a_will_and_a_login() =>
        Assert.Equal(
            "10" // CONNECT
                + "40" // 64 octets follow
                + "00044D51545405" // "MQTT", version 5
                + "CE" // user name, password, will of QoS 1, clean start
                + "003C" // keep-alive 60 s
                + "052700004000" // properties: maximum packet size 16384
                + "0004444C2D37" // client id DL-7
                + "00" // no properties of the will
                + "000D72652F312F502F444C2D372F73" // will topic re/1/P/DL-7/s
                + "000E7B226F6E223A302C2262223A317D" // will payload {"on":0,"b":1}
                + "0004444C2D37" // user name DL-7
                + "00027077", // password pw
            Hex(to =>
                PacketWriter.Connect(
                    to,
                    new("DL-7", "DL-7", "pw", 60, "re/1/P/DL-7/s", """{"on":0,"b":1}"""u8.ToArray())
                )
            )
        );

    [Fact]
    public void Publish_names_its_content_type() =>
        Assert.Equal(
            "32" // PUBLISH, QoS 1
                + "17" // 23 octets follow
                + "0003612F72" // topic a/r
                + "0102" // packet 258
                + "0D03"
                + "000A"
                + "746578742F706C61696E" // property content type text/plain
                + "3132", // payload 12
            Hex(to => PacketWriter.Publish(to, "a/r", 258, "12"u8, "text/plain"))
        );

    [Theory]
    [InlineData(100, "6D")]
    [InlineData(200, "D101")]
    [InlineData(20_000, "A99C01")]
    public void A_length_takes_as_many_octets_as_it_needs(int payload, string length) =>
        // Topic 6, packet id 2, length of no properties 1: 9 octets more than the payload.
        Assert.StartsWith(
            "32" + length + "0004" + "612F6262",
            Hex(to => PacketWriter.Publish(to, "a/bb", 1, new byte[payload], null)),
            StringComparison.Ordinal
        );

    [Fact]
    public void Ping_and_disconnect_have_two_octets()
    {
        Assert.Equal("C000", Hex(PacketWriter.Ping));
        Assert.Equal("E000", Hex(PacketWriter.Disconnect));
    }

    [Fact]
    public void The_answer_to_connect_tells_the_limits_of_the_broker()
    {
        var answer = PacketReader.ConnectAnswer(
            Convert.FromHexString(
                "00" // no session
                    + "00" // success
                    + "1C" // 28 octets of properties
                    + "210014" // receive maximum 20
                    + "2700010000" // maximum packet size 65536
                    + "13001E" // server keep-alive 30
                    + "2401" // maximum QoS 1
                    + "2600016100026263" // user property a = bc
                    + "1F00026F6B" // reason string ok
                    + "2A00" // no shared subscriptions
            )
        );

        Assert.Equal(new(ReasonCode.Success, "ok", 20, 65_536, 30), answer);
    }

    [Theory]
    [InlineData("000A", 0x00)]
    [InlineData("000A10", 0x10)]
    [InlineData("000A9900", 0x99)]
    public void The_answer_to_publish_may_leave_success_out(string body, byte reason) =>
        Assert.Equal((10, (ReasonCode)reason), PacketReader.PublishAnswer(Convert.FromHexString(body)));

    [Fact]
    public void Subscribe_asks_for_QoS_1_and_is_answered_by_a_reason()
    {
        // Packet 10, no properties, topic a/a, QoS 1.
        Assert.Equal("8209" + "000A" + "00" + "0003612F61" + "01", Hex(to => PacketWriter.Subscribe(to, 10, "a/a")));
        Assert.Equal((10, ReasonCode.GrantedQoS1), PacketReader.SubscribeAnswer(Convert.FromHexString("000A0001")));
        Assert.Equal((10, ReasonCode.NotAuthorized), PacketReader.SubscribeAnswer(Convert.FromHexString("000A0087")));
    }

    [Theory]
    [InlineData("3008" + "0003612F61" + "00" + "6F6B", null)] // QoS 0
    [InlineData("320A" + "0003612F61" + "000B" + "00" + "6F6B", 11)] // QoS 1, packet 11
    [InlineData("320F" + "0003612F61" + "000B" + "05" + "0200000E10" + "6F6B", 11)] // with a message expiry
    public void A_message_that_was_subscribed_has_its_payload_after_its_properties(string octets, int? id)
    {
        Assert.True(PacketReader.TryRead(Convert.FromHexString(octets), out var packet, out _));

        Assert.Equal(id, PacketReader.Publish(packet, out var payload));
        Assert.Equal("ok", System.Text.Encoding.UTF8.GetString(payload));
        Assert.Equal("4002000B", Hex(to => PacketWriter.PublishAnswer(to, 11)));
    }

    [Fact]
    public void Packets_are_found_one_by_one_wherever_the_stream_is_cut()
    {
        var stream = Convert.FromHexString("40020001" + "D000");
        for (var cut = 0; cut < 4; cut++)
        {
            Assert.False(PacketReader.TryRead(stream.AsSpan(0, cut), out _, out _));
        }

        Assert.True(PacketReader.TryRead(stream, out var packet, out var size));
        Assert.Equal((PacketType.PublishAnswer, "0001", 4), (packet.Type, Convert.ToHexString(packet.Body), size));
        Assert.True(PacketReader.TryRead(stream.AsSpan(4), out packet, out size));
        Assert.Equal((PacketType.PingAnswer, "", 2), (packet.Type, Convert.ToHexString(packet.Body), size));
    }

    [Fact]
    public void Whatever_a_broker_sends_is_read_or_a_breach_of_the_protocol() =>
        Gen
            .Byte.Array[0, 40]
            .Sample(
                octets =>
                {
                    try
                    {
                        if (PacketReader.TryRead(octets, out var packet, out var size))
                        {
                            Assert.InRange(size, 2, octets.Length);
                            _ = PacketReader.Publish(packet, out _);
                            _ = PacketReader.PublishAnswer(packet.Body);
                            _ = PacketReader.SubscribeAnswer(packet.Body);
                            _ = PacketReader.Disconnect(packet.Body);
                            _ = PacketReader.ConnectAnswer(packet.Body);
                        }
                    }
                    catch (ProtocolException)
                    {
                        // The connection is given up.
                    }
                },
                iter: 10_000
            );
}

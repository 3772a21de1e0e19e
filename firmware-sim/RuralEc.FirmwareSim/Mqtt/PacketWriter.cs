using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace RuralEc.FirmwareSim.Mqtt;

/// <summary>The packets that a logger sends, as MQTT 5 (OASIS, 2019) states them.</summary>
internal static class PacketWriter
{
    private const byte ConnectType = 0x10;
    private const byte PublishAtLeastOnce = 0x32;
    private const byte PublishAnswerType = 0x40;
    private const byte SubscribeType = 0x82;
    private const byte PingType = 0xC0;
    private const byte DisconnectType = 0xE0;

    // User name, password, will of QoS 1, clean start.
    private const byte ConnectFlags = 0b1100_1110;
    private const byte ContentType = 0x03;
    private const byte MaximumPacketSize = 0x27;
    private static readonly byte[] ProtocolAndVersion = [0, 4, .. "MQTT"u8, 5];

    public static void Connect(IBufferWriter<byte> to, ConnectRequest request)
    {
        const int Properties = 5;
        var length =
            ProtocolAndVersion.Length
            + 1
            + 2
            + 1
            + Properties
            + SizeOf(request.ClientId)
            + 1
            + SizeOf(request.WillTopic)
            + 2
            + request.WillPayload.Length
            + SizeOf(request.UserName)
            + SizeOf(request.Password);
        Header(to, ConnectType, length);
        to.Write(ProtocolAndVersion);
        Octet(to, ConnectFlags);
        Short(to, request.KeepAliveSeconds);
        Octet(to, Properties);
        Octet(to, MaximumPacketSize);
        BinaryPrimitives.WriteUInt32BigEndian(to.GetSpan(4), ConnectRequest.MaximumPacket);
        to.Advance(4);
        Text(to, request.ClientId);
        // The will has no properties: it is published as soon as the connection is lost.
        Octet(to, 0);
        Text(to, request.WillTopic);
        Short(to, request.WillPayload.Length);
        to.Write(request.WillPayload);
        Text(to, request.UserName);
        Text(to, request.Password);
    }

    /// <summary>PUBLISH of QoS 1. It is never marked as a repetition: a logger repeats in a new packet.</summary>
    public static void Publish(
        IBufferWriter<byte> to,
        string topic,
        ushort id,
        ReadOnlySpan<byte> payload,
        string? contentType
    )
    {
        var properties = contentType is null ? 0 : 1 + SizeOf(contentType);
        Header(to, PublishAtLeastOnce, SizeOfPublish(topic, payload.Length, properties));
        Text(to, topic);
        Short(to, id);
        Number(to, properties);
        if (contentType is not null)
        {
            Octet(to, ContentType);
            Text(to, contentType);
        }

        to.Write(payload);
    }

    /// <summary>Octets of the whole packet at most.</summary>
    public static int SizeOfPublish(string topic, int payload, string? contentType) =>
        5 + SizeOfPublish(topic, payload, contentType is null ? 0 : 1 + SizeOf(contentType));

    /// <summary>SUBSCRIBE to one topic with QoS 1.</summary>
    public static void Subscribe(IBufferWriter<byte> to, ushort id, string topic)
    {
        const byte AtLeastOnce = 0x01;
        Header(to, SubscribeType, 2 + 1 + SizeOf(topic) + 1);
        Short(to, id);
        Octet(to, 0);
        Text(to, topic);
        Octet(to, AtLeastOnce);
    }

    /// <summary>PUBACK: success.</summary>
    public static void PublishAnswer(IBufferWriter<byte> to, ushort id)
    {
        Header(to, PublishAnswerType, 2);
        Short(to, id);
    }

    public static void Ping(IBufferWriter<byte> to) => Header(to, PingType, 0);

    /// <summary>A proper farewell: the broker forgets the will.</summary>
    public static void Disconnect(IBufferWriter<byte> to) => Header(to, DisconnectType, 0);

    private static int SizeOfPublish(string topic, int payload, int properties) =>
        SizeOf(topic) + 2 + SizeOfNumber(properties) + properties + payload;

    private static int SizeOf(string text) => 2 + Encoding.UTF8.GetByteCount(text);

    private static int SizeOfNumber(int number) =>
        number switch
        {
            < 1 << 7 => 1,
            < 1 << 14 => 2,
            < 1 << 21 => 3,
            _ => 4,
        };

    private static void Header(IBufferWriter<byte> to, byte type, int length)
    {
        Octet(to, type);
        Number(to, length);
    }

    // Variable byte integer, MQTT 5 §1.5.5.
    private static void Number(IBufferWriter<byte> to, int number)
    {
        var left = number;
        do
        {
            var octet = (byte)(left & 0x7F);
            left >>= 7;
            Octet(to, left > 0 ? (byte)(octet | 0x80) : octet);
        } while (left > 0);
    }

    private static void Octet(IBufferWriter<byte> to, byte value)
    {
        to.GetSpan(1)[0] = value;
        to.Advance(1);
    }

    private static void Short(IBufferWriter<byte> to, int value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(to.GetSpan(2), checked((ushort)value));
        to.Advance(2);
    }

    private static void Text(IBufferWriter<byte> to, string text)
    {
        Short(to, Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, to);
    }
}

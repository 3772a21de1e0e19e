using System.Buffers.Binary;
using System.Text.Unicode;
using MQTTnet.Exceptions;
using MQTTnet.Protocol;

namespace RuralEc.Server.Mqtt;

/// <summary>Why a packet is none that a device may send, in the words of MQTT 5 §4.13.</summary>
internal sealed record PacketFault(MqttDisconnectReasonCode Code, string Reason)
{
    public static PacketFault Malformed(string reason) => new(MqttDisconnectReasonCode.MalformedPacket, reason);

    public static PacketFault Protocol(string reason) => new(MqttDisconnectReasonCode.ProtocolError, reason);
}

/// <summary>Ends a connection with the reason that the device is told.</summary>
internal sealed class PacketFaultException(PacketFault fault) : MqttProtocolViolationException(fault.Reason)
{
    public PacketFault Fault => fault;
}

/// <summary>
/// Reads the data of a packet (MQTT 5 §1.5) in place. After the first fault nothing is left to read and every value is
/// empty, so that who reads asks once, at the end.
/// </summary>
internal ref struct PacketReader(ReadOnlySpan<byte> octets)
{
    private const int LongestLength = 4;

    private ReadOnlySpan<byte> _left = octets;

    public PacketFault? Fault { get; private set; }

    /// <summary>Octets that are not read yet.</summary>
    public readonly int Left => _left.Length;

    /// <summary>The first fault stands.</summary>
    public void Blame(PacketFault fault)
    {
        Fault ??= fault;
        _left = default;
    }

    public byte Octet() => Take(1) is [var octet] ? octet : default;

    public ushort Two() => Take(2) is { Length: 2 } two ? BinaryPrimitives.ReadUInt16BigEndian(two) : default;

    public uint Four() => Take(4) is { Length: 4 } four ? BinaryPrimitives.ReadUInt32BigEndian(four) : default;

    /// <summary>A variable byte integer, in as few octets as it needs (MQTT-1.5.5-1).</summary>
    public int Length()
    {
        var length = 0;
        for (var i = 0; i < LongestLength; i++)
        {
            var octet = Octet();
            length |= (octet & 0x7F) << (7 * i);
            if ((octet & 0x80) == 0)
            {
                if (octet == 0 && i > 0)
                {
                    Blame(PacketFault.Malformed("A length is written in more octets than it needs."));
                }

                return Fault is null ? length : 0;
            }
        }

        Blame(PacketFault.Malformed("A length has more than four octets."));
        return 0;
    }

    public ReadOnlySpan<byte> Data() => Take(Two());

    /// <summary>UTF-8 without U+0000 (MQTT-1.5.4-1, -2).</summary>
    public ReadOnlySpan<byte> Text()
    {
        var text = Data();
        if (text.Contains((byte)0) || !Utf8.IsValid(text))
        {
            Blame(PacketFault.Malformed("A text is not UTF-8, or contains U+0000."));
            return default;
        }

        return text;
    }

    /// <summary>A topic without wildcards (MQTT-3.3.2-2).</summary>
    public ReadOnlySpan<byte> Topic()
    {
        var topic = Text();
        if (topic.ContainsAny((byte)'+', (byte)'#'))
        {
            Blame(PacketFault.Malformed("A topic contains a wildcard."));
            return default;
        }

        return topic;
    }

    public ReadOnlySpan<byte> Take(int length)
    {
        if (length > _left.Length)
        {
            Blame(PacketFault.Malformed("The packet ends too soon."));
            return default;
        }

        var taken = _left[..length];
        _left = _left[length..];
        return taken;
    }
}

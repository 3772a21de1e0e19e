using System.Buffers.Binary;

namespace RuralEc.Server.Mqtt;

/// <summary>A PUBLISH at QoS 1, read in place (MQTT 5 §3.3, MQTT 3.1.1 §3.3).</summary>
internal readonly ref struct PublishFrame
{
    private PublishFrame(ReadOnlySpan<byte> topic, ushort id, ReadOnlyMemory<byte> payload)
    {
        Topic = topic;
        Id = id;
        Payload = payload;
    }

    /// <summary>In UTF-8.</summary>
    public ReadOnlySpan<byte> Topic { get; }

    /// <summary>Packet identifier, never 0.</summary>
    public ushort Id { get; }

    public ReadOnlyMemory<byte> Payload { get; }

    /// <param name="frame">A whole packet of any type.</param>
    /// <param name="withProperties">MQTT 5.</param>
    /// <returns>False for every other packet, for one that cannot be read, and for one with a topic alias.</returns>
    public static bool TryRead(ReadOnlyMemory<byte> frame, bool withProperties, out PublishFrame publish)
    {
        publish = default;
        var octets = frame.Span;
        // DUP and RETAIN may be set; nothing a device publishes is retained.
        if ((octets[0] & 0xF6) != 0x32)
        {
            return false;
        }

        var at = 1;
        while ((octets[at++] & 0x80) != 0) { }

        if (octets.Length < at + 2)
        {
            return false;
        }

        var topic = at + 2;
        var id = topic + BinaryPrimitives.ReadUInt16BigEndian(octets[at..]);
        if (octets.Length < id + 2)
        {
            return false;
        }

        var payload = id + 2;
        var number = BinaryPrimitives.ReadUInt16BigEndian(octets[id..]);
        if (number == 0 || (withProperties && !SkipProperties(octets, ref payload)))
        {
            return false;
        }

        publish = new(octets[topic..id], number, frame[payload..]);
        return true;
    }

    /// <summary>Passes over what has no bearing on readings.</summary>
    private static bool SkipProperties(ReadOnlySpan<byte> octets, ref int at)
    {
        if (!TryReadLength(octets, ref at, out var length) || octets.Length - at < length)
        {
            return false;
        }

        var end = at + length;
        while (at < end)
        {
            var size = octets[at++] switch
            {
                0x01 => 1, // Payload Format Indicator
                0x02 => 4, // Message Expiry Interval
                0x03 or 0x08 or 0x09 => TextLength(octets[..end], at), // Content Type, Response Topic, Correlation Data
                0x26 => PairLength(octets[..end], at), // User Property
                _ => -1, // Topic Alias, which MQTTnet keeps, and what is no property of a device's PUBLISH
            };
            if (size < 0 || end - at < size)
            {
                return false;
            }

            at += size;
        }

        return true;
    }

    private static int TextLength(ReadOnlySpan<byte> octets, int at) =>
        octets.Length - at < 2 ? -1 : 2 + BinaryPrimitives.ReadUInt16BigEndian(octets[at..]);

    private static int PairLength(ReadOnlySpan<byte> octets, int at)
    {
        var name = TextLength(octets, at);
        var value = name < 0 || octets.Length - at < name ? -1 : TextLength(octets, at + name);
        return value < 0 ? -1 : name + value;
    }

    private static bool TryReadLength(ReadOnlySpan<byte> octets, ref int at, out int length)
    {
        length = 0;
        for (var shift = 0; shift <= 21 && at < octets.Length; shift += 7)
        {
            var octet = octets[at++];
            length |= (octet & 0x7F) << shift;
            if ((octet & 0x80) == 0)
            {
                return true;
            }
        }

        return false;
    }
}

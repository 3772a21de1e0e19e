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

        var reader = new PacketReader(octets[at..]);
        var topic = reader.Data();
        var id = reader.Two();
        var alias = withProperties ? PacketProperties.Read(ref reader, PacketProperties.Publish) : 0;
        if (reader.Fault is not null || id == 0 || alias != 0)
        {
            return false;
        }

        publish = new(topic, id, frame[^reader.Left..]);
        return true;
    }
}

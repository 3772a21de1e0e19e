using MQTTnet.Protocol;

namespace RuralEc.Server.Mqtt;

/// <summary>
/// Whether a packet is one that a device may send (MQTT 5 §2 to §4, MQTT 3.1.1). MQTTnet reads generously and leaves some of
/// what it cannot answer unanswered; what passes here it can.
/// </summary>
/// <param name="withProperties">MQTT 5.</param>
internal sealed class PacketCheck(bool withProperties)
{
    private uint _aliases;

    public bool WithProperties => withProperties;

    /// <summary>What is wrong with a CONNECT, which tells the version of all that follows.</summary>
    /// <exception cref="PacketFaultException">It is none that can be answered.</exception>
    public static PacketCheck Connect(byte first, ReadOnlySpan<byte> body, out PacketFault? fault)
    {
        if (first != (byte)MqttControlPacketType.Connect << 4)
        {
            throw new PacketFaultException(PacketFault.Protocol("The first packet is no CONNECT."));
        }

        var packet = new PacketReader(body);
        var name = packet.Text();
        // The highest bit is a bridge's of Mosquitto.
        var level = packet.Octet() & 0x7F;
        if (!(name.SequenceEqual("MQTT"u8) && level is 4 or 5) && !(name.SequenceEqual("MQIsdp"u8) && level is 3))
        {
            throw new PacketFaultException(
                new(
                    (MqttDisconnectReasonCode)MqttConnectReasonCode.UnsupportedProtocolVersion,
                    "MQTT 5 or 3.1.1, please."
                )
            );
        }

        var check = new PacketCheck(level == 5);
        check.ReadConnect(ref packet);
        fault = packet.Fault;
        return check;
    }

    /// <summary>What is wrong with a later packet; null when nothing is.</summary>
    public PacketFault? FaultOf(byte first, ReadOnlySpan<byte> body)
    {
        var packet = new PacketReader(body);
        var type = (MqttControlPacketType)(first >> 4);
        var flags = first & 0x0F;
        if (type != MqttControlPacketType.Publish && flags != FlagsOf(type))
        {
            packet.Blame(PacketFault.Malformed("Reserved flags are set."));
        }

        switch (type)
        {
            case MqttControlPacketType.Publish:
                ReadPublish(ref packet, flags);
                return packet.Fault;
            case MqttControlPacketType.PubAck
            or MqttControlPacketType.PubRec
            or MqttControlPacketType.PubRel
            or MqttControlPacketType.PubComp:
                ReadIdentifier(ref packet);
                ReadReason(ref packet, PacketProperties.Acknowledgement);
                break;
            case MqttControlPacketType.Subscribe:
                ReadSubscribe(ref packet);
                break;
            case MqttControlPacketType.Unsubscribe:
                ReadUnsubscribe(ref packet);
                break;
            case MqttControlPacketType.Disconnect:
                ReadReason(ref packet, PacketProperties.Disconnect);
                break;
            case MqttControlPacketType.PingReq:
                break;
            default:
                // A second CONNECT, what only a server sends, and AUTH, whose methods are not offered.
                packet.Blame(
                    first >> 4 == 0
                        ? PacketFault.Malformed("A packet has the type 0.")
                        : PacketFault.Protocol($"A device sends no packet of type {first >> 4} now.")
                );
                break;
        }

        return End(ref packet);
    }

    private static int FlagsOf(MqttControlPacketType type) =>
        type is MqttControlPacketType.PubRel or MqttControlPacketType.Subscribe or MqttControlPacketType.Unsubscribe
            ? 2
            : 0;

    private static PacketFault? End(ref PacketReader packet)
    {
        if (packet.Left > 0)
        {
            packet.Blame(PacketFault.Malformed("Octets are left over at the end of the packet."));
        }

        return packet.Fault;
    }

    private void ReadConnect(ref PacketReader packet)
    {
        var flags = packet.Octet();
        packet.Two();
        var will = (flags & 0x04) != 0;
        // A reserved bit, a will of QoS 3, a will's flags without a will; in MQTT 3 a password without a user.
        if (
            (flags & 0x01) != 0
            || (flags & 0x18) == 0x18
            || (!will && (flags & 0x38) != 0)
            || (!withProperties && (flags & 0xC0) == 0x40)
        )
        {
            packet.Blame(PacketFault.Malformed("The flags of CONNECT contradict each other."));
        }

        ReadProperties(ref packet, PacketProperties.Connect);
        packet.Text();
        if (will)
        {
            ReadProperties(ref packet, PacketProperties.Will);
            Named(ref packet, packet.Topic());
            packet.Data();
        }

        if ((flags & 0x80) != 0)
        {
            packet.Text();
        }

        if ((flags & 0x40) != 0)
        {
            packet.Data();
        }

        End(ref packet);
    }

    private void ReadPublish(ref PacketReader packet, int flags)
    {
        var qos = (flags >> 1) & 3;
        // MQTT-3.3.1-2 and -4.
        if (qos == 3 || (qos == 0 && (flags & 8) != 0))
        {
            packet.Blame(PacketFault.Malformed("A PUBLISH has QoS 3, or QoS 0 and DUP."));
        }

        var topic = packet.Topic();
        if (qos > 0)
        {
            ReadIdentifier(ref packet);
        }

        var alias = ReadProperties(ref packet, PacketProperties.Publish);
        if (alias == 0)
        {
            Named(ref packet, topic);
        }
        else if (topic.Length > 0)
        {
            _aliases |= 1U << alias;
        }
        else if ((_aliases & (1U << alias)) == 0)
        {
            packet.Blame(PacketFault.Protocol($"The topic alias {alias} stands for nothing."));
        }
    }

    private void ReadSubscribe(ref PacketReader packet)
    {
        ReadIdentifier(ref packet);
        ReadProperties(ref packet, PacketProperties.Subscribe);
        ReadFilter(ref packet);
        while (packet.Left > 0)
        {
            ReadFilter(ref packet);
        }

        void ReadFilter(ref PacketReader packet)
        {
            Filter(ref packet);
            var options = packet.Octet();
            if ((options & (withProperties ? 0xC0 : 0xFC)) != 0)
            {
                packet.Blame(PacketFault.Malformed("Reserved bits of a subscription are set."));
            }
            else if ((options & 0x03) == 0x03 || (options & 0x30) == 0x30)
            {
                packet.Blame(PacketFault.Protocol("A subscription asks for QoS 3 or retain handling 3."));
            }
        }
    }

    private void ReadUnsubscribe(ref PacketReader packet)
    {
        ReadIdentifier(ref packet);
        ReadProperties(ref packet, PacketProperties.Unsubscribe);
        Filter(ref packet);
        while (packet.Left > 0)
        {
            Filter(ref packet);
        }
    }

    /// <summary>At least one, as MQTT-3.8.3-2 and -3.10.3-2 demand; which ones are allowed is asked later.</summary>
    private static void Filter(ref PacketReader packet)
    {
        if (packet.Left == 0)
        {
            packet.Blame(PacketFault.Protocol("There is no topic filter."));
        }

        Named(ref packet, packet.Text());
    }

    /// <summary>A topic or filter has at least one character (MQTT-4.7.3-1).</summary>
    private static void Named(ref PacketReader packet, ReadOnlySpan<byte> topic)
    {
        if (topic.IsEmpty)
        {
            packet.Blame(PacketFault.Protocol("A topic is empty."));
        }
    }

    /// <summary>Never 0 (MQTT-2.2.1-3).</summary>
    private static void ReadIdentifier(ref PacketReader packet)
    {
        if (packet.Two() == 0)
        {
            packet.Blame(PacketFault.Protocol("A packet identifier is 0."));
        }
    }

    /// <summary>Both may be left out from the end.</summary>
    private void ReadReason(ref PacketReader packet, ulong properties)
    {
        if (!withProperties || packet.Left == 0)
        {
            return;
        }

        packet.Octet();
        if (packet.Left > 0)
        {
            PacketProperties.Read(ref packet, properties);
        }
    }

    private ushort ReadProperties(ref PacketReader packet, ulong allowed) =>
        withProperties ? PacketProperties.Read(ref packet, allowed) : (ushort)0;
}

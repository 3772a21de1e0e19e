using MQTTnet.Protocol;

namespace RuralEc.Server.Mqtt;

/// <summary>The properties of a packet from a device (MQTT 5 §2.2.2): which it may have, each once, and with what value.</summary>
internal static class PacketProperties
{
    /// <summary>Numbers of topics that a connection may give (MQTT 5 §3.2.2.3.8): a device has three.</summary>
    public const ushort TopicAliasMaximum = 8;

    private const byte SubscriptionIdentifier = 0x0B;
    private const byte AuthenticationMethod = 0x15;
    private const byte AuthenticationData = 0x16;
    private const byte TopicAlias = 0x23;
    private const byte UserProperty = 0x26;

    public static readonly ulong Publish = Set(0x01, 0x02, 0x03, 0x08, 0x09, 0x0B, 0x23, 0x26);
    public static readonly ulong Will = Set(0x01, 0x02, 0x03, 0x08, 0x09, 0x18, 0x26);
    public static readonly ulong Connect = Set(0x11, 0x15, 0x16, 0x17, 0x19, 0x21, 0x22, 0x26, 0x27);
    public static readonly ulong Acknowledgement = Set(0x1F, 0x26);
    public static readonly ulong Subscribe = Set(0x0B, 0x26);
    public static readonly ulong Unsubscribe = Set(0x26);
    public static readonly ulong Disconnect = Set(0x11, 0x1F, 0x26);

    /// <summary>Reads past the properties, and blames the packet for what is wrong with them.</summary>
    /// <param name="allowed">One of the sets above.</param>
    /// <returns>The topic alias, or 0.</returns>
    public static ushort Read(ref PacketReader packet, ulong allowed)
    {
        var properties = new PacketReader(packet.Take(packet.Length()));
        ulong seen = 0;
        ushort alias = 0;
        while (properties.Left > 0)
        {
            var property = properties.Octet();
            if (property > 63 || (allowed & (1UL << property)) == 0)
            {
                properties.Blame(PacketFault.Malformed($"Property 0x{property:X2} does not belong here."));
            }
            else if (property != UserProperty && (seen & (1UL << property)) != 0)
            {
                properties.Blame(PacketFault.Protocol($"Property 0x{property:X2} comes twice."));
            }
            else
            {
                seen |= 1UL << property;
                alias = Value(ref properties, property, alias);
            }
        }

        if (allowed == Publish && (seen & Set(SubscriptionIdentifier)) != 0)
        {
            // MQTT-3.3.4-6: it is for what the server sends.
            properties.Blame(PacketFault.Protocol("A device publishes with a subscription identifier."));
        }

        if ((seen & Set(AuthenticationData)) != 0 && (seen & Set(AuthenticationMethod)) == 0)
        {
            properties.Blame(PacketFault.Protocol("There is authentication data without a method."));
        }

        if (properties.Fault is { } fault)
        {
            packet.Blame(fault);
        }

        return alias;
    }

    private static ushort Value(ref PacketReader properties, byte property, ushort alias)
    {
        switch (property)
        {
            case 0x01 or 0x17 or 0x19: // Payload Format Indicator, Request Problem and Response Information
                Require(ref properties, properties.Octet() <= 1, property);
                break;
            case 0x02 or 0x11 or 0x18: // Message Expiry, Session Expiry, Will Delay
                properties.Four();
                break;
            case 0x03 or AuthenticationMethod or 0x1F: // Content Type, Authentication Method, Reason String
                properties.Text();
                break;
            case 0x08: // Response Topic
                properties.Topic();
                break;
            case 0x09 or AuthenticationData: // Correlation Data
                properties.Data();
                break;
            case SubscriptionIdentifier:
                Require(ref properties, properties.Length() > 0, property);
                break;
            case 0x21: // Receive Maximum
                Require(ref properties, properties.Two() > 0, property);
                break;
            case 0x22: // Topic Alias Maximum
                properties.Two();
                break;
            case TopicAlias:
                return AliasOf(ref properties);
            case UserProperty:
                properties.Text();
                properties.Text();
                break;
            case 0x27: // Maximum Packet Size
                Require(ref properties, properties.Four() > 0, property);
                break;
        }

        return alias;
    }

    private static ushort AliasOf(ref PacketReader properties)
    {
        var alias = properties.Two();
        if (alias is 0 or > TopicAliasMaximum)
        {
            properties.Blame(
                new(
                    MqttDisconnectReasonCode.TopicAliasInvalid,
                    $"The topic alias {alias} is not from 1 to {TopicAliasMaximum}."
                )
            );
        }

        return alias;
    }

    private static void Require(ref PacketReader properties, bool right, byte property)
    {
        if (!right)
        {
            properties.Blame(PacketFault.Protocol($"Property 0x{property:X2} has a value that it cannot have."));
        }
    }

    private static ulong Set(params ReadOnlySpan<byte> properties)
    {
        ulong set = 0;
        foreach (var property in properties)
        {
            set |= 1UL << property;
        }

        return set;
    }
}

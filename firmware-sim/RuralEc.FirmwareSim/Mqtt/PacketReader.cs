using System.Buffers.Binary;
using System.Text;

namespace RuralEc.FirmwareSim.Mqtt;

/// <summary>The kinds of packets that a broker may send to a logger.</summary>
internal enum PacketType : byte
{
    ConnectAnswer = 2,
    Publish = 3,
    PublishAnswer = 4,
    SubscribeAnswer = 9,
    PingAnswer = 13,
    Disconnect = 14,
}

/// <summary>One packet, valid until more is read.</summary>
/// <param name="first">Type and flags, MQTT 5 §2.1.1.</param>
internal readonly ref struct Packet(byte first, ReadOnlySpan<byte> body)
{
    public PacketType Type => (PacketType)(first >> 4);

    public int Flags => first & 0x0F;

    public ReadOnlySpan<byte> Body { get; } = body;
}

/// <summary>Reads what a broker sends, as MQTT 5 states it.</summary>
internal static class PacketReader
{
    /// <summary>Octets of a packet's type and length at most.</summary>
    public const int LongestHeader = 5;

    /// <summary>Finds the first packet in what has arrived.</summary>
    /// <param name="size">Octets of the whole packet as soon as its length is known, otherwise 0.</param>
    /// <returns>False while the packet is not all there.</returns>
    public static bool TryRead(ReadOnlySpan<byte> arrived, out Packet packet, out int size)
    {
        packet = default;
        size = 0;
        var length = 0;
        for (var i = 1; i < LongestHeader && i < arrived.Length; i++)
        {
            length |= (arrived[i] & 0x7F) << (7 * (i - 1));
            if ((arrived[i] & 0x80) != 0)
            {
                continue;
            }

            size = i + 1 + length;
            if (size > ConnectRequest.MaximumPacket)
            {
                throw new ProtocolException(
                    $"A packet of {size} octets came; {ConnectRequest.MaximumPacket} was agreed."
                );
            }

            if (arrived.Length < size)
            {
                return false;
            }

            packet = new(arrived[0], arrived[(i + 1)..size]);
            return true;
        }

        return arrived.Length < LongestHeader
            ? false
            : throw new ProtocolException("The length of a packet has more than four octets.");
    }

    /// <summary>CONNACK, MQTT 5 §3.2.</summary>
    public static ConnectAnswer ConnectAnswer(ReadOnlySpan<byte> body)
    {
        Need(body, 3);
        var answer = new ConnectAnswer((ReasonCode)body[1], null, ushort.MaxValue, uint.MaxValue, null);
        var properties = new Properties(body[2..]);
        while (properties.Next())
        {
            answer = properties.Id switch
            {
                0x13 => answer with { KeepAliveSeconds = (ushort)properties.Number },
                0x1F => answer with { ReasonText = Encoding.UTF8.GetString(properties.Data) },
                0x21 => answer with { ReceiveMaximum = (ushort)properties.Number },
                0x27 => answer with { MaximumPacket = properties.Number },
                _ => answer,
            };
        }

        return answer;
    }

    /// <summary>PUBACK, MQTT 5 §3.4: without a reason code it is a success.</summary>
    public static (ushort Id, ReasonCode Reason) PublishAnswer(ReadOnlySpan<byte> body)
    {
        Need(body, 2);
        return (BinaryPrimitives.ReadUInt16BigEndian(body), body.Length > 2 ? (ReasonCode)body[2] : ReasonCode.Success);
    }

    /// <summary>SUBACK of one topic, MQTT 5 §3.9.</summary>
    public static (ushort Id, ReasonCode Reason) SubscribeAnswer(ReadOnlySpan<byte> body)
    {
        Need(body, 4);
        return (BinaryPrimitives.ReadUInt16BigEndian(body), (ReasonCode)body[^1]);
    }

    /// <summary>PUBLISH, MQTT 5 §3.3: its payload, and its number when it wants an answer.</summary>
    public static ushort? Publish(Packet packet, out ReadOnlySpan<byte> payload)
    {
        Need(packet.Body, 2);
        var topic = 2 + BinaryPrimitives.ReadUInt16BigEndian(packet.Body);
        var answered = (packet.Flags & 0b0110) != 0;
        Need(packet.Body, topic + (answered ? 2 : 0));
        ushort? id = answered ? BinaryPrimitives.ReadUInt16BigEndian(packet.Body[topic..]) : null;
        payload = Properties.Skip(packet.Body[(topic + (answered ? 2 : 0))..]);
        return id;
    }

    /// <summary>DISCONNECT, MQTT 5 §3.14.</summary>
    public static ReasonCode Disconnect(ReadOnlySpan<byte> body) =>
        body.IsEmpty ? ReasonCode.Success : (ReasonCode)body[0];

    private static void Need(ReadOnlySpan<byte> body, int octets)
    {
        if (body.Length < octets)
        {
            throw new ProtocolException("A packet is too short.");
        }
    }

    /// <summary>Walks the properties of a packet, MQTT 5 §2.2.2.</summary>
    private ref struct Properties
    {
        private ReadOnlySpan<byte> _left;

        public Properties(ReadOnlySpan<byte> body)
        {
            _left = body;
            var length = (int)Variable();
            Need(_left, length);
            _left = _left[..length];
        }

        /// <summary>What follows the properties.</summary>
        public static ReadOnlySpan<byte> Skip(ReadOnlySpan<byte> body)
        {
            var properties = new Properties();
            properties._left = body;
            var length = (int)properties.Variable();
            _ = properties.Take(length);
            return properties._left;
        }

        public byte Id { get; private set; }
        public uint Number { get; private set; }
        public ReadOnlySpan<byte> Data { get; private set; }

        public bool Next()
        {
            if (_left.IsEmpty)
            {
                return false;
            }

            Id = Take(1)[0];
            switch (Id)
            {
                case 0x01 or 0x17 or 0x19 or 0x24 or 0x25 or 0x28 or 0x29 or 0x2A:
                    Number = Take(1)[0];
                    break;
                case 0x13 or 0x21 or 0x22 or 0x23:
                    Number = BinaryPrimitives.ReadUInt16BigEndian(Take(2));
                    break;
                case 0x02 or 0x11 or 0x18 or 0x27:
                    Number = BinaryPrimitives.ReadUInt32BigEndian(Take(4));
                    break;
                case 0x0B:
                    Number = Variable();
                    break;
                case 0x03 or 0x08 or 0x09 or 0x12 or 0x15 or 0x16 or 0x1A or 0x1C or 0x1F:
                    Data = Take(BinaryPrimitives.ReadUInt16BigEndian(Take(2)));
                    break;
                case 0x26:
                    Data = Take(BinaryPrimitives.ReadUInt16BigEndian(Take(2)));
                    Data = Take(BinaryPrimitives.ReadUInt16BigEndian(Take(2)));
                    break;
                default:
                    throw new ProtocolException($"Property 0x{Id:X2} is not one of MQTT 5.");
            }

            return true;
        }

        private uint Variable()
        {
            var number = 0u;
            for (var shift = 0; shift < 28; shift += 7)
            {
                var octet = Take(1)[0];
                number |= (uint)(octet & 0x7F) << shift;
                if ((octet & 0x80) == 0)
                {
                    return number;
                }
            }

            throw new ProtocolException("A number has more than four octets.");
        }

        private ReadOnlySpan<byte> Take(int octets)
        {
            Need(_left, octets);
            var taken = _left[..octets];
            _left = _left[octets..];
            return taken;
        }
    }
}

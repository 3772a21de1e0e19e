using System.Buffers.Binary;
using System.Text;
using MQTTnet.Protocol;
using RuralEc.ColdChain;

namespace RuralEc.Server.Mqtt;

/// <summary>The octets of a PUBACK (MQTT 5 §3.4, MQTT 3.1.1 §3.4).</summary>
internal static class PubAck
{
    // Type and length, packet identifier: without more, MQTT 5 reads Success.
    private const int ShortLength = 4;

    // And the Reason Code.
    private const int CodeLength = ShortLength + 1;

    // And Property Length, Reason String and its length.
    private const int TextOverhead = CodeLength + 4;

    // With it the packet's and the properties' lengths are one octet each.
    private const int LongestReason = 110;

    public static int LengthOf(Refusal? refusal, DeviceSession session) =>
        refusal is null || !session.SpeaksReasons ? ShortLength
        : session.WantsTexts ? TextOverhead + ReasonLength(refusal)
        : CodeLength;

    public static void Write(Span<byte> packet, ushort id, Refusal? refusal, DeviceSession session)
    {
        packet[0] = 0x40;
        packet[1] = (byte)(packet.Length - 2);
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], id);
        if (refusal is null || !session.SpeaksReasons)
        {
            return;
        }

        packet[4] = (byte)CodeOf(refusal);
        if (session.WantsTexts)
        {
            packet[5] = (byte)(packet.Length - 6);
            packet[6] = 0x1F; // Reason String
            BinaryPrimitives.WriteUInt16BigEndian(packet[7..], (ushort)(packet.Length - 9));
            Encoding.UTF8.GetBytes(refusal.Detail.AsSpan(0, CharactersOf(refusal)), packet[9..]);
        }
    }

    public static MqttPubAckReasonCode CodeOf(Refusal refusal) =>
        refusal.Kind == RefusalKind.TooLarge
            ? MqttPubAckReasonCode.QuotaExceeded
            : MqttPubAckReasonCode.PayloadFormatInvalid;

    private static int ReasonLength(Refusal refusal) =>
        Encoding.UTF8.GetByteCount(refusal.Detail.AsSpan(0, CharactersOf(refusal)));

    private static int CharactersOf(Refusal refusal)
    {
        var characters = Math.Min(refusal.Detail.Length, LongestReason);
        while (Encoding.UTF8.GetByteCount(refusal.Detail.AsSpan(0, characters)) > LongestReason)
        {
            characters--;
        }

        // Half of a surrogate pair is no text.
        return characters > 0 && char.IsHighSurrogate(refusal.Detail[characters - 1]) ? characters - 1 : characters;
    }
}

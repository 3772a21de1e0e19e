using System.Diagnostics.CodeAnalysis;
using System.Formats.Cbor;
using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace RuralEc.ColdChain;

/// <summary>
/// What a device may publish as readings: one JSON object, a SenML pack (RFC 8428) in JSON or CBOR, or the compact CBOR
/// form, told apart by the first octet. The contract is docs/mqtt.md. Never throws on any bytes.
/// </summary>
public static class ReadingMessage
{
    /// <summary>Octets of the largest message.</summary>
    public const int MaximumSize = 64 * 1024;

    /// <summary>Readings of the largest pack.</summary>
    public const int MaximumReadings = 1000;

    // The end of the year 9999, as far as DateTimeOffset counts.
    private const double LatestMilliseconds = 253_402_300_799_999;

    /// <param name="readings">The message's readings are added at its end; none of a message that is refused.</param>
    /// <param name="refusal">Why not; null when the message was read.</param>
    public static bool TryParse(
        string device,
        ReadOnlyMemory<byte> payload,
        DateTimeOffset receivedAt,
        List<Reading> readings,
        [NotNullWhen(false)] out Refusal? refusal
    )
    {
        var before = readings.Count;
        refusal = WhyNot(device, payload, receivedAt, readings);
        if (refusal is not null)
        {
            readings.RemoveRange(before, readings.Count - before);
        }

        return refusal is null;
    }

    internal static DateTimeOffset TimeOf(double milliseconds, string place) =>
        milliseconds is >= 0 and <= LatestMilliseconds
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Round(milliseconds))
            : throw new RefusedException(
                RefusalKind.OutOfRange,
                $"{place}: this is no time of the years 1970 to 9999."
            );

    /// <summary>Refuses what no sensor of its kind can measure.</summary>
    internal static double Plausible(string quantity, double value, string place)
    {
        var (low, high) = Quantities.RangeOf(quantity);
        return value >= low && value <= high
            ? value
            : throw new RefusedException(
                RefusalKind.OutOfRange,
                string.Create(CultureInfo.InvariantCulture, $"{place}: {quantity} is from {low} to {high}.")
            );
    }

    internal static string NameOf(string name, string place) =>
        name.Length is > 0 and <= 40
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':' or '/')
            ? name
            : throw new RefusedException(
                RefusalKind.NotReadings,
                $"{place}: a name has 1 to 40 letters, digits or - _ . : /."
            );

    private static Refusal? WhyNot(
        string device,
        ReadOnlyMemory<byte> payload,
        DateTimeOffset receivedAt,
        List<Reading> readings
    )
    {
        if (payload.Length > MaximumSize)
        {
            return new(
                RefusalKind.TooLarge,
                $"The message has {payload.Length} octets; at most {MaximumSize} are taken."
            );
        }

        try
        {
            var first = FirstOf(payload.Span);
            // CBOR's arrays; no JSON text begins so, and no UTF-8.
            if (first is >= 0x80 and <= 0x9F)
            {
                CborMessage.Read(device, payload, receivedAt, readings);
                return null;
            }

            if (!Utf8.IsValid(payload.Span))
            {
                return new(RefusalKind.Malformed, "The message is neither UTF-8 nor an array in CBOR.");
            }

            switch (first)
            {
                case (byte)'{':
                    JsonReading.Read(device, payload.Span, receivedAt, readings);
                    return null;
                case (byte)'[':
                    SenmlPack.Read(device, SenmlJson.Read(payload.Span), receivedAt, readings);
                    return null;
                default:
                    return IsJson(payload)
                        ? new(RefusalKind.NotReadings, "A message is a JSON object or a SenML array.")
                        : new(RefusalKind.Malformed, "The message is not JSON.");
            }
        }
        catch (JsonException)
        {
            return new(RefusalKind.Malformed, "The message is not JSON.");
        }
        catch (Exception no) when (no is CborContentException or OverflowException or FormatException)
        {
            return new(RefusalKind.Malformed, "The message is not CBOR, or holds a number that is too large.");
        }
        catch (InvalidOperationException)
        {
            // An escape such as \ud800 is no text, a CBOR item of another kind no number; that surfaces when it is read.
            return new(RefusalKind.Malformed, "The message holds an item that cannot be read.");
        }
        catch (RefusedException refused)
        {
            return refused.Refusal;
        }
    }

    private static byte FirstOf(ReadOnlySpan<byte> payload)
    {
        var start = payload.IndexOfAnyExcept(" \t\r\n"u8);
        return start < 0 ? (byte)0 : payload[start];
    }

    private static bool IsJson(ReadOnlyMemory<byte> payload)
    {
        try
        {
            JsonDocument.Parse(payload).Dispose();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

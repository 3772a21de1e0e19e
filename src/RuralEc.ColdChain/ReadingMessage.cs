using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace RuralEc.ColdChain;

/// <summary>
/// What a device may publish as readings: one JSON object, or a SenML pack (RFC 8428) as a JSON array. The contract is
/// docs/mqtt.md. Never throws on any bytes.
/// </summary>
public static class ReadingMessage
{
    /// <summary>Octets of the largest message.</summary>
    public const int MaximumSize = 64 * 1024;

    /// <summary>Readings of the largest pack.</summary>
    public const int MaximumReadings = 1000;

    // The end of the year 9999, as far as DateTimeOffset counts.
    private const double LatestMilliseconds = 253_402_300_799_999;

    /// <param name="refusal">Why not; null when the message was read.</param>
    public static bool TryParse(
        string device,
        ReadOnlyMemory<byte> payload,
        DateTimeOffset receivedAt,
        out IReadOnlyList<Reading> readings,
        [NotNullWhen(false)] out Refusal? refusal
    )
    {
        readings = [];
        refusal = null;
        if (payload.Length > MaximumSize)
        {
            refusal = new(
                RefusalKind.TooLarge,
                $"The message has {payload.Length} octets; at most {MaximumSize} are taken."
            );
            return false;
        }

        if (!Utf8.IsValid(payload.Span))
        {
            refusal = new(RefusalKind.Malformed, "The message is not UTF-8.");
            return false;
        }

        try
        {
            using var json = JsonDocument.Parse(payload, new() { MaxDepth = 4, AllowDuplicateProperties = false });
            readings = json.RootElement.ValueKind switch
            {
                JsonValueKind.Object => Single(device, json.RootElement, receivedAt),
                JsonValueKind.Array => SenmlPack.Read(device, json.RootElement, receivedAt),
                _ => throw new RefusedException(
                    RefusalKind.NotReadings,
                    "A message is a JSON object or a SenML array."
                ),
            };
            return true;
        }
        catch (JsonException)
        {
            refusal = new(RefusalKind.Malformed, "The message is not JSON.");
        }
        catch (InvalidOperationException)
        {
            // An escape such as \ud800 is no text; that surfaces only when it is read.
            refusal = new(RefusalKind.Malformed, "The message holds an escape that is no Unicode text.");
        }
        catch (RefusedException refused)
        {
            refusal = refused.Refusal;
        }

        return false;
    }

    internal static DateTimeOffset TimeOf(double milliseconds, string place) =>
        milliseconds is >= 0 and <= LatestMilliseconds
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Round(milliseconds))
            : throw new RefusedException(
                RefusalKind.OutOfRange,
                $"{place}: this is no time of the years 1970 to 9999."
            );

    internal static double NumberOf(JsonElement value, string place) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : throw new RefusedException(RefusalKind.NotANumber, $"{place}: a finite number is needed.");

    internal static uint CounterOf(JsonElement value, string place) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetUInt32(out var number)
            ? number
            : throw new RefusedException(
                RefusalKind.OutOfRange,
                $"{place}: a whole number from 0 to 4294967295 is needed."
            );

    /// <summary>Refuses what no sensor of its kind can measure.</summary>
    internal static double Plausible(string quantity, double value, string place)
    {
        var (low, high) = quantity switch
        {
            Quantities.Temperature => (-100d, 150d),
            Quantities.Humidity or Quantities.Battery => (0d, 100d),
            Quantities.Door => (0d, 1d),
            _ => (-1e12, 1e12),
        };
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

    private static List<Reading> Single(string device, JsonElement message, DateTimeOffset receivedAt)
    {
        uint? boot = message.TryGetProperty("b", out var b) ? CounterOf(b, "/b") : null;
        uint? seq = message.TryGetProperty("s", out var s) ? CounterOf(s, "/s") : null;
        if (boot is null != seq is null)
        {
            throw new RefusedException(RefusalKind.NotReadings, "/b, /s: a device that counts sends both.");
        }

        var at = message.TryGetProperty("t", out var t) ? TimeOf(NumberOf(t, "/t"), "/t") : receivedAt;
        var readings = new List<Reading>();
        foreach (var member in message.EnumerateObject())
        {
            var place = $"/{member.Name}";
            var quantity = member.Name switch
            {
                "b" or "s" or "t" => null,
                "v" => Quantities.Temperature,
                "rh" => Quantities.Humidity,
                "bat" => Quantities.Battery,
                _ => NameOf(member.Name, place),
            };
            if (quantity is null)
            {
                continue;
            }

            if (readings.Exists(r => r.Quantity == quantity))
            {
                throw new RefusedException(RefusalKind.NotReadings, $"{place}: {quantity} stands here twice.");
            }

            var value = member.Value.ValueKind switch
            {
                JsonValueKind.True => 1,
                JsonValueKind.False => 0,
                _ => NumberOf(member.Value, place),
            };
            readings.Add(new(device, boot, seq, quantity, at, receivedAt, Plausible(quantity, value, place)));
            if (readings.Count > MaximumReadings)
            {
                throw new RefusedException(
                    RefusalKind.TooLarge,
                    $"A message holds at most {MaximumReadings} readings."
                );
            }
        }

        return readings.Count > 0
            ? readings
            : throw new RefusedException(RefusalKind.NotReadings, "The message holds no measured value.");
    }
}

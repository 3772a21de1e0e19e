using System.Globalization;
using System.Text.Json;

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

    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="refusal">Why not, in one English sentence with its place.</param>
    public static bool TryParse(
        string device,
        ReadOnlyMemory<byte> payload,
        DateTimeOffset receivedAt,
        out IReadOnlyList<Reading> readings,
        out string refusal
    )
    {
        readings = [];
        if (payload.Length > MaximumSize)
        {
            refusal = $"The message has {payload.Length} octets; at most {MaximumSize} are taken.";
            return false;
        }

        try
        {
            using var json = JsonDocument.Parse(payload, new() { MaxDepth = 4, AllowDuplicateProperties = false });
            readings = json.RootElement.ValueKind switch
            {
                JsonValueKind.Object => Single(device, json.RootElement, receivedAt),
                JsonValueKind.Array => SenmlPack.Read(device, json.RootElement, receivedAt),
                _ => throw new RefusedException("A message is a JSON object or a SenML array."),
            };
        }
        catch (JsonException)
        {
            refusal = "The message is not JSON in UTF-8.";
            return false;
        }
        catch (InvalidOperationException)
        {
            // A string that is not well-formed Unicode surfaces only when it is read.
            refusal = "The message is not JSON in UTF-8.";
            return false;
        }
        catch (RefusedException refused)
        {
            refusal = refused.Message;
            return false;
        }

        refusal = "";
        return true;
    }

    internal static DateTimeOffset TimeOf(double milliseconds, string place) =>
        milliseconds >= Earliest.ToUnixTimeMilliseconds() && milliseconds < Latest.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds)
            : throw new RefusedException($"{place}: this is no time between the years 2000 and 2200.");

    internal static double NumberOf(JsonElement value, string place) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : throw new RefusedException($"{place}: a finite number is needed.");

    internal static uint CounterOf(JsonElement value, string place) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetUInt32(out var number)
            ? number
            : throw new RefusedException($"{place}: a whole number from 0 to 4294967295 is needed.");

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
                string.Create(CultureInfo.InvariantCulture, $"{place}: {quantity} is from {low} to {high}.")
            );
    }

    internal static string NameOf(string name, string place) =>
        name.Length is > 0 and <= 40
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':' or '/')
            ? name
            : throw new RefusedException($"{place}: a name has 1 to 40 letters, digits or - _ . : /.");

    private static List<Reading> Single(string device, JsonElement message, DateTimeOffset receivedAt)
    {
        uint? boot = message.TryGetProperty("b", out var b) ? CounterOf(b, "b") : null;
        uint? seq = message.TryGetProperty("s", out var s) ? CounterOf(s, "s") : null;
        if (boot is null != seq is null)
        {
            throw new RefusedException("b and s: a device that counts sends both.");
        }

        var at = message.TryGetProperty("t", out var t) ? TimeOf(NumberOf(t, "t"), "t") : receivedAt;
        var readings = new List<Reading>();
        foreach (var member in message.EnumerateObject())
        {
            var quantity = member.Name switch
            {
                "b" or "s" or "t" => null,
                "v" => Quantities.Temperature,
                "rh" => Quantities.Humidity,
                "door" => Quantities.Door,
                "bat" => Quantities.Battery,
                _ => NameOf(member.Name, member.Name),
            };
            if (quantity is not null)
            {
                var value = member.Value.ValueKind switch
                {
                    JsonValueKind.True => 1,
                    JsonValueKind.False => 0,
                    _ => NumberOf(member.Value, member.Name),
                };
                readings.Add(new(device, boot, seq, quantity, at, receivedAt, Plausible(quantity, value, member.Name)));
            }
        }

        return readings.Count > 0 ? readings : throw new RefusedException("The message holds no measured value.");
    }
}

/// <summary>A message that cannot be taken; the message says why and where.</summary>
internal sealed class RefusedException(string message) : Exception(message);

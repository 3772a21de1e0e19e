using System.Text.Json;

namespace RuralEc.ColdChain;

/// <summary>
/// One instant as a JSON object: counters, time, and a value for each quantity. Read in place, because most messages of
/// most devices are this.
/// </summary>
internal static class JsonReading
{
    private static readonly JsonReaderOptions Strict = new() { MaxDepth = 4 };

    /// <exception cref="RefusedException">It is JSON, but not this.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static void Read(
        string device,
        ReadOnlySpan<byte> payload,
        DateTimeOffset receivedAt,
        List<Reading> readings
    )
    {
        var first = readings.Count;
        uint? boot = null;
        uint? seq = null;
        DateTimeOffset? at = null;
        var json = new Utf8JsonReader(payload, Strict);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("b"u8))
            {
                if (boot is not null)
                {
                    throw Twice(payload, "/b");
                }

                boot = Counter(ref json, "/b");
            }
            else if (json.ValueTextEquals("s"u8))
            {
                if (seq is not null)
                {
                    throw Twice(payload, "/s");
                }

                seq = Counter(ref json, "/s");
            }
            else if (json.ValueTextEquals("t"u8))
            {
                if (at is not null)
                {
                    throw Twice(payload, "/t");
                }

                json.Read();
                at = ReadingMessage.TimeOf(Number(ref json, "/t"), "/t");
            }
            else
            {
                var (quantity, place) = QuantityOf(ref json);
                for (var i = first; i < readings.Count; i++)
                {
                    if (readings[i].Quantity == quantity)
                    {
                        throw Twice(payload, $"{place}: {quantity}");
                    }
                }

                json.Read();
                var value = json.TokenType switch
                {
                    JsonTokenType.True => 1,
                    JsonTokenType.False => 0,
                    _ => Number(ref json, place),
                };
                value = ReadingMessage.Plausible(quantity, value, place);
                readings.Add(new(device, null, null, quantity, receivedAt, receivedAt, value));
                if (readings.Count - first > ReadingMessage.MaximumReadings)
                {
                    throw new RefusedException(
                        RefusalKind.TooLarge,
                        $"A message holds at most {ReadingMessage.MaximumReadings} readings."
                    );
                }
            }
        }

        // Whatever follows the object makes it no JSON.
        json.Read();
        if (boot is null != seq is null)
        {
            throw new RefusedException(RefusalKind.NotReadings, "/b, /s: a device that counts sends both.");
        }

        if (readings.Count == first)
        {
            throw new RefusedException(RefusalKind.NotReadings, "The message holds no measured value.");
        }

        // Counters and time may stand behind the values.
        for (var i = first; i < readings.Count; i++)
        {
            readings[i] = readings[i] with { Boot = boot, Seq = seq, MeasuredAt = at ?? receivedAt };
        }
    }

    private static (string Quantity, string Place) QuantityOf(ref Utf8JsonReader json)
    {
        if (json.ValueTextEquals("v"u8))
        {
            return (Quantities.Temperature, "/v");
        }

        if (json.ValueTextEquals("rh"u8))
        {
            return (Quantities.Humidity, "/rh");
        }

        if (json.ValueTextEquals("bat"u8))
        {
            return (Quantities.Battery, "/bat");
        }

        if (json.ValueTextEquals("door"u8))
        {
            return (Quantities.Door, "/door");
        }

        var name = json.GetString()!;
        var quantity = name switch
        {
            "lat" => Quantities.Latitude,
            "lon" => Quantities.Longitude,
            _ => ReadingMessage.NameOf(name, $"/{name}"),
        };
        return (quantity, $"/{name}");
    }

    private static uint Counter(ref Utf8JsonReader json, string place)
    {
        json.Read();
        return json.TokenType == JsonTokenType.Number && json.TryGetUInt32(out var number)
            ? number
            : throw new RefusedException(
                RefusalKind.OutOfRange,
                $"{place}: a whole number from 0 to 4294967295 is needed."
            );
    }

    private static double Number(ref Utf8JsonReader json, string place) =>
        json.TokenType == JsonTokenType.Number && json.TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : throw new RefusedException(RefusalKind.NotANumber, $"{place}: a finite number is needed.");

    /// <summary>One name twice is no JSON to us (RFC 8259 §4); two names of one quantity are JSON, but no reading.</summary>
    private static RefusedException Twice(ReadOnlySpan<byte> payload, string what)
    {
        JsonDocument.Parse(payload.ToArray(), new() { AllowDuplicateProperties = false }).Dispose();
        return new(RefusalKind.NotReadings, $"{what} stands here twice.");
    }
}

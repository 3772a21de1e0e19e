using System.Buffers;
using System.Text;
using System.Text.Json;
using RuralEc.FirmwareSim.Model;
using RuralEc.FirmwareSim.Scenarios;

namespace RuralEc.FirmwareSim.Wire;

/// <summary>The octets of a message and what MQTT 5 calls their content type.</summary>
internal readonly record struct Encoded(ReadOnlyMemory<byte> Octets, string ContentType);

/// <summary>Messages as docs/mqtt.md states them, in the form that the logger has.</summary>
internal static class Payload
{
    public const string Json = "application/json";
    public const string SenmlJson = "application/senml+json";
    public const string SenmlCbor = "application/senml+cbor";
    public const string Cbor = "application/cbor";

    /// <param name="logger">Who writes, and in which form.</param>
    /// <param name="message">The readings.</param>
    /// <param name="second">Now: loggers without a clock count back from it.</param>
    public static Encoded Of(LoggerSpec logger, UploadMessage message, double second) =>
        logger.Payload switch
        {
            PayloadForm.Json => JsonForm.Of(message),
            PayloadForm.Mixed when message.Readings.Count == 1 => JsonForm.Of(message),
            PayloadForm.SenmlCbor => new(
                SenmlForm.ToCbor(SenmlForm.Of(logger.Device, message.Readings, second)),
                SenmlCbor
            ),
            PayloadForm.CompactCbor => new(CompactForm.Of(message.Readings, logger.SamplingSeconds), Cbor),
            _ => new(SenmlForm.ToJson(SenmlForm.Of(logger.Device, message.Readings, second)), SenmlJson),
        };

    /// <summary>The values of a reading that this form carries, by the names of the product's quantities.</summary>
    public static IEnumerable<(string Quantity, double Value)> Told(PayloadForm form, Reading reading)
    {
        if (reading.Celsius is { } celsius)
        {
            yield return ("temperature", celsius);
        }

        if (form == PayloadForm.CompactCbor)
        {
            yield break;
        }

        if (reading.HumidityPercent is { } humidity)
        {
            yield return ("humidity", humidity);
        }

        if (reading.DoorOpen is { } open)
        {
            yield return ("door", open ? 1 : 0);
        }

        yield return ("battery", reading.BatteryPercent);
    }

    /// <summary>Published on the state topic after each connection.</summary>
    public static byte[] Birth(uint boot, int intervalSeconds) =>
        Encoding.UTF8.GetBytes($$"""{"on":1,"b":{{boot}},"fw":"sim-1.0","interval":{{intervalSeconds}}}""");

    /// <summary>The last will, and the farewell of a logger that is switched off properly.</summary>
    public static byte[] Gone(uint boot) => Encoding.UTF8.GetBytes($$"""{"on":0,"b":{{boot}}}""");
}

/// <summary>One reading as a JSON object.</summary>
internal static class JsonForm
{
    public static Encoded Of(UploadMessage message)
    {
        var reading = message.Readings[0];
        var octets = new ArrayBufferWriter<byte>(160);
        using var json = new Utf8JsonWriter(octets);
        json.WriteStartObject();
        json.WriteNumber("b", reading.Boot);
        json.WriteNumber("s", reading.Seq);
        if (TimeOf(reading, message.IsLive) is { } time)
        {
            json.WriteNumber("t", time);
        }

        if (reading.Celsius is { } celsius)
        {
            json.WriteNumber("v", celsius);
        }

        if (reading.HumidityPercent is { } humidity)
        {
            json.WriteNumber("rh", humidity);
        }

        if (reading.DoorOpen is { } open)
        {
            json.WriteNumber("door", open ? 1 : 0);
        }

        json.WriteNumber("bat", reading.BatteryPercent);
        json.WriteEndObject();
        json.Flush();
        return new(octets.WrittenMemory, Payload.Json);
    }

    // Without a clock the newest reading takes the server's time; an older one can only tell the time since power-up.
    private static long? TimeOf(Reading reading, bool isLive) =>
        reading.ClockMilliseconds ?? (isLive ? null : reading.UptimeMilliseconds);
}

using System.Text;
using System.Text.Json;
using RuralEc.FirmwareSim.Model;

namespace RuralEc.FirmwareSim.Wire;

/// <summary>Messages as docs/mqtt.md states them: one reading as a JSON object, several as a SenML pack (RFC 8428).</summary>
public static class Payload
{
    public static byte[] Of(string device, IReadOnlyList<Reading> readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        return readings.Count == 1 ? Single(readings[0]) : Pack(device, readings);
    }

    /// <summary>Published on the state topic after each connection.</summary>
    public static byte[] Birth(uint boot, int intervalSeconds) =>
        Utf8(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("on", 1);
            json.WriteNumber("b", boot);
            json.WriteString("fw", "sim-1.0");
            json.WriteNumber("interval", intervalSeconds);
            json.WriteEndObject();
        });

    /// <summary>The last will, and the farewell of a logger that is switched off properly.</summary>
    public static byte[] Gone(uint boot) => Encoding.UTF8.GetBytes($$"""{"on":0,"b":{{boot}}}""");

    private static byte[] Single(Reading reading) =>
        Utf8(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("b", reading.Boot);
            json.WriteNumber("s", reading.Seq);
            json.WriteNumber("t", reading.DeviceMilliseconds);
            json.WriteNumber("v", reading.Celsius);
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
        });

    private static byte[] Pack(string device, IReadOnlyList<Reading> readings) =>
        Utf8(json =>
        {
            var first = readings[0];
            json.WriteStartArray();
            json.WriteStartObject();
            json.WriteString("bn", device + ":");
            json.WriteNumber("bt", first.DeviceMilliseconds / 1000);
            json.WriteString("n", "seq");
            json.WriteNumber("v", first.Seq);
            json.WriteEndObject();
            Record(json, "boot", null, 0, first.Boot);
            foreach (var reading in readings)
            {
                var seconds = (reading.DeviceMilliseconds - first.DeviceMilliseconds) / 1000;
                Record(json, "t", "Cel", seconds, reading.Celsius);
                if (reading.HumidityPercent is { } humidity)
                {
                    Record(json, "rh", "%RH", seconds, humidity);
                }

                if (reading.DoorOpen is { } open)
                {
                    Record(json, "door", null, seconds, open ? 1 : 0);
                }

                Record(json, "bat", "%EL", seconds, reading.BatteryPercent);
            }

            json.WriteEndArray();
        });

    private static void Record(Utf8JsonWriter json, string name, string? unit, long seconds, double value)
    {
        json.WriteStartObject();
        json.WriteString("n", name);
        if (unit is not null)
        {
            json.WriteString("u", unit);
        }

        if (seconds != 0)
        {
            json.WriteNumber("t", seconds);
        }

        json.WriteNumber("v", value);
        json.WriteEndObject();
    }

    private static byte[] Utf8(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream(256);
        using (var json = new Utf8JsonWriter(bytes))
        {
            write(json);
        }

        return bytes.ToArray();
    }
}

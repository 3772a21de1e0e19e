using System.Buffers;
using System.Text.Json;
using RuralEc.FirmwareSim.Model;

namespace RuralEc.FirmwareSim.Wire;

/// <summary>One record of a SenML pack; the first one carries the base name and base time.</summary>
internal readonly record struct SenmlRecord(
    string? BaseName,
    double? BaseSeconds,
    string Name,
    string? Unit,
    long Seconds,
    double Value
);

/// <summary>
/// Readings as a SenML pack (RFC 8428): the records <c>seq</c> and <c>boot</c> number it, then one record a value with
/// its time relative to the first instant.
/// </summary>
internal static class SenmlForm
{
    // RFC 8428 §6, table 4.
    private const int LabelBaseName = -2;
    private const int LabelBaseTime = -3;
    private const int LabelName = 0;
    private const int LabelUnit = 1;
    private const int LabelValue = 2;
    private const int LabelTime = 6;

    public static IEnumerable<SenmlRecord> Of(string device, IReadOnlyList<Reading> readings, double second)
    {
        var first = readings[0];
        // Without a clock: seconds before sending. RFC 8428 §4.5.3 reads small times as relative to now.
        var start = first.ClockMilliseconds is { } clock
            ? clock / 1000
            : -Math.Max(0, Math.Floor(second - first.Second));
        yield return new(device + ":", start, "seq", null, 0, first.Seq);
        yield return new(null, null, "boot", null, 0, first.Boot);
        foreach (var reading in readings)
        {
            var at = (MillisecondsOf(reading) - MillisecondsOf(first)) / 1000;
            if (reading.Celsius is { } celsius)
            {
                yield return new(null, null, "t", "Cel", at, celsius);
            }

            if (reading.HumidityPercent is { } humidity)
            {
                yield return new(null, null, "rh", "%RH", at, humidity);
            }

            if (reading.DoorOpen is { } open)
            {
                yield return new(null, null, "door", null, at, open ? 1 : 0);
            }

            yield return new(null, null, "bat", "%EL", at, reading.BatteryPercent);
        }
    }

    public static ReadOnlyMemory<byte> ToJson(IEnumerable<SenmlRecord> records)
    {
        var octets = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(octets);
        json.WriteStartArray();
        foreach (var record in records)
        {
            json.WriteStartObject();
            if (record.BaseName is not null)
            {
                json.WriteString("bn", record.BaseName);
            }

            if (record.BaseSeconds is { } start)
            {
                json.WriteNumber("bt", start);
            }

            json.WriteString("n", record.Name);
            if (record.Unit is not null)
            {
                json.WriteString("u", record.Unit);
            }

            if (record.Seconds != 0)
            {
                json.WriteNumber("t", record.Seconds);
            }

            json.WriteNumber("v", record.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.Flush();
        return octets.WrittenMemory;
    }

    public static ReadOnlyMemory<byte> ToCbor(IEnumerable<SenmlRecord> records)
    {
        var all = records.ToList();
        var cbor = new CborBuilder();
        cbor.Array(all.Count);
        foreach (var record in all)
        {
            Write(cbor, record);
        }

        return cbor.Octets;
    }

    private static void Write(CborBuilder cbor, SenmlRecord record)
    {
        var fields =
            2
            + (record.BaseName is null ? 0 : 1)
            + (record.BaseSeconds is null ? 0 : 1)
            + (record.Unit is null ? 0 : 1)
            + (record.Seconds == 0 ? 0 : 1);
        cbor.Map(fields);
        if (record.BaseName is not null)
        {
            cbor.Whole(LabelBaseName);
            cbor.Text(record.BaseName);
        }

        if (record.BaseSeconds is { } start)
        {
            cbor.Whole(LabelBaseTime);
            cbor.Number(start);
        }

        cbor.Whole(LabelName);
        cbor.Text(record.Name);
        if (record.Unit is not null)
        {
            cbor.Whole(LabelUnit);
            cbor.Text(record.Unit);
        }

        if (record.Seconds != 0)
        {
            cbor.Whole(LabelTime);
            cbor.Whole(record.Seconds);
        }

        cbor.Whole(LabelValue);
        cbor.Number(record.Value);
    }

    private static long MillisecondsOf(Reading reading) => reading.ClockMilliseconds ?? reading.UptimeMilliseconds;
}

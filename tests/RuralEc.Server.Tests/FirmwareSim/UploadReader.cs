using System.Formats.Cbor;
using System.Text.Json;

namespace RuralEc.Server.Tests.FirmwareSim;

/// <summary>Reads what loggers upload by their content type alone, from the tables of docs/mqtt.md and RFC 8428 §6.</summary>
internal static class UploadReader
{
    public static IEnumerable<(uint Boot, uint Seq, double? Celsius)> ReadingsOf(string contentType, byte[] payload) =>
        contentType switch
        {
            "application/json" => Object(payload),
            "application/senml+json" => Pack(RecordsOfJson(payload)),
            "application/senml+cbor" => Pack(RecordsOfCbor(payload)),
            "application/cbor" => Compact(payload),
            _ => throw new InvalidDataException($"'{contentType}' is not a content type of readings."),
        };

    private static IEnumerable<(uint, uint, double?)> Object(byte[] payload)
    {
        using var json = JsonDocument.Parse(payload);
        var message = json.RootElement;
        return
        [
            (
                message.GetProperty("b").GetUInt32(),
                message.GetProperty("s").GetUInt32(),
                message.TryGetProperty("v", out var celsius) ? celsius.GetDouble() : null
            ),
        ];
    }

    private static IEnumerable<(uint, uint, double?)> Pack(List<(string Name, double Time, double Value)> records)
    {
        var boot = (uint)records.Single(r => r.Name == "boot").Value;
        var first = (uint)records.Single(r => r.Name == "seq").Value;
        return records
            .Where(r => r.Name is not ("boot" or "seq"))
            .GroupBy(r => r.Time)
            .Select(
                (instant, index) =>
                    (
                        boot,
                        first + (uint)index,
                        instant.Where(r => r.Name == "t").Select(r => (double?)r.Value).FirstOrDefault()
                    )
            );
    }

    private static List<(string, double, double)> RecordsOfJson(byte[] payload)
    {
        using var json = JsonDocument.Parse(payload);
        return
        [
            .. json
                .RootElement.EnumerateArray()
                .Select(r =>
                    (
                        r.GetProperty("n").GetString()!,
                        r.TryGetProperty("t", out var time) ? time.GetDouble() : 0,
                        r.GetProperty("v").GetDouble()
                    )
                ),
        ];
    }

    private static List<(string, double, double)> RecordsOfCbor(byte[] payload)
    {
        const int Name = 0;
        const int Value = 2;
        const int Time = 6;
        var cbor = new CborReader(payload, CborConformanceMode.Strict);
        var records = new List<(string, double, double)>();
        for (var left = cbor.ReadStartArray()!.Value; left > 0; left--)
        {
            var (name, time, value) = ("", 0d, 0d);
            for (var fields = cbor.ReadStartMap()!.Value; fields > 0; fields--)
            {
                switch (cbor.ReadInt32())
                {
                    case Name:
                        name = cbor.ReadTextString();
                        break;
                    case Time:
                        time = Number(cbor);
                        break;
                    case Value:
                        value = Number(cbor);
                        break;
                    default:
                        cbor.SkipValue();
                        break;
                }
            }

            cbor.ReadEndMap();
            records.Add((name, time, value));
        }

        return records;
    }

    private static List<(uint, uint, double?)> Compact(byte[] payload)
    {
        var cbor = new CborReader(payload, CborConformanceMode.Strict);
        cbor.ReadStartArray();
        var (boot, first) = (cbor.ReadUInt32(), cbor.ReadUInt32());
        cbor.SkipValue();
        cbor.SkipValue();
        var readings = new List<(uint, uint, double?)>();
        for (var left = cbor.ReadStartArray()!.Value; left > 0; left--)
        {
            double? celsius = null;
            if (cbor.PeekState() == CborReaderState.Null)
            {
                cbor.ReadNull();
            }
            else
            {
                celsius = cbor.ReadInt32() / 100d;
            }

            readings.Add((boot, first + (uint)readings.Count, celsius));
        }

        return readings;
    }

    private static double Number(CborReader cbor) =>
        cbor.PeekState() is CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger
            ? cbor.ReadInt64()
            : cbor.ReadDouble();
}

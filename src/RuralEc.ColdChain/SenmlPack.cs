using System.Text.Json;

namespace RuralEc.ColdChain;

/// <summary>
/// A SenML pack in JSON (RFC 8428): base fields, relative times, units. The records <c>seq</c> and <c>boot</c> number
/// the pack's measurements: <c>seq</c> is the counter of its first instant, each later instant is one more.
/// </summary>
internal static class SenmlPack
{
    // RFC 8428 §4.5.3: smaller times are relative to now.
    private const double SmallestAbsoluteSeconds = 268_435_456;

    private static readonly string[] Known =
    [
        "bn",
        "bt",
        "bu",
        "bv",
        "bs",
        "bver",
        "n",
        "u",
        "v",
        "vs",
        "vb",
        "vd",
        "s",
        "t",
        "ut",
    ];

    public static List<Reading> Read(string device, JsonElement pack, DateTimeOffset receivedAt)
    {
        var measured = new List<(string Quantity, DateTimeOffset At, double Value)>();
        uint? boot = null;
        uint? firstSeq = null;
        string baseName = "";
        string? baseUnit = null;
        double baseTime = 0;
        double baseValue = 0;
        var index = -1;
        foreach (var record in pack.EnumerateArray())
        {
            var place = $"/{++index}";
            if (record.ValueKind != JsonValueKind.Object)
            {
                throw new RefusedException($"{place}: a SenML record is an object.");
            }

            // RFC 8428 §4.4: a reader must refuse a label ending in "_" that it does not know.
            if (
                record.EnumerateObject().FirstOrDefault(m => m.Name.EndsWith('_') && !Known.Contains(m.Name)) is
                { Value.ValueKind: not JsonValueKind.Undefined } must
            )
            {
                throw new RefusedException($"{place}/{must.Name}: this field must be understood and is not.");
            }

            baseName = Text(record, "bn", place) ?? baseName;
            baseUnit = Text(record, "bu", place) ?? baseUnit;
            baseTime = Number(record, "bt", place) ?? baseTime;
            baseValue = Number(record, "bv", place) ?? baseValue;
            var name = Text(record, "n", place) ?? "";
            var value = ValueOf(record, baseValue, place);
            if (value is null)
            {
                continue;
            }

            if (name is "seq" or "boot")
            {
                var counter = ReadingMessage.CounterOf(record.GetProperty("v"), place + "/v");
                boot = name == "boot" ? counter : boot;
                firstSeq = name == "seq" ? counter : firstSeq;
                continue;
            }

            if (name.Length == 0 && baseName.Length == 0)
            {
                throw new RefusedException($"{place}: a record needs a name.");
            }

            var unit = Text(record, "u", place) ?? baseUnit;
            var (quantity, inOurUnit) = SenmlUnits.Convert(
                name.Length == 0 ? baseName : name,
                unit,
                value.Value,
                place
            );
            var seconds = baseTime + (Number(record, "t", place) ?? 0);
            var at =
                Math.Abs(seconds) < SmallestAbsoluteSeconds
                    ? ReadingMessage.TimeOf(receivedAt.ToUnixTimeMilliseconds() + (seconds * 1000), place + "/t")
                    : ReadingMessage.TimeOf(seconds * 1000, place + "/t");
            measured.Add((quantity, at, ReadingMessage.Plausible(quantity, inOurUnit, place + "/v")));
            if (measured.Count > ReadingMessage.MaximumReadings)
            {
                throw new RefusedException($"A pack holds at most {ReadingMessage.MaximumReadings} readings.");
            }
        }

        if (measured.Count == 0)
        {
            throw new RefusedException("The pack holds no measured value.");
        }

        if (boot is null != firstSeq is null)
        {
            throw new RefusedException("boot and seq: a device that counts sends both.");
        }

        var instants = measured
            .Select(m => m.At)
            .Distinct()
            .Select((at, i) => (at, i))
            .ToDictionary(x => x.at, x => (uint)x.i);
        if (firstSeq is { } first && (ulong)first + (ulong)instants.Count > uint.MaxValue)
        {
            throw new RefusedException("seq: the counter of the pack overflows.");
        }

        return
        [
            .. measured.Select(m => new Reading(
                device,
                boot,
                firstSeq is { } seq ? seq + instants[m.At] : null,
                m.Quantity,
                m.At,
                receivedAt,
                m.Value
            )),
        ];
    }

    private static double? ValueOf(JsonElement record, double baseValue, string place)
    {
        if (Number(record, "v", place) is { } value)
        {
            return baseValue + value;
        }

        if (!record.TryGetProperty("vb", out var flag))
        {
            return null;
        }

        return flag.ValueKind switch
        {
            JsonValueKind.True => 1,
            JsonValueKind.False => 0,
            _ => throw new RefusedException($"{place}/vb: true or false is needed."),
        };
    }

    private static double? Number(JsonElement record, string field, string place) =>
        record.TryGetProperty(field, out var value) ? ReadingMessage.NumberOf(value, $"{place}/{field}") : null;

    private static string? Text(JsonElement record, string field, string place)
    {
        if (!record.TryGetProperty(field, out var value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String && value.GetString() is { Length: <= 100 } text
            ? text
            : throw new RefusedException($"{place}/{field}: a text of at most 100 characters is needed.");
    }
}

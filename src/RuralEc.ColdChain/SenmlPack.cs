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

    // RFC 8428 §4.4: the version of the format; a later one may mean anything.
    private const double Version = 10;

    public static List<Reading> Read(string device, JsonElement pack, DateTimeOffset receivedAt)
    {
        var values = new Dictionary<(string Quantity, DateTimeOffset At), double>();
        var bases = new Bases("", null, 0, 0);
        uint? boot = null;
        uint? firstSeq = null;
        foreach (var (index, record) in pack.EnumerateArray().Index())
        {
            var place = $"/{index}";
            bases = Next(bases, record, place);
            var name = Text(record, "n", place) ?? "";
            if (ValueOf(record, bases.Value, place) is not { } value)
            {
                continue;
            }

            switch (name)
            {
                case "boot":
                    boot = Counter(value, place);
                    break;
                case "seq":
                    firstSeq = Counter(value, place);
                    break;
                default:
                    Keep(values, Measured(record, name, value, bases, receivedAt, place), place);
                    break;
            }
        }

        return Numbered(device, values, boot, firstSeq, receivedAt);
    }

    private static Bases Next(Bases before, JsonElement record, string place)
    {
        if (record.ValueKind != JsonValueKind.Object)
        {
            throw new RefusedException(RefusalKind.NotReadings, $"{place}: a SenML record is an object.");
        }

        // RFC 8428 §4.4: a label ending in "_" must be understood, and none is defined.
        foreach (var field in record.EnumerateObject().Where(f => f.Name.EndsWith('_')))
        {
            throw new RefusedException(
                RefusalKind.NotReadings,
                $"{place}/{field.Name}: this field must be understood and is not."
            );
        }

        if (Number(record, "bver", place) > Version)
        {
            throw new RefusedException(RefusalKind.NotReadings, $"{place}/bver: versions up to {Version} are known.");
        }

        return new(
            Text(record, "bn", place) ?? before.Name,
            Text(record, "bu", place) ?? before.Unit,
            Number(record, "bt", place) ?? before.Seconds,
            Number(record, "bv", place) ?? before.Value
        );
    }

    private static (string Quantity, DateTimeOffset At, double Value) Measured(
        JsonElement record,
        string name,
        double value,
        Bases bases,
        DateTimeOffset receivedAt,
        string place
    )
    {
        if (name.Length == 0 && bases.Name.Length == 0)
        {
            throw new RefusedException(RefusalKind.NotReadings, $"{place}: a record needs a name.");
        }

        var unit = Text(record, "u", place) ?? bases.Unit;
        var (quantity, inOurUnit) = SenmlUnits.Convert(name.Length == 0 ? bases.Name : name, unit, value, place);
        var seconds = bases.Seconds + (Number(record, "t", place) ?? 0);
        var since = Math.Abs(seconds) < SmallestAbsoluteSeconds ? receivedAt.ToUnixTimeMilliseconds() : 0;
        var at = ReadingMessage.TimeOf(since + (seconds * 1000), place + "/t");
        return (quantity, at, ReadingMessage.Plausible(quantity, inOurUnit, place + "/v"));
    }

    private static void Keep(
        Dictionary<(string Quantity, DateTimeOffset At), double> values,
        (string Quantity, DateTimeOffset At, double Value) measured,
        string place
    )
    {
        var key = (measured.Quantity, measured.At);
        if (!values.TryAdd(key, measured.Value) && !values[key].Equals(measured.Value))
        {
            // Both would have the same number, and the second would be taken for a repetition.
            throw new RefusedException(
                RefusalKind.NotReadings,
                $"{place}: {measured.Quantity} has another value at this instant already."
            );
        }

        if (values.Count > ReadingMessage.MaximumReadings)
        {
            throw new RefusedException(
                RefusalKind.TooLarge,
                $"A pack holds at most {ReadingMessage.MaximumReadings} readings."
            );
        }
    }

    private static List<Reading> Numbered(
        string device,
        Dictionary<(string Quantity, DateTimeOffset At), double> values,
        uint? boot,
        uint? firstSeq,
        DateTimeOffset receivedAt
    )
    {
        if (values.Count == 0)
        {
            throw new RefusedException(RefusalKind.NotReadings, "The pack holds no measured value.");
        }

        if (boot is null != firstSeq is null)
        {
            throw new RefusedException(RefusalKind.NotReadings, "boot, seq: a device that counts sends both.");
        }

        var order = values.Keys.Select(k => k.At).Distinct().Index().ToDictionary(x => x.Item, x => (uint)x.Index);
        if (firstSeq > uint.MaxValue - (uint)order.Count)
        {
            throw new RefusedException(RefusalKind.OutOfRange, "seq: the counter of the pack overflows.");
        }

        return
        [
            .. values.Select(v => new Reading(
                device,
                boot,
                firstSeq + order[v.Key.At],
                v.Key.Quantity,
                v.Key.At,
                receivedAt,
                v.Value
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
            _ => throw new RefusedException(RefusalKind.NotReadings, $"{place}/vb: true or false is needed."),
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
            : throw new RefusedException(
                RefusalKind.NotReadings,
                $"{place}/{field}: a text of at most 100 characters is needed."
            );
    }

    private static uint Counter(double value, string place) =>
        value is >= 0 and <= uint.MaxValue && value == Math.Floor(value)
            ? (uint)value
            : throw new RefusedException(
                RefusalKind.OutOfRange,
                $"{place}/v: a whole number from 0 to 4294967295 is needed."
            );

    /// <summary>What earlier records said once for all that follow.</summary>
    private sealed record Bases(string Name, string? Unit, double Seconds, double Value);
}

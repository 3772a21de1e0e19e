namespace RuralEc.ColdChain;

/// <summary>
/// What a SenML pack says (RFC 8428): base fields, relative times, units. The records <c>seq</c> and <c>boot</c> number
/// the pack's measurements: <c>seq</c> is the counter of its first instant, each later instant is one more.
/// </summary>
internal static class SenmlPack
{
    // RFC 8428 §4.5.3: smaller times are relative to now.
    private const double SmallestAbsoluteSeconds = 268_435_456;

    // RFC 8428 §4.4: the version of the format; a later one may mean anything.
    private const double Version = 10;

    /// <exception cref="RefusedException">They are no pack of readings.</exception>
    public static void Read(string device, List<SenmlRecord> records, DateTimeOffset receivedAt, List<Reading> readings)
    {
        var first = readings.Count;
        var values = new Dictionary<(string Quantity, DateTimeOffset At), double>();
        var bases = new SenmlRecord();
        uint? boot = null;
        uint? firstSeq = null;
        foreach (var (index, record) in records.Index())
        {
            var place = $"/{index}";
            Follow(ref bases, record, place);
            if (ValueOf(record, bases.BaseValue ?? 0) is not { } value)
            {
                continue;
            }

            switch (record.Name)
            {
                case "boot":
                    boot = Counter(value, place);
                    break;
                case "seq":
                    firstSeq = Counter(value, place);
                    break;
                default:
                    var (quantity, at, measured) = Measured(record, value, bases, receivedAt, place);
                    if (Keep(values, quantity, at, measured, place))
                    {
                        readings.Add(new(device, null, null, quantity, at, receivedAt, measured));
                    }

                    break;
            }
        }

        Number(readings, first, boot, firstSeq);
    }

    /// <summary>What a record says once for all that follow.</summary>
    private static void Follow(ref SenmlRecord bases, in SenmlRecord record, string place)
    {
        if (record.BaseVersion > Version)
        {
            throw new RefusedException(RefusalKind.NotReadings, $"{place}/bver: versions up to {Version} are known.");
        }

        bases.BaseName = record.BaseName ?? bases.BaseName;
        bases.BaseUnit = record.BaseUnit ?? bases.BaseUnit;
        bases.BaseTime = record.BaseTime ?? bases.BaseTime;
        bases.BaseValue = record.BaseValue ?? bases.BaseValue;
    }

    private static (string Quantity, DateTimeOffset At, double Value) Measured(
        in SenmlRecord record,
        double value,
        in SenmlRecord bases,
        DateTimeOffset receivedAt,
        string place
    )
    {
        var name = string.IsNullOrEmpty(record.Name) ? bases.BaseName : record.Name;
        if (string.IsNullOrEmpty(name))
        {
            throw new RefusedException(RefusalKind.NotReadings, $"{place}: a record needs a name.");
        }

        var (quantity, inOurUnit) = SenmlUnits.Convert(name, record.Unit ?? bases.BaseUnit, value, place);
        var seconds = (bases.BaseTime ?? 0) + (record.Time ?? 0);
        var since = Math.Abs(seconds) < SmallestAbsoluteSeconds ? receivedAt.ToUnixTimeMilliseconds() : 0;
        var at = ReadingMessage.TimeOf(since + (seconds * 1000), place + "/t");
        return (quantity, at, ReadingMessage.Plausible(quantity, inOurUnit, place + "/v"));
    }

    /// <returns>False when the pack has just this already.</returns>
    private static bool Keep(
        Dictionary<(string Quantity, DateTimeOffset At), double> values,
        string quantity,
        DateTimeOffset at,
        double value,
        string place
    )
    {
        if (!values.TryAdd((quantity, at), value))
        {
            return values[(quantity, at)].Equals(value)
                ? false
                // Both would have the same number, and the second would be taken for a repetition.
                : throw new RefusedException(
                    RefusalKind.NotReadings,
                    $"{place}: {quantity} has another value at this instant already."
                );
        }

        return values.Count <= ReadingMessage.MaximumReadings
            ? true
            : throw new RefusedException(
                RefusalKind.TooLarge,
                $"A pack holds at most {ReadingMessage.MaximumReadings} readings."
            );
    }

    private static void Number(List<Reading> readings, int first, uint? boot, uint? firstSeq)
    {
        if (readings.Count == first)
        {
            throw new RefusedException(RefusalKind.NotReadings, "The pack holds no measured value.");
        }

        if (boot is null != firstSeq is null)
        {
            throw new RefusedException(RefusalKind.NotReadings, "boot, seq: a device that counts sends both.");
        }

        if (firstSeq is not { } seq)
        {
            return;
        }

        var instants = new Dictionary<DateTimeOffset, uint>();
        for (var i = first; i < readings.Count; i++)
        {
            if (!instants.TryGetValue(readings[i].MeasuredAt, out var order))
            {
                order = (uint)instants.Count;
                instants.Add(readings[i].MeasuredAt, order);
            }

            if (seq > uint.MaxValue - order - 1)
            {
                throw new RefusedException(RefusalKind.OutOfRange, "seq: the counter of the pack overflows.");
            }

            readings[i] = readings[i] with { Boot = boot, Seq = seq + order };
        }
    }

    private static double? ValueOf(in SenmlRecord record, double baseValue) =>
        record.Value is { } value ? baseValue + value
        : record.Flag is { } flag ? (flag ? 1 : 0)
        : null;

    private static uint Counter(double value, string place) =>
        value is >= 0 and <= uint.MaxValue && value == Math.Floor(value)
            ? (uint)value
            : throw new RefusedException(
                RefusalKind.OutOfRange,
                $"{place}/v: a whole number from 0 to 4294967295 is needed."
            );
}

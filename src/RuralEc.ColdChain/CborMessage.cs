using System.Formats.Cbor;

namespace RuralEc.ColdChain;

/// <summary>
/// Messages in CBOR (RFC 8949): a SenML pack (RFC 8428 §6), or the compact form of devices with little power or money for
/// data: <c>[boot, seq, t0, dt, [v0, v1, …]]</c>, times in milliseconds, values in hundredths of a °C, null where nothing
/// was measured. Both are arrays; a pack's first item is a map, the compact form's a number.
/// </summary>
internal static class CborMessage
{
    /// <exception cref="RefusedException">It is CBOR, but neither.</exception>
    /// <exception cref="CborContentException">It is no CBOR.</exception>
    public static void Read(
        string device,
        ReadOnlyMemory<byte> payload,
        DateTimeOffset receivedAt,
        List<Reading> readings
    )
    {
        var cbor = new CborReader(payload, CborConformanceMode.Strict);
        cbor.ReadStartArray();
        if (cbor.PeekState() is CborReaderState.UnsignedInteger)
        {
            ReadCompact(device, cbor, receivedAt, readings);
        }
        else
        {
            SenmlPack.Read(device, ReadRecords(cbor), receivedAt, readings);
        }

        if (cbor.BytesRemaining > 0)
        {
            throw new CborContentException("Octets follow the array.");
        }
    }

    private static void ReadCompact(string device, CborReader cbor, DateTimeOffset receivedAt, List<Reading> readings)
    {
        var boot = Counter(cbor, "/0");
        var seq = Counter(cbor, "/1");
        var start = Whole(cbor, "/2");
        var step = Whole(cbor, "/3");
        if (step < 0)
        {
            throw new RefusedException(RefusalKind.OutOfRange, "/3: the time between two values is not negative.");
        }

        if (cbor.PeekState() != CborReaderState.StartArray)
        {
            throw new RefusedException(RefusalKind.NotReadings, "/4: an array of values is needed.");
        }

        cbor.ReadStartArray();
        var first = readings.Count;
        for (var i = 0; cbor.PeekState() != CborReaderState.EndArray; i++)
        {
            var place = $"/4/{i}";
            if (i == ReadingMessage.MaximumReadings)
            {
                throw new RefusedException(
                    RefusalKind.TooLarge,
                    $"A message holds at most {ReadingMessage.MaximumReadings} readings."
                );
            }

            if (seq > uint.MaxValue - (uint)i)
            {
                throw new RefusedException(RefusalKind.OutOfRange, "/1: the counter of the pack overflows.");
            }

            if (cbor.PeekState() == CborReaderState.Null)
            {
                // Its number is used all the same.
                cbor.ReadNull();
                continue;
            }

            var celsius = Whole(cbor, place) / 100d;
            readings.Add(
                new(
                    device,
                    boot,
                    seq + (uint)i,
                    Quantities.Temperature,
                    ReadingMessage.TimeOf(start + ((double)step * i), place),
                    receivedAt,
                    ReadingMessage.Plausible(Quantities.Temperature, celsius, place)
                )
            );
        }

        cbor.ReadEndArray();
        if (cbor.PeekState() != CborReaderState.EndArray)
        {
            throw new RefusedException(RefusalKind.NotReadings, "/5: the compact form has five items.");
        }

        cbor.ReadEndArray();
        if (readings.Count == first)
        {
            throw new RefusedException(RefusalKind.NotReadings, "The message holds no measured value.");
        }
    }

    private static List<SenmlRecord> ReadRecords(CborReader cbor)
    {
        var records = new List<SenmlRecord>();
        while (cbor.PeekState() != CborReaderState.EndArray)
        {
            records.Add(Record(cbor, $"/{records.Count}"));
        }

        cbor.ReadEndArray();
        return records;
    }

    private static SenmlRecord Record(CborReader cbor, string place)
    {
        if (cbor.PeekState() != CborReaderState.StartMap)
        {
            throw new RefusedException(RefusalKind.NotReadings, $"{place}: a SenML record is a map.");
        }

        cbor.ReadStartMap();
        var record = new SenmlRecord();
        while (cbor.PeekState() != CborReaderState.EndMap)
        {
            if (cbor.PeekState() == CborReaderState.TextString)
            {
                var label = cbor.ReadTextString();
                SenmlRecord.PassOver(label, $"{place}/{label}");
                cbor.SkipValue();
            }
            else
            {
                Take(cbor, ref record, Whole(cbor, place), place);
            }
        }

        cbor.ReadEndMap();
        return record;
    }

    /// <summary>RFC 8428 §6, table 4: the labels' numbers.</summary>
    private static void Take(CborReader cbor, ref SenmlRecord record, long label, string place)
    {
        var at = $"{place}/{label}";
        switch (label)
        {
            case -1:
                record.BaseVersion = Number(cbor, at);
                break;
            case -2:
                record.BaseName = Text(cbor, at);
                break;
            case -3:
                record.BaseTime = Number(cbor, at);
                break;
            case -4:
                record.BaseUnit = Text(cbor, at);
                break;
            case -5:
                record.BaseValue = Number(cbor, at);
                break;
            case 0:
                record.Name = Text(cbor, at);
                break;
            case 1:
                record.Unit = Text(cbor, at);
                break;
            case 2:
                record.Value = Number(cbor, at);
                break;
            case 4:
                record.Flag =
                    cbor.PeekState() == CborReaderState.Boolean
                        ? cbor.ReadBoolean()
                        : throw new RefusedException(RefusalKind.NotReadings, $"{at}: true or false is needed.");
                break;
            case 6:
                record.Time = Number(cbor, at);
                break;
            default:
                cbor.SkipValue();
                break;
        }
    }

    private static double Number(CborReader cbor, string place)
    {
        var number = cbor.PeekState() switch
        {
            CborReaderState.UnsignedInteger => cbor.ReadUInt64(),
            CborReaderState.NegativeInteger => -1d - cbor.ReadCborNegativeIntegerRepresentation(),
            CborReaderState.HalfPrecisionFloat
            or CborReaderState.SinglePrecisionFloat
            or CborReaderState.DoublePrecisionFloat => cbor.ReadDouble(),
            // A decimal fraction, RFC 8949 §3.4.4.
            CborReaderState.Tag => (double)cbor.ReadDecimal(),
            _ => double.NaN,
        };
        return double.IsFinite(number)
            ? number
            : throw new RefusedException(RefusalKind.NotANumber, $"{place}: a finite number is needed.");
    }

    private static long Whole(CborReader cbor, string place) =>
        cbor.PeekState() is CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger
            ? cbor.ReadInt64()
            : throw new RefusedException(RefusalKind.NotANumber, $"{place}: a whole number is needed.");

    private static uint Counter(CborReader cbor, string place) =>
        Whole(cbor, place) is >= 0 and <= uint.MaxValue and var number
            ? (uint)number
            : throw new RefusedException(
                RefusalKind.OutOfRange,
                $"{place}: a whole number from 0 to 4294967295 is needed."
            );

    private static string Text(CborReader cbor, string place) =>
        cbor.PeekState() == CborReaderState.TextString
            ? SenmlRecord.TextOf(cbor.ReadTextString(), place)
            : throw new RefusedException(
                RefusalKind.NotReadings,
                $"{place}: a text of at most 100 characters is needed."
            );
}

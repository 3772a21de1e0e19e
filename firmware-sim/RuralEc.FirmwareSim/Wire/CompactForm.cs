using RuralEc.FirmwareSim.Model;

namespace RuralEc.FirmwareSim.Wire;

/// <summary>
/// Temperatures only, as a CBOR array of five: boot, first sequence number, time of the first (ms), interval (ms), and
/// an array of hundredths of a degree Celsius, with null where there was no value.
/// </summary>
internal static class CompactForm
{
    public static ReadOnlyMemory<byte> Of(IReadOnlyList<Reading> readings, int samplingSeconds)
    {
        var first = readings[0];
        var step = readings.Count > 1 ? MillisecondsOf(readings[1]) - MillisecondsOf(first) : samplingSeconds * 1000L;
        var cbor = new CborBuilder();
        cbor.Array(5);
        cbor.Whole(first.Boot);
        cbor.Whole(first.Seq);
        cbor.Whole(MillisecondsOf(first));
        cbor.Whole(step);
        cbor.Array(readings.Count);
        foreach (var reading in readings)
        {
            if (reading.Celsius is { } celsius)
            {
                cbor.Whole((long)Math.Round(celsius * 100));
            }
            else
            {
                cbor.Null();
            }
        }

        return cbor.Octets;
    }

    // Without a clock the time since power-up, which no server takes for a date of today.
    private static long MillisecondsOf(Reading reading) => reading.ClockMilliseconds ?? reading.UptimeMilliseconds;
}

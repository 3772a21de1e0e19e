using System.IO.Compression;

namespace RuralEc.Server.Storage.Readings;

/// <summary>
/// Many values of one series since one power-up in few octets: columns of differences, then Brotli (RFC 7932). Exact:
/// every value comes back as it was.
/// </summary>
internal static class ReadingChunk
{
    /// <summary>Values of the largest chunk; a month at five minutes is 34 of them.</summary>
    public const int MaximumValues = 512;

    private const byte Version = 1;
    private const int Quality = 5;
    private const int Window = 16;

    /// <summary>As doubles, because no power of ten holds them all.</summary>
    private const byte Unscaled = 255;

    private static readonly double[] Scales = [1, 10, 100, 1000, 10_000];

    /// <param name="values">Of one boot, in order of time.</param>
    public static byte[] ToBytes(IReadOnlyList<StoredValue> values)
    {
        using var columns = new MemoryStream();
        using var writer = new BinaryWriter(columns);
        writer.Write7BitEncodedInt(values.Count);
        writer.Write7BitEncodedInt64(values[0].Boot is { } boot ? boot + 1L : 0);
        WriteSteps(writer, values, v => v.MeasuredAt);
        WriteSteps(writer, values, v => v.Seq);
        WriteSteps(writer, values, v => v.ReceivedAt - v.MeasuredAt);
        WriteValues(writer, values);
        var plain = columns.GetBuffer().AsSpan(0, (int)columns.Length);
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(plain.Length) + 1];
        packed[0] = Version;
        return BrotliEncoder.TryCompress(plain, packed.AsSpan(1), out var length, Quality, Window)
            ? packed[..(length + 1)]
            : throw new InvalidOperationException("The chunk did not fit the room that Brotli asks for.");
    }

    /// <exception cref="InvalidDataException">These are no octets of a chunk.</exception>
    public static StoredValue[] FromBytes(byte[] packed)
    {
        if (packed is not [Version, ..])
        {
            throw new InvalidDataException("The version of a chunk of readings is not known.");
        }

        using var reader = new BinaryReader(
            new BrotliStream(new MemoryStream(packed, 1, packed.Length - 1), CompressionMode.Decompress)
        );
        var count = reader.Read7BitEncodedInt();
        var boot = reader.Read7BitEncodedInt64();
        var measured = ReadSteps(reader, count);
        var seq = ReadSteps(reader, count);
        var delay = ReadSteps(reader, count);
        var values = ReadValues(reader, count);
        var stored = new StoredValue[count];
        for (var i = 0; i < count; i++)
        {
            stored[i] = new(
                boot == 0 ? null : (uint)(boot - 1),
                (uint)seq[i],
                measured[i],
                measured[i] + delay[i],
                values[i]
            );
        }

        return stored;
    }

    // Differences of differences: what comes at regular times is a row of zeros.
    private static void WriteSteps(BinaryWriter writer, IReadOnlyList<StoredValue> values, Func<StoredValue, long> of)
    {
        var last = of(values[0]);
        long step = 0;
        writer.Write7BitEncodedInt64(ZigZag.Of(last));
        foreach (var value in values.Skip(1))
        {
            var next = of(value);
            writer.Write7BitEncodedInt64(ZigZag.Of(next - last - step));
            (last, step) = (next, next - last);
        }
    }

    private static long[] ReadSteps(BinaryReader reader, int count)
    {
        var numbers = new long[count];
        var last = numbers[0] = ZigZag.Back(reader.Read7BitEncodedInt64());
        long step = 0;
        for (var i = 1; i < count; i++)
        {
            step += ZigZag.Back(reader.Read7BitEncodedInt64());
            numbers[i] = last += step;
        }

        return numbers;
    }

    private static void WriteValues(BinaryWriter writer, IReadOnlyList<StoredValue> values)
    {
        var scale = Array.FindIndex(Scales, s => values.All(v => IsWhole(v.Value, s)));
        writer.Write(scale < 0 ? Unscaled : (byte)scale);
        long last = 0;
        foreach (var value in values)
        {
            if (scale < 0)
            {
                writer.Write(value.Value);
                continue;
            }

            var next = (long)Math.Round(value.Value * Scales[scale]);
            writer.Write7BitEncodedInt64(ZigZag.Of(next - last));
            last = next;
        }
    }

    private static double[] ReadValues(BinaryReader reader, int count)
    {
        var scale = reader.ReadByte();
        var values = new double[count];
        long last = 0;
        for (var i = 0; i < count; i++)
        {
            values[i] =
                scale == Unscaled
                    ? reader.ReadDouble()
                    : (last += ZigZag.Back(reader.Read7BitEncodedInt64())) / Scales[scale];
        }

        return values;
    }

    /// <summary>Scaled, rounded and scaled back it is bit for bit itself; a negative zero is not.</summary>
    private static bool IsWhole(double value, double scale) =>
        Math.Abs(value) < 1e12
        && BitConverter.DoubleToInt64Bits((long)Math.Round(value * scale) / scale)
            == BitConverter.DoubleToInt64Bits(value);
}

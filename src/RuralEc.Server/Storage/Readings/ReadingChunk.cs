using System.Buffers.Binary;
using System.IO.Compression;

namespace RuralEc.Server.Storage.Readings;

/// <summary>
/// Many values of one series since one power-up in few octets: columns of what no rule foretells, then Brotli (RFC 7932).
/// Exact: every value comes back as it was.
/// </summary>
internal static class ReadingChunk
{
    /// <summary>Values of the largest chunk: whoever asks for one unpacks it.</summary>
    public const int MaximumValues = 1024;

    private const byte Version = 2;

    /// <summary>Version and length of the plain octets, before their Brotli.</summary>
    private const int Head = 1 + sizeof(int);
    private const int Quality = 5;
    private const int Window = 16;

    /// <summary>As doubles, because no power of ten holds them all.</summary>
    private const byte Unscaled = 255;

    private static readonly double[] Scales = [1, 10, 100, 1000, 10_000];

    /// <param name="values">Of one boot, in order of time; at least one.</param>
    public static byte[] ToBytes(IReadOnlyList<StoredValue> values)
    {
        var plain = new PlainWriter(values.Count * 12);
        var column = new long[values.Count];
        plain.Number(values.Count);
        plain.Number(values[0].Boot is { } boot ? boot + 1L : 0);
        Write(v => v.MeasuredAt);
        Write(v => v.Seq);
        Write(v => v.ReceivedAt - v.MeasuredAt);
        var scale = Array.FindIndex(Scales, s => values.All(v => IsWhole(v.Value, s)));
        plain.Octet(scale < 0 ? Unscaled : (byte)scale);
        Write(
            scale < 0 ? v => BitConverter.DoubleToInt64Bits(v.Value) : v => (long)Math.Round(v.Value * Scales[scale])
        );
        return Compressed(plain.Written);

        void Write(Func<StoredValue, long> of)
        {
            for (var i = 0; i < column.Length; i++)
            {
                column[i] = of(values[i]);
            }

            ChunkColumn.Write(plain, column);
        }
    }

    /// <exception cref="InvalidDataException">These are no octets of a chunk.</exception>
    public static StoredValue[] FromBytes(byte[] packed)
    {
        if (packed is [FirstReadingChunk.Version, ..])
        {
            return FirstReadingChunk.FromBytes(packed);
        }

        var plain = new PlainReader(Decompressed(packed));
        var count = (int)plain.Number();
        var boot = plain.Number();
        var measured = ChunkColumn.Read(ref plain, count);
        var seq = ChunkColumn.Read(ref plain, count);
        var delay = ChunkColumn.Read(ref plain, count);
        var scale = plain.Octet();
        var values = ChunkColumn.Read(ref plain, count);
        var stored = new StoredValue[count];
        for (var i = 0; i < count; i++)
        {
            stored[i] = new(
                boot == 0 ? null : (uint)(boot - 1),
                (uint)seq[i],
                measured[i],
                measured[i] + delay[i],
                scale == Unscaled ? BitConverter.Int64BitsToDouble(values[i]) : values[i] / Scales[scale]
            );
        }

        return stored;
    }

    private static byte[] Compressed(ReadOnlySpan<byte> plain)
    {
        var packed = new byte[Head + BrotliEncoder.GetMaxCompressedLength(plain.Length)];
        packed[0] = Version;
        BinaryPrimitives.WriteInt32LittleEndian(packed.AsSpan(1), plain.Length);
        return BrotliEncoder.TryCompress(plain, packed.AsSpan(Head), out var length, Quality, Window)
            ? packed[..(Head + length)]
            : throw new InvalidOperationException("The chunk did not fit the room that Brotli asks for.");
    }

    private static byte[] Decompressed(byte[] packed)
    {
        if (packed is not [Version, _, _, _, _, ..])
        {
            throw new InvalidDataException("The version of a chunk of readings is not known.");
        }

        var plain = new byte[BinaryPrimitives.ReadInt32LittleEndian(packed.AsSpan(1))];
        return BrotliDecoder.TryDecompress(packed.AsSpan(Head), plain, out var length) && length == plain.Length
            ? plain
            : throw new InvalidDataException("A chunk of readings cannot be unpacked.");
    }

    /// <summary>Scaled, rounded and scaled back it is bit for bit itself; a negative zero is not.</summary>
    private static bool IsWhole(double value, double scale) =>
        Math.Abs(value) < 1e12
        && BitConverter.DoubleToInt64Bits((long)Math.Round(value * scale) / scale)
            == BitConverter.DoubleToInt64Bits(value);
}

using System.IO.Compression;

namespace RuralEc.Server.Storage.Readings;

/// <summary>Chunks as earlier versions wrote them; they stay as they are until their readings are packed again.</summary>
internal static class FirstReadingChunk
{
    public const byte Version = 1;

    /// <summary>As doubles, because no power of ten holds them all.</summary>
    private const byte Unscaled = 255;

    private static readonly double[] Scales = [1, 10, 100, 1000, 10_000];

    public static StoredValue[] FromBytes(byte[] packed)
    {
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
}

using RuralEc.ColdChain;

namespace RuralEc.Server.Storage.Readings;

/// <summary>
/// The octets of one commit's readings, complete in themselves: names once each, then times as differences from the
/// reading before. Appending them is all that a commit costs.
/// </summary>
internal static class ReadingJournal
{
    private const byte Version = 1;

    public static byte[] ToBytes(IReadOnlyList<Reading> readings)
    {
        using var bytes = new MemoryStream(32 + (readings.Count * 24));
        using var writer = new BinaryWriter(bytes);
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        writer.Write(Version);
        writer.Write7BitEncodedInt(readings.Count);
        long time = 0;
        string? device = null;
        foreach (var reading in readings)
        {
            if (ReferenceEquals(device, reading.Device))
            {
                // The device before again: most commits hold several readings of each.
                writer.Write7BitEncodedInt(0);
            }
            else
            {
                WriteName(writer, names, device = reading.Device);
            }

            WriteName(writer, names, reading.Quantity);
            var (measured, received) = (
                reading.MeasuredAt.ToUnixTimeMilliseconds(),
                reading.ReceivedAt.ToUnixTimeMilliseconds()
            );
            writer.Write7BitEncodedInt64(ZigZag.Of(measured - time));
            writer.Write7BitEncodedInt64(ZigZag.Of(received - measured));
            time = measured;
            writer.Write7BitEncodedInt64(reading.Boot is { } boot ? boot + 1L : 0);
            if (reading.Boot is not null)
            {
                writer.Write7BitEncodedInt64(reading.Seq!.Value);
            }

            writer.Write(reading.Value);
        }

        return bytes.ToArray();
    }

    /// <exception cref="InvalidDataException">These are no octets of this journal.</exception>
    public static List<Reading> FromBytes(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        if (reader.ReadByte() is var version && version != Version)
        {
            throw new InvalidDataException($"Version {version} of the journal of readings is not known.");
        }

        var readings = new List<Reading>(reader.Read7BitEncodedInt());
        var names = new List<string>();
        long time = 0;
        var device = "";
        while (readings.Count < readings.Capacity)
        {
            device = ReadName(reader, names) ?? device;
            var quantity = ReadName(reader, names)!;
            time += ZigZag.Back(reader.Read7BitEncodedInt64());
            var received = time + ZigZag.Back(reader.Read7BitEncodedInt64());
            var boot = reader.Read7BitEncodedInt64();
            readings.Add(
                new(
                    device,
                    boot == 0 ? null : (uint)(boot - 1),
                    boot == 0 ? null : (uint)reader.Read7BitEncodedInt64(),
                    quantity,
                    DateTimeOffset.FromUnixTimeMilliseconds(time),
                    DateTimeOffset.FromUnixTimeMilliseconds(received),
                    reader.ReadDouble()
                )
            );
        }

        return readings;
    }

    // 1 announces a new name, from 2 on are those before.
    private static void WriteName(BinaryWriter writer, Dictionary<string, int> names, string name)
    {
        if (names.TryGetValue(name, out var number))
        {
            writer.Write7BitEncodedInt(number);
            return;
        }

        names.Add(name, names.Count + 2);
        writer.Write7BitEncodedInt(1);
        writer.Write(name);
    }

    private static string? ReadName(BinaryReader reader, List<string> names)
    {
        switch (reader.Read7BitEncodedInt())
        {
            case 0:
                return null;
            case 1:
                names.Add(reader.ReadString());
                return names[^1];
            case var number:
                return names[number - 2];
        }
    }
}

/// <summary>Small numbers of either sign as small numbers.</summary>
internal static class ZigZag
{
    public static long Of(long value) => (value << 1) ^ (value >> 63);

    public static long Back(long value) => (value >>> 1) ^ -(value & 1);
}

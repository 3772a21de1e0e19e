using Microsoft.Data.Sqlite;

namespace RuralEc.Server.Storage.Readings;

/// <summary>The oldest values of a series in memory as chunks, ready to be written.</summary>
/// <param name="Count">How many values of the series these are.</param>
/// <param name="Replaces">The series' last chunk in the file, which had room and is in these; or null.</param>
internal sealed record SeriesChunks(
    HotDevice Device,
    HotSeries Series,
    int Count,
    long? Replaces,
    IReadOnlyList<(StoredValue[] Values, byte[] Data)> Chunks
)
{
    // Octets of a chunk of which two, with their columns, fill a page of 4096: a little more would leave half of it empty.
    private const int HalfPage = 1984;

    // Fewer than this make too much of a chunk's own octets.
    private const int FewestValues = 64;

    // A clock that jumped must not make a chunk that stands in the way of every window.
    private static readonly long LongestPause = (long)TimeSpan.FromDays(7).TotalMilliseconds;

    /// <summary>The latest time in them.</summary>
    public long Until => Chunks.Max(c => c.Values[^1].MeasuredAt);

    public static SeriesChunks Of(SqliteConnection file, HotDevice device, HotSeries series, int count)
    {
        var values = series.First(count);
        long? replaces = null;
        if (device.Row is { } row && LastWithRoom(file, row, series.Quantity) is var (id, before))
        {
            if (values.Exists(v => v.Boot == before[0].Boot))
            {
                replaces = id;
                values.AddRange(before);
            }
        }

        return new(
            device,
            series,
            count,
            replaces,
            [
                .. values
                    .GroupBy(v => v.Boot)
                    .SelectMany(boot => Split([.. boot.OrderBy(v => v.MeasuredAt).ThenBy(v => v.Seq)])),
            ]
        );
    }

    /// <exception cref="InvalidDataException">What was read back is not what was written.</exception>
    public void Write(SqliteConnection file, long device)
    {
        var quantity = QuantityRow(file);
        if (Replaces is { } old)
        {
            file.Execute("DELETE FROM chunks WHERE id = $id", ("$id", old));
        }

        // The first takes the place of the one it replaces, so that no page is left half empty.
        var place = Replaces;
        foreach (var (values, data) in Chunks)
        {
            PackedReadings.Insert(file, place, device, quantity, values, data);
            place = null;
        }

        foreach (var (boot, numbers) in Series.AllNumbers())
        {
            file.Execute(
                """
                INSERT INTO numbers (device, boot, quantity, ranges) VALUES ($device, $boot, $quantity, $ranges)
                ON CONFLICT (device, boot, quantity) DO UPDATE SET ranges = $ranges
                """,
                ("$device", device),
                ("$boot", boot),
                ("$quantity", quantity),
                ("$ranges", numbers.ToBytes())
            );
        }
    }

    /// <summary>The last chunk, where it has room: rare readings fill it up rather than make many small chunks.</summary>
    private static (long Id, StoredValue[] Values)? LastWithRoom(SqliteConnection file, long device, string quantity)
    {
        using var select = file.Statement(
            """
            SELECT id, data FROM chunks
            WHERE device = $device AND quantity = (SELECT id FROM quantities WHERE name = $quantity)
            ORDER BY from_at DESC LIMIT 1
            """,
            ("$device", device),
            ("$quantity", quantity)
        );
        using var row = select.ExecuteReader();
        if (!row.Read())
        {
            return null;
        }

        var data = row.GetFieldValue<byte[]>(1);
        return ReadingChunk.FromBytes(data) is var values && HasRoom(values, data) ? (row.GetInt64(0), values) : null;
    }

    private static bool HasRoom(StoredValue[] values, byte[] data) =>
        data.Length < HalfPage * 7 / 8 && values.Length < ReadingChunk.MaximumValues * 7 / 8;

    private static IEnumerable<(StoredValue[] Values, byte[] Data)> Split(StoredValue[] values)
    {
        var guess = ReadingChunk.MaximumValues / 2;
        for (var start = 0; start < values.Length; )
        {
            var chunk = Chunk(values.AsSpan(start, RunFrom(values, start)), guess);
            yield return chunk;
            start += chunk.Values.Length;
            guess = Fitting(chunk);
        }
    }

    /// <summary>How many values from here on may be one chunk: without a long pause, and no more than the most.</summary>
    private static int RunFrom(StoredValue[] values, int start)
    {
        var end = start + 1;
        while (
            end < values.Length
            && end - start < ReadingChunk.MaximumValues
            && values[end].MeasuredAt - values[end - 1].MeasuredAt <= LongestPause
        )
        {
            end++;
        }

        return end - start;
    }

    /// <summary>A chunk of the first values, as many as half a page holds.</summary>
    private static (StoredValue[] Values, byte[] Data) Chunk(ReadOnlySpan<StoredValue> run, int guess)
    {
        var chunk = Packed(run[..Math.Min(guess, run.Length)]);
        if (chunk.Values.Length < run.Length && HasRoom(chunk.Values, chunk.Data))
        {
            chunk = Packed(run[..Math.Min(Fitting(chunk), run.Length)]);
        }

        while (chunk.Data.Length > HalfPage && chunk.Values.Length > FewestValues)
        {
            chunk = Packed(run[..Math.Max(FewestValues, Math.Min(Fitting(chunk), chunk.Values.Length - 1))]);
        }

        return chunk;

        static (StoredValue[] Values, byte[] Data) Packed(ReadOnlySpan<StoredValue> values)
        {
            var own = values.ToArray();
            return (own, ReadingChunk.ToBytes(own));
        }
    }

    /// <summary>How many values like these take just less than half a page.</summary>
    private static int Fitting((StoredValue[] Values, byte[] Data) chunk) =>
        Math.Clamp(
            chunk.Values.Length * HalfPage * 31 / 32 / chunk.Data.Length,
            FewestValues,
            ReadingChunk.MaximumValues
        );

    private long QuantityRow(SqliteConnection file)
    {
        file.Execute("INSERT INTO quantities (name) VALUES ($name) ON CONFLICT DO NOTHING", ("$name", Series.Quantity));
        return (long)file.Scalar("SELECT id FROM quantities WHERE name = $name", ("$name", Series.Quantity))!;
    }
}

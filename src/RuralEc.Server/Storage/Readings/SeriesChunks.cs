using Microsoft.Data.Sqlite;

namespace RuralEc.Server.Storage.Readings;

/// <summary>The oldest values of a series in memory as chunks, ready to be written.</summary>
/// <param name="Count">How many values of the series these are.</param>
/// <param name="Replaces">The series' last chunk in the file, which was not full and is in these; or null.</param>
internal sealed record SeriesChunks(
    HotDevice Device,
    HotSeries Series,
    int Count,
    long? Replaces,
    IReadOnlyList<(StoredValue[] Values, byte[] Data)> Chunks
)
{
    // Below this a chunk is filled up rather than left, so that rare readings do not make many small chunks.
    private const int HalfFull = ReadingChunk.MaximumValues / 2;

    // A clock that jumped must not make a chunk that stands in the way of every window.
    private static readonly long LongestPause = (long)TimeSpan.FromDays(7).TotalMilliseconds;

    /// <summary>The latest time in them.</summary>
    public long Until => Chunks.Max(c => c.Values[^1].MeasuredAt);

    public static SeriesChunks Of(SqliteConnection file, HotDevice device, HotSeries series, int count)
    {
        var values = series.First(count);
        long? replaces = null;
        if (device.Row is { } row && LastHalfFull(file, row, series.Quantity) is var (id, before))
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
                    .SelectMany(boot => Split([.. boot.OrderBy(v => v.MeasuredAt).ThenBy(v => v.Seq)]))
                    .Select(chunk => (chunk, ReadingChunk.ToBytes(chunk))),
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

        foreach (var (values, data) in Chunks)
        {
            PackedReadings.Insert(file, device, quantity, values, data);
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

    private static (long Id, StoredValue[] Values)? LastHalfFull(SqliteConnection file, long device, string quantity)
    {
        using var select = file.Statement(
            """
            SELECT id, data, count FROM chunks
            WHERE device = $device AND quantity = (SELECT id FROM quantities WHERE name = $quantity)
            ORDER BY from_at DESC LIMIT 1
            """,
            ("$device", device),
            ("$quantity", quantity)
        );
        using var row = select.ExecuteReader();
        return row.Read() && row.GetInt32(2) < HalfFull
            ? (row.GetInt64(0), ReadingChunk.FromBytes(row.GetFieldValue<byte[]>(1)))
            : null;
    }

    private static IEnumerable<StoredValue[]> Split(StoredValue[] values)
    {
        var start = 0;
        for (var i = 1; i <= values.Length; i++)
        {
            if (
                i == values.Length
                || i - start == ReadingChunk.MaximumValues
                || values[i].MeasuredAt - values[i - 1].MeasuredAt > LongestPause
            )
            {
                yield return values[start..i];
                start = i;
            }
        }
    }

    private long QuantityRow(SqliteConnection file)
    {
        file.Execute("INSERT INTO quantities (name) VALUES ($name) ON CONFLICT DO NOTHING", ("$name", Series.Quantity));
        return (long)file.Scalar("SELECT id FROM quantities WHERE name = $name", ("$name", Series.Quantity))!;
    }
}

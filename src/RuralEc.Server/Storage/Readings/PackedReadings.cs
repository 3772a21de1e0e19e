using Microsoft.Data.Sqlite;

namespace RuralEc.Server.Storage.Readings;

/// <summary>Looks into the packed part of the file, on the connection it is given.</summary>
internal static class PackedReadings
{
    private const string OfSeries =
        "device = $device AND quantity = (SELECT id FROM quantities WHERE name = $quantity)";

    /// <summary>Names of the quantities of which a device has packed values.</summary>
    public static List<string> Quantities(SqliteConnection file, long device)
    {
        using var select = file.Statement(
            "SELECT name FROM quantities WHERE EXISTS (SELECT 1 FROM chunks WHERE device = $device AND quantity = quantities.id)",
            ("$device", device)
        );
        using var row = select.ExecuteReader();
        var quantities = new List<string>();
        while (row.Read())
        {
            quantities.Add(row.GetString(0));
        }

        return quantities;
    }

    /// <summary>Writes a chunk and reads it back.</summary>
    /// <param name="place">The row of a chunk that was deleted, to take its place; null for a new one.</param>
    /// <exception cref="InvalidDataException">What was read back is not what was written.</exception>
    public static void Insert(
        SqliteConnection file,
        long? place,
        long device,
        long quantity,
        StoredValue[] values,
        byte[] data
    )
    {
        var id = file.Scalar(
            """
            INSERT INTO chunks (id, device, quantity, boot, first_seq, last_seq, from_at, to_at, count, data)
            VALUES ($id, $device, $quantity, $boot, $first, $last, $from, $to, $count, $data) RETURNING id
            """,
            ("$id", place),
            ("$device", device),
            ("$quantity", quantity),
            ("$boot", values[0].Boot),
            ("$first", values.Min(v => v.Seq)),
            ("$last", values.Max(v => v.Seq)),
            ("$from", values[0].MeasuredAt),
            ("$to", values[^1].MeasuredAt),
            ("$count", values.Length),
            ("$data", data)
        );
        if (
            file.Scalar("SELECT data FROM chunks WHERE id = $id", ("$id", id)) is not byte[] stored
            || !ReadingChunk.FromBytes(stored).AsSpan().SequenceEqual(values)
        )
        {
            throw new InvalidDataException("A chunk of readings reads back differently; nothing has changed.");
        }
    }

    /// <summary>The value that has this number; null where none has, or its raw value has been removed.</summary>
    public static StoredValue? Find(SqliteConnection file, long device, string quantity, uint boot, uint seq)
    {
        using var select = file.Statement(
            $"""
            SELECT data FROM chunks WHERE {OfSeries} AND boot = $boot AND first_seq <= $seq AND last_seq >= $seq
            """,
            ("$device", device),
            ("$quantity", quantity),
            ("$boot", boot),
            ("$seq", seq)
        );
        using var row = select.ExecuteReader();
        while (row.Read())
        {
            foreach (var value in ReadingChunk.FromBytes(row.GetFieldValue<byte[]>(0)))
            {
                if (value.Seq == seq)
                {
                    return value;
                }
            }
        }

        return null;
    }

    /// <summary>A device that does not count has sent just this.</summary>
    public static bool HasUncounted(SqliteConnection file, long device, string quantity, long at, double value)
    {
        using var select = file.Statement(
            $"SELECT data FROM chunks WHERE {OfSeries} AND boot IS NULL AND from_at <= $at AND to_at >= $at",
            ("$device", device),
            ("$quantity", quantity),
            ("$at", at)
        );
        using var row = select.ExecuteReader();
        while (row.Read())
        {
            if (
                ReadingChunk
                    .FromBytes(row.GetFieldValue<byte[]>(0))
                    .Any(v => v.MeasuredAt == at && v.Value.Equals(value))
            )
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The latest time of a series, Unix milliseconds; null where nothing is packed.</summary>
    public static long? Until(SqliteConnection file, long device, string quantity) =>
        (long?)
            file.Scalar(
                $"SELECT max(to_at) FROM chunks WHERE {OfSeries}",
                ("$device", device),
                ("$quantity", quantity)
            );

    public static NumberRanges? Numbers(SqliteConnection file, long device, uint boot, string quantity) =>
        file.Scalar(
            $"SELECT ranges FROM numbers WHERE {OfSeries} AND boot = $boot",
            ("$device", device),
            ("$quantity", quantity),
            ("$boot", boot)
        )
            is byte[] ranges
            ? NumberRanges.FromBytes(ranges)
            : null;

    /// <summary>Values of a window in order of their chunks; no more chunks are read than <paramref name="take"/> needs.</summary>
    public static List<StoredValue> Between(
        SqliteConnection file,
        long device,
        string quantity,
        long from,
        long to,
        int take
    )
    {
        using var select = file.Statement(
            $"""
            SELECT from_at, data FROM chunks
            WHERE {OfSeries} AND from_at < $to AND to_at >= $from ORDER BY from_at
            """,
            ("$device", device),
            ("$quantity", quantity),
            ("$from", from),
            ("$to", to)
        );
        using var row = select.ExecuteReader();
        var values = new List<StoredValue>();
        while (row.Read())
        {
            // Whatever follows is later than so many.
            var next = row.GetInt64(0);
            if (values.Count >= take && values.Count(v => v.MeasuredAt < next) >= take)
            {
                break;
            }

            values.AddRange(
                ReadingChunk
                    .FromBytes(row.GetFieldValue<byte[]>(1))
                    .Where(v => v.MeasuredAt >= from && v.MeasuredAt < to)
            );
        }

        return values;
    }

    /// <summary>The value with the latest time not after <paramref name="until"/>.</summary>
    public static StoredValue? Last(SqliteConnection file, long device, string quantity, long until)
    {
        using var select = file.Statement(
            $"""
            SELECT min(to_at, $until) AS latest, data FROM chunks
            WHERE {OfSeries} AND from_at <= $until ORDER BY latest DESC
            """,
            ("$device", device),
            ("$quantity", quantity),
            ("$until", until)
        );
        using var row = select.ExecuteReader();
        StoredValue? last = null;
        while (row.Read() && (last is not { } best || best.MeasuredAt < row.GetInt64(0)))
        {
            foreach (var value in ReadingChunk.FromBytes(row.GetFieldValue<byte[]>(1)))
            {
                if (value.MeasuredAt <= until && (last is not { } before || before.MeasuredAt <= value.MeasuredAt))
                {
                    last = value;
                }
            }
        }

        return last;
    }
}

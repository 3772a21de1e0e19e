using Npgsql;
using NpgsqlTypes;
using RuralEc.ColdChain;

namespace RuralEc.Server.Storage.Readings;

/// <summary>
/// One commit into PostgreSQL. It holds the rows of the numbers it adds to from before it asks them to its end, in one
/// order for all servers, so that two of them with the same readings store them once and never wait for each other in a
/// circle. What is new then goes in by COPY.
/// </summary>
internal sealed class PostgresCommit(NpgsqlConnection writer, PostgresSeries known, IReadOnlyList<Entry> entries)
{
    private readonly SeriesKey[] _keys = [.. entries.Select(e => e.Key).Distinct()];
    private readonly List<Entry> _fresh = [];
    private readonly List<Entry> _repeated = [];

    /// <summary>To be called in a transaction, which the caller ends.</summary>
    /// <returns>Readings whose number another one has.</returns>
    public async Task<List<DeadLetter>> AddAsync(CancellationToken ct)
    {
        var numbers = await LockAsync(ct);
        var stored = await StoredUncountedAsync([.. entries.Where(e => e.Reading.Boot is null)], ct);
        foreach (var entry in entries)
        {
            var isNew = entry.Reading.Boot is null
                ? stored.Add((entry.Key.Series, entry.At, entry.Reading.Value))
                : numbers[entry.Key].Add(entry.Reading.Seq!.Value);
            (isNew ? _fresh : _repeated).Add(entry);
        }

        if (_fresh.Count > 0)
        {
            await CopyAsync(ct);
            await KeepAsync(numbers, ct);
        }

        return await ReusedAsync(ct);
    }

    /// <summary>The transaction is committed.</summary>
    public void Committed() => known.Learn(_keys);

    private async Task<Dictionary<SeriesKey, NumberRanges>> LockAsync(CancellationToken ct)
    {
        var missing = Array.FindAll(_keys, k => !known.Has(k));
        if (missing.Length > 0)
        {
            await using var insert = new NpgsqlCommand(
                """
                INSERT INTO reading_numbers (series, boot, ranges)
                SELECT series, boot, ''::bytea FROM unnest($1::integer[], $2::bigint[]) AS given (series, boot)
                ORDER BY series, boot ON CONFLICT DO NOTHING
                """,
                writer
            );
            Add(insert, missing);
            await insert.ExecuteNonQueryAsync(ct);
        }

        await using var select = new NpgsqlCommand(
            """
            SELECT series, boot, ranges FROM reading_numbers
            JOIN unnest($1::integer[], $2::bigint[]) AS given (series, boot) USING (series, boot)
            ORDER BY series, boot FOR UPDATE OF reading_numbers
            """,
            writer
        );
        Add(select, _keys);
        await using var row = await select.ExecuteReaderAsync(ct);
        var numbers = new Dictionary<SeriesKey, NumberRanges>(_keys.Length);
        while (await row.ReadAsync(ct))
        {
            numbers.Add(new(row.GetInt32(0), row.GetInt64(1)), NumberRanges.FromBytes(row.GetFieldValue<byte[]>(2)));
        }

        return numbers;
    }

    private async Task<HashSet<(int Series, DateTimeOffset At, double Value)>> StoredUncountedAsync(
        Entry[] entries,
        CancellationToken ct
    )
    {
        if (entries.Length == 0)
        {
            return [];
        }

        await using var select = new NpgsqlCommand(
            """
            SELECT series, measured_at, value
            FROM unnest($1::integer[], $2::timestamptz[], $3::float8[]) AS given (series, measured_at, value)
            JOIN readings USING (series, measured_at, value) WHERE boot IS NULL
            """,
            writer
        );
        select.Parameters.Add(new() { Value = Array.ConvertAll(entries, e => e.Key.Series) });
        select.Parameters.Add(new() { Value = Array.ConvertAll(entries, e => e.At) });
        select.Parameters.Add(new() { Value = Array.ConvertAll(entries, e => e.Reading.Value) });
        await using var row = await select.ExecuteReaderAsync(ct);
        var stored = new HashSet<(int, DateTimeOffset, double)>();
        while (await row.ReadAsync(ct))
        {
            stored.Add((row.GetInt32(0), row.GetFieldValue<DateTimeOffset>(1), row.GetDouble(2)));
        }

        return stored;
    }

    private async Task CopyAsync(CancellationToken ct)
    {
        await using var copy = await writer.BeginBinaryImportAsync(
            "COPY readings (series, boot, seq, measured_at, received_at, value) FROM STDIN (FORMAT BINARY)",
            ct
        );
        foreach (var (key, at, reading) in _fresh)
        {
            await copy.StartRowAsync(ct);
            await copy.WriteAsync(key.Series, NpgsqlDbType.Integer, ct);
            if (reading.Boot is { } boot)
            {
                await copy.WriteAsync((long)boot, NpgsqlDbType.Bigint, ct);
                await copy.WriteAsync((long)reading.Seq!.Value, NpgsqlDbType.Bigint, ct);
            }
            else
            {
                await copy.WriteNullAsync(ct);
                await copy.WriteNullAsync(ct);
            }

            await copy.WriteAsync(at.UtcDateTime, NpgsqlDbType.TimestampTz, ct);
            await copy.WriteAsync(Entry.Kept(reading.ReceivedAt).UtcDateTime, NpgsqlDbType.TimestampTz, ct);
            await copy.WriteAsync(reading.Value, NpgsqlDbType.Double, ct);
        }

        await copy.CompleteAsync(ct);
    }

    private async Task KeepAsync(Dictionary<SeriesKey, NumberRanges> numbers, CancellationToken ct)
    {
        SeriesKey[] changed = [.. _fresh.Select(e => e.Key).Where(k => k.Boot != PostgresSchema.Uncounted).Distinct()];
        if (changed.Length == 0)
        {
            return;
        }

        await using var update = new NpgsqlCommand(
            """
            UPDATE reading_numbers SET ranges = given.ranges
            FROM unnest($1::integer[], $2::bigint[], $3::bytea[]) AS given (series, boot, ranges)
            WHERE reading_numbers.series = given.series AND reading_numbers.boot = given.boot
            """,
            writer
        );
        Add(update, changed);
        update.Parameters.Add(new() { Value = Array.ConvertAll(changed, k => numbers[k].ToBytes()) });
        await update.ExecuteNonQueryAsync(ct);
    }

    private async Task<List<DeadLetter>> ReusedAsync(CancellationToken ct)
    {
        Entry[] given = [.. _repeated.Where(e => e.Reading.Boot is not null)];
        if (given.Length == 0)
        {
            return [];
        }

        // A number that comes again a day later was given anew, even where the value happens to be the same.
        await using var select = new NpgsqlCommand(
            """
            SELECT given.place, stored.value
            FROM ROWS FROM (
                unnest($1::integer[], $2::bigint[], $3::bigint[], $4::timestamptz[], $5::float8[])
            ) WITH ORDINALITY AS given (series, boot, seq, measured_at, value, place)
            JOIN readings AS stored USING (series, boot, seq)
            WHERE stored.value <> given.value
                OR abs(extract(epoch FROM stored.measured_at - given.measured_at)) > 86400
            ORDER BY given.place
            """,
            writer
        );
        Add(select, Array.ConvertAll(given, e => e.Key));
        select.Parameters.Add(new() { Value = Array.ConvertAll(given, e => (long)e.Reading.Seq!.Value) });
        select.Parameters.Add(new() { Value = Array.ConvertAll(given, e => e.At) });
        select.Parameters.Add(new() { Value = Array.ConvertAll(given, e => e.Reading.Value) });
        await using var row = await select.ExecuteReaderAsync(ct);
        var reused = new List<DeadLetter>();
        while (await row.ReadAsync(ct))
        {
            reused.Add(DeadLetter.OfReused(given[row.GetInt64(0) - 1].Reading, row.GetDouble(1)));
        }

        return reused;
    }

    private static void Add(NpgsqlCommand command, SeriesKey[] keys)
    {
        command.Parameters.Add(new() { Value = Array.ConvertAll(keys, k => k.Series) });
        command.Parameters.Add(new() { Value = Array.ConvertAll(keys, k => k.Boot) });
    }
}

/// <summary>The numbers of one boot of a series; <see cref="PostgresSchema.Uncounted"/> where the device does not count.</summary>
internal readonly record struct SeriesKey(int Series, long Boot);

/// <summary>A reading on its way into the tables.</summary>
/// <param name="At">When it was measured, as it is kept.</param>
internal readonly record struct Entry(SeriesKey Key, DateTimeOffset At, Reading Reading)
{
    /// <summary>UTC, cut to the milliseconds that both databases keep.</summary>
    public static DateTimeOffset Kept(DateTimeOffset time) =>
        DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
}

using Microsoft.Data.Sqlite;
using RuralEc.ColdChain;

namespace RuralEc.Server.Storage;

/// <summary>
/// Readings in a SQLite file of their own, so that a burst of them never delays a record. One writer; readers see the
/// last commit (WAL).
/// </summary>
internal sealed class SqliteReadingStore(string file) : IReadingStore, IDisposable
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS readings (
            id INTEGER PRIMARY KEY,
            device TEXT NOT NULL,
            quantity TEXT NOT NULL,
            boot INTEGER,
            seq INTEGER,
            measured_at INTEGER NOT NULL,
            received_at INTEGER NOT NULL,
            value REAL NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX IF NOT EXISTS readings_counted ON readings (device, boot, seq, quantity)
            WHERE boot IS NOT NULL;
        CREATE UNIQUE INDEX IF NOT EXISTS readings_uncounted ON readings (device, quantity, measured_at, value)
            WHERE boot IS NULL;
        CREATE INDEX IF NOT EXISTS readings_by_time ON readings (device, measured_at, quantity);
        CREATE TABLE IF NOT EXISTS dead_letters (
            id INTEGER PRIMARY KEY,
            device TEXT NOT NULL,
            received_at INTEGER NOT NULL,
            kind TEXT NOT NULL,
            detail TEXT NOT NULL,
            payload BLOB NOT NULL,
            size INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX IF NOT EXISTS dead_letters_by_device ON dead_letters (device, id);
        """;

    private const string Columns = "device, boot, seq, quantity, measured_at, received_at, value";

    // A number that comes again this much later was given anew, even where the value happens to be the same.
    private static readonly TimeSpan SameReading = TimeSpan.FromDays(1);

    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly string _connectionString = new SqliteConnectionStringBuilder { DataSource = file }.ToString();
    private SqliteConnection? _writer;

    public async Task PrepareAsync(CancellationToken ct)
    {
        await _writing.WaitAsync(ct);
        try
        {
            Writer();
        }
        finally
        {
            _writing.Release();
        }
    }

    public async Task CommitAsync(
        IReadOnlyCollection<Reading> readings,
        IReadOnlyCollection<DeadLetter> deadLetters,
        CancellationToken ct
    )
    {
        await _writing.WaitAsync(ct);
        try
        {
            var writer = Writer();
            using var transaction = writer.BeginTransaction();
            var letters = deadLetters.ToList();
            Insert(writer, transaction, readings, letters);
            Insert(writer, transaction, letters);
            transaction.Commit();
        }
        finally
        {
            _writing.Release();
        }
    }

    public async Task<IReadOnlyList<Reading>> RangeAsync(
        string device,
        string? quantity,
        DateTimeOffset from,
        DateTimeOffset to,
        int take,
        CancellationToken ct
    )
    {
        await using var reader = new SqliteConnection(_connectionString);
        await reader.OpenAsync(ct);
        await using var select = reader.CreateCommand();
        select.CommandText = $"""
            SELECT {Columns} FROM readings
            WHERE device = $device AND measured_at >= $from AND measured_at < $to
                AND ($quantity IS NULL OR quantity = $quantity)
            ORDER BY measured_at, id LIMIT $take
            """;
        select.Parameters.AddWithValue("$device", device);
        select.Parameters.AddWithValue("$from", from.ToUnixTimeMilliseconds());
        select.Parameters.AddWithValue("$to", to.ToUnixTimeMilliseconds());
        select.Parameters.AddWithValue("$quantity", (object?)quantity ?? DBNull.Value);
        select.Parameters.AddWithValue("$take", take);
        return await ReadAsync(select, ct);
    }

    public async Task<IReadOnlyDictionary<string, Reading>> LastAsync(
        IReadOnlyCollection<string> devices,
        string quantity,
        DateTimeOffset until,
        CancellationToken ct
    )
    {
        await using var reader = new SqliteConnection(_connectionString);
        await reader.OpenAsync(ct);
        await using var select = reader.CreateCommand();
        select.CommandText = $"""
            SELECT {Columns} FROM readings
            WHERE device = $device AND quantity = $quantity AND measured_at <= $until
            ORDER BY measured_at DESC, id DESC LIMIT 1
            """;
        var device = select.Parameters.Add("$device", SqliteType.Text);
        select.Parameters.AddWithValue("$quantity", quantity);
        select.Parameters.AddWithValue("$until", until.ToUnixTimeMilliseconds());
        var last = new Dictionary<string, Reading>();
        foreach (var name in devices.Distinct())
        {
            device.Value = name;
            foreach (var reading in await ReadAsync(select, ct))
            {
                last[name] = reading;
            }
        }

        return last;
    }

    public async Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(string device, int take, CancellationToken ct)
    {
        await using var reader = new SqliteConnection(_connectionString);
        await reader.OpenAsync(ct);
        await using var select = reader.CreateCommand();
        select.CommandText = """
            SELECT received_at, kind, detail, payload, size FROM dead_letters
            WHERE device = $device ORDER BY id DESC LIMIT $take
            """;
        select.Parameters.AddWithValue("$device", device);
        select.Parameters.AddWithValue("$take", take);
        await using var row = await select.ExecuteReaderAsync(ct);
        var letters = new List<DeadLetter>();
        while (await row.ReadAsync(ct))
        {
            letters.Add(
                new(
                    device,
                    DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(0)),
                    Enum.Parse<RefusalKind>(row.GetString(1)),
                    row.GetString(2),
                    row.GetFieldValue<byte[]>(3),
                    row.GetInt32(4)
                )
            );
        }

        return letters;
    }

    public void Dispose()
    {
        _writer?.Dispose();
        _writing.Dispose();
    }

    private static async Task<List<Reading>> ReadAsync(SqliteCommand select, CancellationToken ct)
    {
        await using var row = await select.ExecuteReaderAsync(ct);
        var readings = new List<Reading>();
        while (await row.ReadAsync(ct))
        {
            readings.Add(
                new(
                    row.GetString(0),
                    row.IsDBNull(1) ? null : (uint)row.GetInt64(1),
                    row.IsDBNull(2) ? null : (uint)row.GetInt64(2),
                    row.GetString(3),
                    DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)),
                    DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(5)),
                    row.GetDouble(6)
                )
            );
        }

        return readings;
    }

    private static void Insert(
        SqliteConnection writer,
        SqliteTransaction transaction,
        IReadOnlyCollection<Reading> readings,
        List<DeadLetter> letters
    )
    {
        using var insert = writer.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = $"""
            INSERT INTO readings ({Columns})
            VALUES ($device, $boot, $seq, $quantity, $measured, $received, $value) ON CONFLICT DO NOTHING
            """;
        var device = insert.Parameters.Add("$device", SqliteType.Text);
        var boot = insert.Parameters.Add("$boot", SqliteType.Integer);
        var seq = insert.Parameters.Add("$seq", SqliteType.Integer);
        var quantity = insert.Parameters.Add("$quantity", SqliteType.Text);
        var measured = insert.Parameters.Add("$measured", SqliteType.Integer);
        var received = insert.Parameters.Add("$received", SqliteType.Integer);
        var value = insert.Parameters.Add("$value", SqliteType.Real);
        foreach (var reading in readings)
        {
            device.Value = reading.Device;
            boot.Value = reading.Boot is { } b ? b : DBNull.Value;
            seq.Value = reading.Seq is { } s ? s : DBNull.Value;
            quantity.Value = reading.Quantity;
            measured.Value = reading.MeasuredAt.ToUnixTimeMilliseconds();
            received.Value = reading.ReceivedAt.ToUnixTimeMilliseconds();
            value.Value = reading.Value;
            if (insert.ExecuteNonQuery() == 0 && Taken(writer, transaction, reading) is { } stored)
            {
                letters.Add(DeadLetter.OfReused(reading, stored));
            }
        }
    }

    /// <summary>The other value that has this reading's number, or null where it is the same reading again.</summary>
    private static double? Taken(SqliteConnection writer, SqliteTransaction transaction, Reading reading)
    {
        if (reading.Boot is null)
        {
            return null;
        }

        using var select = writer.CreateCommand();
        select.Transaction = transaction;
        select.CommandText = """
            SELECT value FROM readings
            WHERE device = $device AND boot = $boot AND seq = $seq AND quantity = $quantity
                AND (value <> $value OR abs(measured_at - $measured) > $same)
            """;
        select.Parameters.AddWithValue("$device", reading.Device);
        select.Parameters.AddWithValue("$boot", reading.Boot);
        select.Parameters.AddWithValue("$seq", reading.Seq);
        select.Parameters.AddWithValue("$quantity", reading.Quantity);
        select.Parameters.AddWithValue("$value", reading.Value);
        select.Parameters.AddWithValue("$measured", reading.MeasuredAt.ToUnixTimeMilliseconds());
        select.Parameters.AddWithValue("$same", (long)SameReading.TotalMilliseconds);
        return (double?)select.ExecuteScalar();
    }

    private static void Insert(SqliteConnection writer, SqliteTransaction transaction, List<DeadLetter> letters)
    {
        foreach (var letter in letters)
        {
            using var insert = writer.CreateCommand();
            insert.Transaction = transaction;
            insert.CommandText = """
                INSERT INTO dead_letters (device, received_at, kind, detail, payload, size)
                VALUES ($device, $received, $kind, $detail, $payload, $size);
                DELETE FROM dead_letters WHERE device = $device AND id <=
                    (SELECT id FROM dead_letters WHERE device = $device ORDER BY id DESC LIMIT 1 OFFSET $kept)
                """;
            insert.Parameters.AddWithValue("$device", letter.Device);
            insert.Parameters.AddWithValue("$received", letter.ReceivedAt.ToUnixTimeMilliseconds());
            insert.Parameters.AddWithValue("$kind", letter.Kind.ToString());
            insert.Parameters.AddWithValue("$detail", letter.Detail);
            insert.Parameters.AddWithValue("$payload", letter.Payload);
            insert.Parameters.AddWithValue("$size", letter.Size);
            insert.Parameters.AddWithValue("$kept", DeadLetter.KeptPerDevice);
            insert.ExecuteNonQuery();
        }
    }

    private SqliteConnection Writer()
    {
        if (_writer is null)
        {
            var writer = new SqliteConnection(_connectionString);
            writer.Open();
            using var prepare = writer.CreateCommand();
            // FULL: an acknowledged reading survives a loss of power, not only a kill.
            prepare.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; " + Schema;
            prepare.ExecuteNonQuery();
            _writer = writer;
        }

        return _writer;
    }
}

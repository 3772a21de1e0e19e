using Npgsql;
using NpgsqlTypes;
using RuralEc.ColdChain;

namespace RuralEc.Server.Storage.Readings;

/// <summary>Readings in PostgreSQL: one statement for a whole group.</summary>
internal sealed class PostgresReadingStore(string connectionString) : IReadingStore, IAsyncDisposable
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS readings (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            device text NOT NULL,
            quantity text NOT NULL,
            boot bigint,
            seq bigint,
            measured_at timestamptz NOT NULL,
            received_at timestamptz NOT NULL,
            value double precision NOT NULL
        );
        CREATE UNIQUE INDEX IF NOT EXISTS readings_counted ON readings (device, boot, seq, quantity)
            WHERE boot IS NOT NULL;
        CREATE UNIQUE INDEX IF NOT EXISTS readings_uncounted ON readings (device, quantity, measured_at, value)
            WHERE boot IS NULL;
        CREATE INDEX IF NOT EXISTS readings_by_time ON readings (device, measured_at, quantity);
        CREATE TABLE IF NOT EXISTS dead_letters (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            device text NOT NULL,
            received_at timestamptz NOT NULL,
            kind text NOT NULL,
            detail text NOT NULL,
            payload bytea NOT NULL,
            size integer NOT NULL
        );
        CREATE INDEX IF NOT EXISTS dead_letters_by_device ON dead_letters (device, id);
        """;

    private const string Columns = "device, boot, seq, quantity, measured_at, received_at, value";

    private const string Given =
        "unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::float8[])";

    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(connectionString);

    public async Task PrepareAsync(CancellationToken ct)
    {
        // Asked first: the serving role need not have the right to make tables.
        await using var find = _source.CreateCommand("SELECT to_regclass('readings') IS NOT NULL");
        if (await find.ExecuteScalarAsync(ct) is not true)
        {
            await using var create = _source.CreateCommand(Schema);
            await create.ExecuteNonQueryAsync(ct);
        }
    }

    public Task OpenAsync(CancellationToken ct) => PrepareAsync(ct);

    public async Task CommitAsync(
        IReadOnlyList<Reading> readings,
        IReadOnlyCollection<DeadLetter> deadLetters,
        CancellationToken ct
    )
    {
        await using var writer = await _source.OpenConnectionAsync(ct);
        await using var transaction = await writer.BeginTransactionAsync(ct);
        await using (var durable = new NpgsqlCommand("SET LOCAL synchronous_commit = on", writer, transaction))
        {
            await durable.ExecuteNonQueryAsync(ct);
        }

        var letters = deadLetters.ToList();
        Reading[] given = [.. readings];
        if (given.Length > 0 && await InsertAsync(writer, transaction, given, ct) < given.Length)
        {
            letters.AddRange(await ReusedAsync(writer, transaction, given, ct));
        }

        foreach (var letter in letters)
        {
            await InsertAsync(writer, transaction, letter, ct);
        }

        await transaction.CommitAsync(ct);
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
        await using var select = _source.CreateCommand(
            $"""
            SELECT {Columns} FROM readings
            WHERE device = $1 AND measured_at >= $2 AND measured_at < $3 AND ($4::text IS NULL OR quantity = $4)
            ORDER BY measured_at, id LIMIT $5
            """
        );
        select.Parameters.Add(new() { Value = device });
        select.Parameters.Add(new() { Value = from.ToUniversalTime() });
        select.Parameters.Add(new() { Value = to.ToUniversalTime() });
        select.Parameters.Add(new() { Value = (object?)quantity ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        select.Parameters.Add(new() { Value = take });
        return await ReadAsync(select, ct);
    }

    public async Task<IReadOnlyDictionary<string, Reading>> LastAsync(
        IReadOnlyCollection<string> devices,
        string quantity,
        DateTimeOffset until,
        CancellationToken ct
    )
    {
        await using var select = _source.CreateCommand(
            $"""
            SELECT last.* FROM unnest($1::text[]) AS asked (name), LATERAL (
                SELECT {Columns} FROM readings
                WHERE device = asked.name AND quantity = $2 AND measured_at <= $3
                ORDER BY measured_at DESC, id DESC LIMIT 1
            ) AS last
            """
        );
        select.Parameters.Add(new() { Value = devices.Distinct().ToArray() });
        select.Parameters.Add(new() { Value = quantity });
        select.Parameters.Add(new() { Value = until.ToUniversalTime() });
        return (await ReadAsync(select, ct)).ToDictionary(r => r.Device);
    }

    public async Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(string device, int take, CancellationToken ct)
    {
        await using var select = _source.CreateCommand(
            "SELECT received_at, kind, detail, payload, size, id FROM dead_letters WHERE device = $1 ORDER BY id DESC LIMIT $2"
        );
        select.Parameters.Add(new() { Value = device });
        select.Parameters.Add(new() { Value = take });
        await using var row = await select.ExecuteReaderAsync(ct);
        var letters = new List<DeadLetter>();
        while (await row.ReadAsync(ct))
        {
            letters.Add(
                new(
                    device,
                    row.GetFieldValue<DateTimeOffset>(0),
                    Enum.Parse<RefusalKind>(row.GetString(1)),
                    row.GetString(2),
                    row.GetFieldValue<byte[]>(3),
                    row.GetInt32(4),
                    row.GetInt64(5)
                )
            );
        }

        return letters;
    }

    public async Task ForgetAsync(IReadOnlyCollection<DeadLetter> letters, CancellationToken ct)
    {
        await using var delete = _source.CreateCommand("DELETE FROM dead_letters WHERE id = ANY ($1)");
        delete.Parameters.Add(new() { Value = letters.Select(l => l.Id).ToArray() });
        await delete.ExecuteNonQueryAsync(ct);
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static async Task<int> InsertAsync(
        NpgsqlConnection writer,
        NpgsqlTransaction transaction,
        Reading[] readings,
        CancellationToken ct
    )
    {
        await using var insert = new NpgsqlCommand(
            $"INSERT INTO readings ({Columns}) SELECT * FROM {Given} ON CONFLICT DO NOTHING",
            writer,
            transaction
        );
        Add(insert, readings);
        return await insert.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Those whose number another reading has.</summary>
    private static async Task<List<DeadLetter>> ReusedAsync(
        NpgsqlConnection writer,
        NpgsqlTransaction transaction,
        Reading[] readings,
        CancellationToken ct
    )
    {
        // A number that comes again a day later was given anew, even where the value happens to be the same.
        await using var select = new NpgsqlCommand(
            $"""
            SELECT given.place, stored.value
            FROM ROWS FROM ({Given}) WITH ORDINALITY
                AS given (device, boot, seq, quantity, measured_at, received_at, value, place)
            JOIN readings AS stored USING (device, boot, seq, quantity)
            WHERE stored.value <> given.value
                OR abs(extract(epoch FROM stored.measured_at - given.measured_at)) > 86400
            """,
            writer,
            transaction
        );
        Add(select, readings);
        await using var row = await select.ExecuteReaderAsync(ct);
        var reused = new List<DeadLetter>();
        while (await row.ReadAsync(ct))
        {
            reused.Add(DeadLetter.OfReused(readings[row.GetInt64(0) - 1], row.GetDouble(1)));
        }

        return reused;
    }

    private static void Add(NpgsqlCommand command, Reading[] readings)
    {
        command.Parameters.Add(new() { Value = Array.ConvertAll(readings, r => r.Device) });
        command.Parameters.Add(new() { Value = Array.ConvertAll(readings, r => (long?)r.Boot) });
        command.Parameters.Add(new() { Value = Array.ConvertAll(readings, r => (long?)r.Seq) });
        command.Parameters.Add(new() { Value = Array.ConvertAll(readings, r => r.Quantity) });
        command.Parameters.Add(new() { Value = Array.ConvertAll(readings, r => r.MeasuredAt.ToUniversalTime()) });
        command.Parameters.Add(new() { Value = Array.ConvertAll(readings, r => r.ReceivedAt.ToUniversalTime()) });
        command.Parameters.Add(new() { Value = Array.ConvertAll(readings, r => r.Value) });
    }

    private static async Task InsertAsync(
        NpgsqlConnection writer,
        NpgsqlTransaction transaction,
        DeadLetter letter,
        CancellationToken ct
    )
    {
        await using var insert = new NpgsqlBatch(writer, transaction)
        {
            BatchCommands =
            {
                new(
                    "INSERT INTO dead_letters (device, received_at, kind, detail, payload, size) VALUES ($1, $2, $3, $4, $5, $6)"
                )
                {
                    Parameters =
                    {
                        new() { Value = letter.Device },
                        new() { Value = letter.ReceivedAt.ToUniversalTime() },
                        new() { Value = letter.Kind.ToString() },
                        new() { Value = letter.Detail },
                        new() { Value = letter.Payload },
                        new() { Value = letter.Size },
                    },
                },
                new(
                    """
                    DELETE FROM dead_letters WHERE device = $1 AND id <=
                        (SELECT id FROM dead_letters WHERE device = $1 ORDER BY id DESC LIMIT 1 OFFSET $2)
                    """
                )
                {
                    Parameters =
                    {
                        new() { Value = letter.Device },
                        new() { Value = DeadLetter.KeptPerDevice },
                    },
                },
            },
        };
        await insert.ExecuteNonQueryAsync(ct);
    }

    private static async Task<List<Reading>> ReadAsync(NpgsqlCommand select, CancellationToken ct)
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
                    row.GetFieldValue<DateTimeOffset>(4),
                    row.GetFieldValue<DateTimeOffset>(5),
                    row.GetDouble(6)
                )
            );
        }

        return readings;
    }
}

using Npgsql;

namespace RuralEc.Server.Storage.Readings;

/// <summary>The tables of readings in PostgreSQL, and the way to them from the one table of earlier versions.</summary>
internal static class PostgresSchema
{
    /// <summary>Any number that all our processes agree on: it guards changes of the schema.</summary>
    public const long Lock = 0x5265_6164_696E_67;

    /// <summary>In place of a boot counter where a device does not count.</summary>
    public const long Uncounted = -1;

    // Partitions by time of measurement: that is what is asked for and what retention goes by. A unique index could not
    // span them by number, so reading_numbers says which numbers are stored; whoever adds to a series holds its row there.
    private const string Tables = """
        CREATE TABLE reading_series (
            id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            device text COLLATE "C" NOT NULL,
            quantity text COLLATE "C" NOT NULL,
            UNIQUE (device, quantity)
        );
        CREATE TABLE reading_numbers (
            series integer NOT NULL REFERENCES reading_series,
            boot bigint NOT NULL,
            ranges bytea NOT NULL,
            PRIMARY KEY (series, boot)
        ) WITH (fillfactor = 70);
        CREATE TABLE readings (
            series integer NOT NULL,
            boot bigint,
            seq bigint,
            measured_at timestamptz NOT NULL,
            received_at timestamptz NOT NULL,
            value double precision NOT NULL
        ) PARTITION BY RANGE (measured_at);
        CREATE INDEX readings_by_time ON readings (series, measured_at) INCLUDE (boot, seq, received_at, value);
        CREATE INDEX readings_by_number ON readings (series, boot, seq) WHERE boot IS NOT NULL;
        CREATE TABLE readings_other PARTITION OF readings DEFAULT;
        CREATE TABLE removed_hours (
            series integer NOT NULL REFERENCES reading_series,
            hour timestamptz NOT NULL,
            count bigint NOT NULL,
            min double precision NOT NULL,
            max double precision NOT NULL,
            sum double precision NOT NULL,
            rate_sum double precision,
            minutes bigint NOT NULL,
            PRIMARY KEY (series, hour)
        );
        """;

    private const string DeadLetters = """
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

    private const string SetOldAside = """
        ALTER TABLE readings RENAME TO readings_before;
        DROP INDEX readings_counted, readings_uncounted, readings_by_time;
        """;

    private const string CopyOld = """
        INSERT INTO reading_series (device, quantity) SELECT DISTINCT device, quantity FROM readings_before;
        INSERT INTO readings (series, boot, seq, measured_at, received_at, value)
            SELECT s.id, r.boot, r.seq, date_trunc('milliseconds', r.measured_at),
                date_trunc('milliseconds', r.received_at), r.value
            FROM readings_before r JOIN reading_series s USING (device, quantity);
        DROP TABLE readings_before;
        """;

    /// <summary>Whether the tables are there, as this version wants them.</summary>
    public static async Task<bool> IsThereAsync(NpgsqlDataSource source, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        return await KindAsync(connection, ct) == 'p';
    }

    /// <summary>Makes what is missing; all of it or nothing, whoever else is at it.</summary>
    public static async Task EnsureAsync(NpgsqlDataSource source, DateTimeOffset now, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await ExecuteAsync(connection, $"SELECT pg_advisory_xact_lock({Lock})", ct);
        switch (await KindAsync(connection, ct))
        {
            case 'p':
                break;
            case 'r':
                await ExecuteAsync(connection, SetOldAside + Tables, ct);
                foreach (var month in await OldMonthsAsync(connection, ct))
                {
                    await PostgresMonths.AddAsync(connection, month, ct);
                }

                await ExecuteAsync(connection, CopyOld, ct);
                await CountAsync(connection, ct);
                break;
            default:
                await ExecuteAsync(connection, Tables + DeadLetters, ct);
                break;
        }

        // Where the serving role may not make tables, these last until the next migration.
        for (var ahead = 0; ahead <= 12; ahead++)
        {
            await PostgresMonths.AddAsync(connection, PostgresMonths.Of(now) + ahead, ct);
        }

        await transaction.CommitAsync(ct);
    }

    /// <summary>What "readings" is: 'p' partitioned, 'r' a table of earlier versions, '\0' nothing.</summary>
    private static async Task<char> KindAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var find = new NpgsqlCommand(
            "SELECT relkind FROM pg_class WHERE oid = to_regclass('readings')",
            connection
        );
        return await find.ExecuteScalarAsync(ct) is char kind ? kind : '\0';
    }

    private static async Task<List<int>> OldMonthsAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        // What a clock that cannot be right said stays in the partition for everything else.
        await using var select = new NpgsqlCommand(
            """
            SELECT DISTINCT date_trunc('month', measured_at, 'UTC') FROM readings_before
            WHERE measured_at BETWEEN received_at - interval '366 days' AND received_at + interval '5 minutes'
            """,
            connection
        );
        await using var row = await select.ExecuteReaderAsync(ct);
        var months = new List<int>();
        while (await row.ReadAsync(ct))
        {
            months.Add(PostgresMonths.Of(row.GetFieldValue<DateTimeOffset>(0)));
        }

        return months;
    }

    /// <summary>Writes down which numbers are stored.</summary>
    private static async Task CountAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var numbers = new Dictionary<(int, long), NumberRanges>();
        await using (
            var select = new NpgsqlCommand(
                $"SELECT series, coalesce(boot, {Uncounted}), coalesce(seq, 0) FROM readings ORDER BY 1, 2, 3",
                connection
            )
        )
        {
            await using var row = await select.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct))
            {
                var key = (row.GetInt32(0), row.GetInt64(1));
                var ranges = numbers.TryGetValue(key, out var known) ? known : numbers[key] = new();
                if (key.Item2 != Uncounted)
                {
                    ranges.Add((uint)row.GetInt64(2));
                }
            }
        }

        await using var insert = new NpgsqlCommand(
            "INSERT INTO reading_numbers SELECT * FROM unnest($1::integer[], $2::bigint[], $3::bytea[])",
            connection
        );
        insert.Parameters.Add(new() { Value = numbers.Keys.Select(k => k.Item1).ToArray() });
        insert.Parameters.Add(new() { Value = numbers.Keys.Select(k => k.Item2).ToArray() });
        insert.Parameters.Add(new() { Value = numbers.Values.Select(r => r.ToBytes()).ToArray() });
        await insert.ExecuteNonQueryAsync(ct);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(ct);
    }
}

using Npgsql;
using NpgsqlTypes;
using RuralEc.ColdChain;

namespace RuralEc.Server.Storage.Readings;

/// <summary>Readings in PostgreSQL: partitions by month, COPY, and the numbers that are stored beside them.</summary>
internal sealed class PostgresReadingStore : IReadingStore, IAsyncDisposable
{
    private const string Columns = "device, boot, seq, quantity, measured_at, received_at, value";

    private readonly NpgsqlDataSource _source;
    private readonly PostgresMonths _months;
    private readonly PostgresSeries _series = new();
    private readonly PostgresRetention _retention;
    private readonly TimeProvider _clock;

    public PostgresReadingStore(string connectionString, TimeProvider clock, ILogger<PostgresReadingStore> log)
    {
        _clock = clock;
        _source = NpgsqlDataSource.Create(connectionString);
        _months = new(_source, log);
        _retention = new(_source);
    }

    public Task PrepareAsync(CancellationToken ct) => PostgresSchema.EnsureAsync(_source, _clock.GetUtcNow(), ct);

    public async Task OpenAsync(CancellationToken ct)
    {
        // Asked first: the serving role need not have the right to make tables.
        if (!await PostgresSchema.IsThereAsync(_source, ct))
        {
            await PrepareAsync(ct);
        }
    }

    public async Task CommitAsync(
        IReadOnlyList<Reading> readings,
        IReadOnlyCollection<DeadLetter> deadLetters,
        CancellationToken ct
    )
    {
        await _months.EnsureAsync(readings, ct);
        await using var writer = await _source.OpenConnectionAsync(ct);
        var commit = new PostgresCommit(writer, _series, await _series.EntriesAsync(writer, readings, ct));
        await using var transaction = await writer.BeginTransactionAsync(ct);
        await using (var durable = new NpgsqlCommand("SET LOCAL synchronous_commit = on", writer, transaction))
        {
            await durable.ExecuteNonQueryAsync(ct);
        }

        var letters = deadLetters.ToList();
        if (readings.Count > 0)
        {
            letters.AddRange(await commit.AddAsync(ct));
        }

        foreach (var letter in letters)
        {
            await PostgresDeadLetters.InsertAsync(writer, transaction, letter, ct);
        }

        await transaction.CommitAsync(ct);
        commit.Committed();
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
            SELECT {Columns} FROM reading_series AS asked, LATERAL (
                SELECT * FROM readings WHERE series = asked.id AND measured_at >= $3 AND measured_at < $4
                ORDER BY measured_at LIMIT $5
            ) AS stored
            WHERE device = $1 AND ($2::text IS NULL OR quantity = $2)
            ORDER BY measured_at, seq LIMIT $5
            """
        );
        select.Parameters.Add(new() { Value = device });
        select.Parameters.Add(new() { Value = (object?)quantity ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        select.Parameters.Add(new() { Value = from.ToUniversalTime() });
        select.Parameters.Add(new() { Value = to.ToUniversalTime() });
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
            SELECT {Columns} FROM reading_series AS asked, LATERAL (
                SELECT * FROM readings WHERE series = asked.id AND measured_at <= $3
                ORDER BY measured_at DESC LIMIT 1
            ) AS last
            WHERE device = ANY ($1) AND quantity = $2
            """
        );
        select.Parameters.Add(new() { Value = devices.Distinct().ToArray() });
        select.Parameters.Add(new() { Value = quantity });
        select.Parameters.Add(new() { Value = until.ToUniversalTime() });
        return (await ReadAsync(select, ct)).ToDictionary(r => r.Device);
    }

    public Task<IReadOnlyList<HourRollup>> RollupsAsync(
        string device,
        string quantity,
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken ct
    ) => PostgresRollups.OfAsync(_source, device, quantity, from, to, ct);

    public Task<long> RemoveAsync(
        DateTimeOffset before,
        IReadOnlyDictionary<string, IReadOnlyList<TimeWindow>> kept,
        CancellationToken ct
    ) => _retention.RemoveAsync(before, kept, ct);

    public Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(string device, int take, CancellationToken ct) =>
        PostgresDeadLetters.OfAsync(_source, device, take, ct);

    public Task<IReadOnlyDictionary<string, int>> CountDeadLettersAsync(CancellationToken ct) =>
        PostgresDeadLetters.CountAsync(_source, ct);

    public Task ForgetAsync(IReadOnlyCollection<DeadLetter> letters, CancellationToken ct) =>
        PostgresDeadLetters.DeleteAsync(_source, letters, ct);

    public ValueTask DisposeAsync() => _source.DisposeAsync();

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

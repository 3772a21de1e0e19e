using System.Collections.Concurrent;
using Npgsql;
using RuralEc.ColdChain;

namespace RuralEc.Server.Storage.Readings;

/// <summary>The numbers of series, and which rows of numbers there are. Neither ever goes, so it is remembered.</summary>
internal sealed class PostgresSeries
{
    // A fleet whose devices restart every day is remembered for months; a device gone mad is not for ever.
    private const int MostKeys = 500_000;

    private readonly ConcurrentDictionary<(string Device, string Quantity), int> _ids = new();
    private readonly ConcurrentDictionary<SeriesKey, bool> _keys = new();

    /// <summary>The row of its numbers is committed.</summary>
    public bool Has(SeriesKey key) => _keys.ContainsKey(key);

    /// <summary>The rows of these are committed.</summary>
    public void Learn(IEnumerable<SeriesKey> keys)
    {
        if (_keys.Count > MostKeys)
        {
            _keys.Clear();
        }

        foreach (var key in keys)
        {
            _keys.TryAdd(key, true);
        }
    }

    /// <summary>Readings with the keys of their series. To be called outside of a transaction: it may make series.</summary>
    public async Task<Entry[]> EntriesAsync(
        NpgsqlConnection connection,
        IReadOnlyList<Reading> readings,
        CancellationToken ct
    )
    {
        HashSet<(string Device, string Quantity)> unknown =
        [
            .. readings.Select(r => (r.Device, r.Quantity)).Where(s => !_ids.ContainsKey(s)),
        ];
        if (unknown.Count > 0)
        {
            await LearnAsync(connection, [.. unknown], ct);
        }

        return
        [
            .. readings.Select(r => new Entry(
                new(_ids[(r.Device, r.Quantity)], r.Boot ?? PostgresSchema.Uncounted),
                Entry.Kept(r.MeasuredAt),
                r
            )),
        ];
    }

    private async Task LearnAsync(
        NpgsqlConnection connection,
        (string Device, string Quantity)[] unknown,
        CancellationToken ct
    )
    {
        // Two statements: the second sees what another server has just made.
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                Of(
                    """
                    INSERT INTO reading_series (device, quantity)
                    SELECT * FROM unnest($1::text[], $2::text[]) AS given (device, quantity)
                    ORDER BY device COLLATE "C", quantity COLLATE "C" ON CONFLICT DO NOTHING
                    """
                ),
                Of(
                    """
                    SELECT id, device, quantity FROM reading_series
                    JOIN unnest($1::text[], $2::text[]) AS given (device, quantity) USING (device, quantity)
                    """
                ),
            },
        };
        await using var row = await batch.ExecuteReaderAsync(ct);
        do
        {
            while (await row.ReadAsync(ct))
            {
                _ids[(row.GetString(1), row.GetString(2))] = row.GetInt32(0);
            }
        } while (await row.NextResultAsync(ct));

        NpgsqlBatchCommand Of(string sql) =>
            new(sql)
            {
                Parameters =
                {
                    new() { Value = Array.ConvertAll(unknown, u => u.Device) },
                    new() { Value = Array.ConvertAll(unknown, u => u.Quantity) },
                },
            };
    }
}

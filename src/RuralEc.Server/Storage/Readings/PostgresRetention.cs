using System.Globalization;
using Npgsql;
using RuralEc.ColdChain;

namespace RuralEc.Server.Storage.Readings;

/// <summary>Removes what is past its time from PostgreSQL: whole months where nobody keeps anything of them, else rows.</summary>
internal sealed class PostgresRetention(NpgsqlDataSource source)
{
    /// <summary>See <see cref="IReadingStore.RemoveAsync"/>.</summary>
    public async Task<long> RemoveAsync(
        DateTimeOffset before,
        IReadOnlyDictionary<string, IReadOnlyList<TimeWindow>> kept,
        CancellationToken ct
    )
    {
        long removed = 0;
        var windows = kept.Values.SelectMany(w => w).ToList();
        foreach (var month in await MonthsAsync(attached: true, ct))
        {
            var (from, to) = (PostgresMonths.StartOf(month), PostgresMonths.StartOf(month + 1));
            if (to <= before && !windows.Exists(w => w.From < to && w.To > from))
            {
                await TryDetachAsync(month, ct);
            }
        }

        // Also those of a run that was stopped here.
        foreach (var month in await MonthsAsync(attached: false, ct))
        {
            removed += await DropAsync(month, ct);
        }

        foreach (var (device, series) in await DevicesAsync(ct))
        {
            removed += await RemoveAsync(series, before, kept.GetValueOrDefault(device, []), ct);
        }

        return removed;
    }

    private async Task<List<int>> MonthsAsync(bool attached, CancellationToken ct)
    {
        await using var select = source.CreateCommand(
            $"""
            SELECT relname FROM pg_class
            WHERE relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = 'readings'::regclass)
                AND relkind = 'r' AND relname ~ '^readings_[0-9]{"{4}"}_[0-9]{"{2}"}$' AND relispartition = $1
            ORDER BY relname
            """
        );
        select.Parameters.Add(new() { Value = attached });
        await using var row = await select.ExecuteReaderAsync(ct);
        var months = new List<int>();
        while (await row.ReadAsync(ct))
        {
            var name = row.GetString(0);
            months.Add(
                (int.Parse(name[9..13], CultureInfo.InvariantCulture) * 12)
                    + int.Parse(name[14..16], CultureInfo.InvariantCulture)
                    - 1
            );
        }

        return months;
    }

    /// <summary>Takes a month out of the table: an instant, so that commits need not wait while it is added up.</summary>
    private async Task TryDetachAsync(int month, CancellationToken ct)
    {
        try
        {
            await DetachAsync(month, ct);
        }
        // A role that may not change tables, or somebody who reads for long: its rows go one by one.
        catch (PostgresException refused)
            when (refused.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.LockNotAvailable)
        { }
    }

    private async Task DetachAsync(int month, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var alone = new NpgsqlCommand(
            $"SET LOCAL lock_timeout = '5s'; SELECT pg_advisory_xact_lock({PostgresSchema.Lock})",
            connection
        );
        await alone.ExecuteNonQueryAsync(ct);
        // Another server may have been at it; the snapshot of a statement of its own says so.
        await using var find = new NpgsqlCommand(
            $"SELECT relispartition FROM pg_class WHERE oid = to_regclass('{PostgresMonths.NameOf(month)}')",
            connection
        );
        if (await find.ExecuteScalarAsync(ct) is not true)
        {
            return;
        }

        await using var detach = new NpgsqlCommand(
            $"ALTER TABLE readings DETACH PARTITION {PostgresMonths.NameOf(month)}",
            connection
        );
        await detach.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private async Task<long> DropAsync(int month, CancellationToken ct)
    {
        var name = PostgresMonths.NameOf(month);
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var alone = new NpgsqlCommand($"SELECT pg_advisory_xact_lock({PostgresSchema.Lock})", connection);
        await alone.ExecuteNonQueryAsync(ct);
        await using var find = new NpgsqlCommand($"SELECT to_regclass('{name}') IS NOT NULL", connection);
        if (await find.ExecuteScalarAsync(ct) is not true)
        {
            return 0;
        }

        await using var count = new NpgsqlCommand($"SELECT count(*) FROM {name}", connection) { CommandTimeout = 0 };
        var removed = (long)(await count.ExecuteScalarAsync(ct))!;
        await using var keep = new NpgsqlCommand(PostgresRollups.Keep(name), connection) { CommandTimeout = 0 };
        keep.Parameters.Add(new() { Value = MeanKineticTemperature.UspEnergyOverGas });
        await keep.ExecuteNonQueryAsync(ct);
        await using var drop = new NpgsqlCommand($"DROP TABLE {name}", connection);
        await drop.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return removed;
    }

    private async Task<Dictionary<string, List<int>>> DevicesAsync(CancellationToken ct)
    {
        await using var select = source.CreateCommand("SELECT device, id FROM reading_series ORDER BY device");
        await using var row = await select.ExecuteReaderAsync(ct);
        var devices = new Dictionary<string, List<int>>();
        while (await row.ReadAsync(ct))
        {
            var device = row.GetString(0);
            (devices.TryGetValue(device, out var series) ? series : devices[device] = []).Add(row.GetInt32(1));
        }

        return devices;
    }

    private async Task<long> RemoveAsync(
        List<int> series,
        DateTimeOffset before,
        IReadOnlyList<TimeWindow> kept,
        CancellationToken ct
    )
    {
        await using var delete = source.CreateCommand(
            $"""
            WITH gone AS (
                DELETE FROM readings WHERE series = ANY ($2) AND measured_at < $3 AND NOT EXISTS (
                    SELECT 1 FROM unnest($4::timestamptz[], $5::timestamptz[]) AS kept (since, until)
                    WHERE measured_at >= since AND measured_at < until
                ) RETURNING series, measured_at, value
            ), added AS ({PostgresRollups.Keep("gone")})
            SELECT count(*) FROM gone
            """
        );
        delete.CommandTimeout = 0;
        delete.Parameters.Add(new() { Value = MeanKineticTemperature.UspEnergyOverGas });
        delete.Parameters.Add(new() { Value = series.ToArray() });
        delete.Parameters.Add(new() { Value = before.ToUniversalTime() });
        delete.Parameters.Add(new() { Value = kept.Select(k => k.From.ToUniversalTime()).ToArray() });
        delete.Parameters.Add(new() { Value = kept.Select(k => k.To.ToUniversalTime()).ToArray() });
        return (long)(await delete.ExecuteScalarAsync(ct))!;
    }
}

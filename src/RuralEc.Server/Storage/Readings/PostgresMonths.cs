using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;
using RuralEc.ColdChain;

namespace RuralEc.Server.Storage.Readings;

/// <summary>
/// The partitions of the table of readings: a month of measurement each (UTC), made when its first reading comes, and
/// one for everything else. Nothing depends on a month having its own: it only makes reading and removing cheaper.
/// </summary>
internal sealed class PostgresMonths(NpgsqlDataSource source, ILogger log)
{
    private readonly ConcurrentDictionary<int, bool> _known = new();

    /// <summary>Months since the year 0.</summary>
    public static int Of(DateTimeOffset time) => (time.UtcDateTime.Year * 12) + time.UtcDateTime.Month - 1;

    public static DateTimeOffset StartOf(int month) => new(month / 12, (month % 12) + 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static string NameOf(int month) =>
        string.Create(CultureInfo.InvariantCulture, $"readings_{month / 12:D4}_{(month % 12) + 1:D2}");

    /// <summary>Makes the months of the readings where they are missing. Times that cannot be right get none.</summary>
    public async Task EnsureAsync(IReadOnlyList<Reading> readings, CancellationToken ct)
    {
        var last = -1;
        foreach (var reading in readings)
        {
            if (reading.ClockDoubtful || Of(reading.MeasuredAt) is var month && month == last)
            {
                continue;
            }

            last = month;
            if (_known.TryAdd(month, true))
            {
                await TryAddAsync(month, ct);
            }
        }
    }

    /// <summary>
    /// Makes a month, with what the partition for everything else has of it. To be called in a transaction that holds
    /// <see cref="PostgresSchema.Lock"/>.
    /// </summary>
    public static async Task AddAsync(NpgsqlConnection connection, int month, CancellationToken ct)
    {
        var name = NameOf(month);
        var (from, to) = (Literal(StartOf(month)), Literal(StartOf(month + 1)));
        await using var find = new NpgsqlCommand($"SELECT to_regclass('{name}') IS NULL", connection);
        if (await find.ExecuteScalarAsync(ct) is not true)
        {
            return;
        }

        await using var add = new NpgsqlCommand(
            $"""
            LOCK TABLE readings_other IN ACCESS EXCLUSIVE MODE;
            CREATE TABLE {name} (LIKE readings INCLUDING DEFAULTS);
            WITH moved AS (
                DELETE FROM readings_other WHERE measured_at >= {from} AND measured_at < {to} RETURNING *
            )
            INSERT INTO {name} SELECT * FROM moved;
            ALTER TABLE readings ATTACH PARTITION {name} FOR VALUES FROM ({from}) TO ({to});
            """,
            connection
        );
        await add.ExecuteNonQueryAsync(ct);
    }

    private async Task TryAddAsync(int month, CancellationToken ct)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(ct);
            await using var transaction = await connection.BeginTransactionAsync(ct);
            await using var alone = new NpgsqlCommand(
                $"SET LOCAL lock_timeout = '2s'; SELECT pg_advisory_xact_lock({PostgresSchema.Lock})",
                connection
            );
            await alone.ExecuteNonQueryAsync(ct);
            await AddAsync(connection, month, ct);
            await transaction.CommitAsync(ct);
        }
        // A role that may not make tables, or a table that is locked: the partition for everything else takes them.
        catch (PostgresException refused)
            when (refused.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.LockNotAvailable)
        {
            log.MonthNotMade(NameOf(month), refused.MessageText);
        }
        catch
        {
            _known.TryRemove(month, out _);
            throw;
        }
    }

    public static string Literal(DateTimeOffset time) =>
        string.Create(CultureInfo.InvariantCulture, $"'{time.UtcDateTime:yyyy-MM-dd HH:mm:ss}+00'");
}

internal static partial class MonthsLog
{
    [LoggerMessage(
        EventId = 5202,
        Level = LogLevel.Warning,
        Message = "Partition {Month} could not be made ({Reason}); readings_other takes its readings. The verb 'migrate' makes a year's in advance"
    )]
    public static partial void MonthNotMade(this ILogger log, string month, string reason);
}

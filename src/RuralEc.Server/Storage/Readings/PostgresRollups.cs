using Npgsql;
using RuralEc.ColdChain;

namespace RuralEc.Server.Storage.Readings;

/// <summary>Readings in PostgreSQL added up by the hour, and those of which only the hour is kept.</summary>
internal static class PostgresRollups
{
    // Sums of floating-point numbers depend on their order, so there is only one: that of HourRollup.Of.
    private const string Sums = """
        count(*) AS count,
        min(value) AS min,
        max(value) AS max,
        sum(value ORDER BY measured_at, value) AS sum,
        CASE WHEN quantity = 'temperature'
            THEN sum(exp(-($1::float8) / (value + 273.15)) ORDER BY measured_at, value) END AS rate_sum,
        bit_or(1::bigint << extract(minute FROM measured_at AT TIME ZONE 'UTC')::integer) AS minutes
        """;

    private const string Hour = "date_trunc('hour', measured_at, 'UTC')";

    /// <summary>Moves rows into their hours: <paramref name="rows"/> names series, measured_at and value, once each.</summary>
    public static string Keep(string rows) =>
        $"""
            INSERT INTO removed_hours AS kept (series, hour, count, min, max, sum, rate_sum, minutes)
            SELECT series, {Hour}, {Sums} FROM {rows} JOIN reading_series ON id = series
            GROUP BY series, quantity, {Hour}
            ON CONFLICT (series, hour) DO UPDATE SET
                count = kept.count + excluded.count,
                min = least(kept.min, excluded.min),
                max = greatest(kept.max, excluded.max),
                sum = kept.sum + excluded.sum,
                rate_sum = kept.rate_sum + excluded.rate_sum,
                minutes = kept.minutes | excluded.minutes
            """;

    public static async Task<IReadOnlyList<HourRollup>> OfAsync(
        NpgsqlDataSource source,
        string device,
        string quantity,
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken ct
    )
    {
        await using var select = source.CreateCommand(
            $"""
            WITH asked AS (SELECT id, quantity FROM reading_series WHERE device = $2 AND quantity = $3)
            SELECT {Hour} AS hour, {Sums}, false AS removed
            FROM asked JOIN readings ON series = id
            WHERE measured_at >= $4 AND measured_at < $5
            GROUP BY quantity, {Hour}
            UNION ALL
            SELECT hour, count, min, max, sum, rate_sum, minutes, true
            FROM asked JOIN removed_hours ON series = id
            WHERE hour >= $4 AND hour < $5
            """
        );
        select.Parameters.Add(new() { Value = MeanKineticTemperature.UspEnergyOverGas });
        select.Parameters.Add(new() { Value = device });
        select.Parameters.Add(new() { Value = quantity });
        select.Parameters.Add(new() { Value = DateTimeOffset.FromUnixTimeMilliseconds(HourRollup.EndOf(from)) });
        select.Parameters.Add(new() { Value = DateTimeOffset.FromUnixTimeMilliseconds(HourRollup.EndOf(to)) });
        await using var row = await select.ExecuteReaderAsync(ct);
        var hours = new List<HourRollup>();
        while (await row.ReadAsync(ct))
        {
            hours.Add(
                new(
                    row.GetFieldValue<DateTimeOffset>(0),
                    row.GetInt64(1),
                    row.GetDouble(2),
                    row.GetDouble(3),
                    row.GetDouble(4),
                    row.IsDBNull(5) ? null : row.GetDouble(5),
                    row.GetInt64(6),
                    row.GetBoolean(7)
                )
            );
        }

        return HourRollup.Together(hours, []);
    }
}

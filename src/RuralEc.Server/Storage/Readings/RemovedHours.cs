using Microsoft.Data.Sqlite;
using RuralEc.ColdChain;

namespace RuralEc.Server.Storage.Readings;

/// <summary>Hours whose raw values retention has removed, in readings.db.</summary>
internal static class RemovedHours
{
    private static readonly string[] Sums = ["$hour", "$count", "$min", "$max", "$sum", "$rates", "$minutes"];

    /// <summary>Adds to what is kept of the hours already: readings that came after their hour was removed.</summary>
    public static void Add(SqliteConnection file, long device, long quantity, IEnumerable<HourRollup> hours)
    {
        using var insert = file.Statement(
            """
            INSERT INTO removed_hours (device, quantity, hour, count, min, max, sum, rate_sum, minutes)
            VALUES ($device, $quantity, $hour, $count, $min, $max, $sum, $rates, $minutes)
            ON CONFLICT (device, quantity, hour) DO UPDATE SET
                count = count + excluded.count,
                min = min(min, excluded.min),
                max = max(max, excluded.max),
                sum = sum + excluded.sum,
                rate_sum = rate_sum + excluded.rate_sum,
                minutes = minutes | excluded.minutes
            """,
            ("$device", device),
            ("$quantity", quantity)
        );
        SqliteParameter[] given = [.. Sums.Select(name => insert.Parameters.AddWithValue(name, DBNull.Value))];
        foreach (var hour in hours)
        {
            object?[] values =
            [
                hour.From.ToUnixTimeMilliseconds(),
                hour.Count,
                hour.Min,
                hour.Max,
                hour.Sum,
                hour.RateSum,
                hour.Minutes,
            ];
            foreach (var (parameter, value) in given.Zip(values))
            {
                parameter.Value = value ?? DBNull.Value;
            }

            insert.ExecuteNonQuery();
        }
    }

    /// <summary>Those that begin from <paramref name="from"/> to before <paramref name="to"/>, Unix milliseconds.</summary>
    public static List<HourRollup> Between(SqliteConnection file, long device, string quantity, long from, long to)
    {
        using var select = file.Statement(
            """
            SELECT hour, count, min, max, sum, rate_sum, minutes FROM removed_hours
            WHERE device = $device AND quantity = (SELECT id FROM quantities WHERE name = $quantity)
                AND hour >= $from AND hour < $to
            ORDER BY hour
            """,
            ("$device", device),
            ("$quantity", quantity),
            ("$from", from),
            ("$to", to)
        );
        using var row = select.ExecuteReader();
        var hours = new List<HourRollup>();
        while (row.Read())
        {
            hours.Add(
                new(
                    DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(0)),
                    row.GetInt64(1),
                    row.GetDouble(2),
                    row.GetDouble(3),
                    row.GetDouble(4),
                    row.IsDBNull(5) ? null : row.GetDouble(5),
                    row.GetInt64(6),
                    RawRemoved: true
                )
            );
        }

        return hours;
    }
}

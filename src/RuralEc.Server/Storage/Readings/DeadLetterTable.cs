using Microsoft.Data.Sqlite;
using RuralEc.ColdChain;

namespace RuralEc.Server.Storage.Readings;

/// <summary>Messages that could not be taken, in readings.db.</summary>
internal static class DeadLetterTable
{
    public static void Insert(SqliteConnection writer, IEnumerable<DeadLetter> letters)
    {
        foreach (var letter in letters)
        {
            writer.Execute(
                """
                INSERT INTO dead_letters (device, received_at, kind, detail, payload, size)
                VALUES ($device, $received, $kind, $detail, $payload, $size);
                DELETE FROM dead_letters WHERE device = $device AND id <=
                    (SELECT id FROM dead_letters WHERE device = $device ORDER BY id DESC LIMIT 1 OFFSET $kept)
                """,
                ("$device", letter.Device),
                ("$received", letter.ReceivedAt.ToUnixTimeMilliseconds()),
                ("$kind", letter.Kind.ToString()),
                ("$detail", letter.Detail),
                ("$payload", letter.Payload),
                ("$size", letter.Size),
                ("$kept", DeadLetter.KeptPerDevice)
            );
        }
    }

    public static void Delete(SqliteConnection writer, IEnumerable<DeadLetter> letters)
    {
        foreach (var letter in letters)
        {
            writer.Execute("DELETE FROM dead_letters WHERE id = $id", ("$id", letter.Id));
        }
    }

    public static Dictionary<string, int> Count(SqliteConnection file)
    {
        using var select = file.Statement("SELECT device, COUNT(*) FROM dead_letters GROUP BY device");
        using var row = select.ExecuteReader();
        var counts = new Dictionary<string, int>();
        while (row.Read())
        {
            counts[row.GetString(0)] = row.GetInt32(1);
        }

        return counts;
    }

    public static List<DeadLetter> Of(SqliteConnection file, string device, int take)
    {
        using var select = file.Statement(
            """
            SELECT received_at, kind, detail, payload, size, id FROM dead_letters
            WHERE device = $device ORDER BY id DESC LIMIT $take
            """,
            ("$device", device),
            ("$take", take)
        );
        using var row = select.ExecuteReader();
        var letters = new List<DeadLetter>();
        while (row.Read())
        {
            letters.Add(
                new(
                    device,
                    DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(0)),
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
}

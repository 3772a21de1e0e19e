using Npgsql;
using RuralEc.ColdChain;

namespace RuralEc.Server.Storage.Readings;

/// <summary>Messages that could not be taken, in PostgreSQL.</summary>
internal static class PostgresDeadLetters
{
    public static async Task InsertAsync(
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

    public static async Task<IReadOnlyList<DeadLetter>> OfAsync(
        NpgsqlDataSource source,
        string device,
        int take,
        CancellationToken ct
    )
    {
        await using var select = source.CreateCommand(
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

    public static async Task<IReadOnlyDictionary<string, int>> CountAsync(NpgsqlDataSource source, CancellationToken ct)
    {
        await using var select = source.CreateCommand("SELECT device, COUNT(*)::int FROM dead_letters GROUP BY device");
        await using var row = await select.ExecuteReaderAsync(ct);
        var counts = new Dictionary<string, int>();
        while (await row.ReadAsync(ct))
        {
            counts[row.GetString(0)] = row.GetInt32(1);
        }

        return counts;
    }

    public static async Task DeleteAsync(
        NpgsqlDataSource source,
        IReadOnlyCollection<DeadLetter> letters,
        CancellationToken ct
    )
    {
        await using var delete = source.CreateCommand("DELETE FROM dead_letters WHERE id = ANY ($1)");
        delete.Parameters.Add(new() { Value = letters.Select(l => l.Id).ToArray() });
        await delete.ExecuteNonQueryAsync(ct);
    }
}

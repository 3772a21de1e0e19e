using Microsoft.Data.Sqlite;
using RuralEc.ColdChain;

namespace RuralEc.Benchmarks.Store;

/// <summary>The peer: one SQLite row a reading, a unique index that absorbs repetitions, the same groups and durability.</summary>
internal static class RowsPeer
{
    public static void Run(DirectoryInfo folder, long readings)
    {
        var path = Path.Combine(folder.FullName, "rows.db");
        using var file = new SqliteConnection($"Data Source={path}");
        file.Open();
        Execute(
            """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            CREATE TABLE readings (
                device INTEGER NOT NULL, boot INTEGER NOT NULL, seq INTEGER NOT NULL,
                measured_at INTEGER NOT NULL, received_at INTEGER NOT NULL, value REAL NOT NULL
            ) STRICT;
            CREATE UNIQUE INDEX readings_by_number ON readings (device, boot, seq);
            CREATE INDEX readings_by_time ON readings (device, measured_at);
            """
        );
        using var insert = file.CreateCommand();
        insert.CommandText =
            "INSERT INTO readings VALUES ($device, $boot, $seq, $measured, $received, $value) ON CONFLICT DO NOTHING";
        var given = new[] { "$device", "$boot", "$seq", "$measured", "$received", "$value" }
            .Select(name => insert.Parameters.AddWithValue(name, 0))
            .ToList();
        insert.Prepare();
        var time = StoreBenchmark.Timed(() =>
        {
            foreach (var group in History.ByLogger(readings))
            {
                Execute("BEGIN IMMEDIATE");
                group.ForEach(Insert);
                Execute("COMMIT");
            }

            return true;
        });
        StoreBenchmark.Tell("peer: rows", readings, time);
        Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        StoreBenchmark.Tell("peer: rows", readings, new FileInfo(path).Length);

        void Insert(Reading reading)
        {
            given[0].Value = int.Parse(reading.Device.AsSpan(3), System.Globalization.CultureInfo.InvariantCulture);
            given[1].Value = (long)reading.Boot!.Value;
            given[2].Value = (long)reading.Seq!.Value;
            given[3].Value = reading.MeasuredAt.ToUnixTimeMilliseconds();
            given[4].Value = reading.ReceivedAt.ToUnixTimeMilliseconds();
            given[5].Value = reading.Value;
            insert.ExecuteNonQuery();
        }

        void Execute(string sql)
        {
            using var command = file.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
    }
}

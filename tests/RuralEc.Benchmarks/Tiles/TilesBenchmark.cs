using System.Diagnostics;
using System.Globalization;
using Npgsql;
using RuralEc.Spatial.Tiles;

namespace RuralEc.Benchmarks.Tiles;

/// <summary>
/// Tiles of 700,000 points with three attributes, one thread, tile by tile in turn with PostGIS: all points at zooms 10
/// to 14 from SQLite, counts at zooms 4 to 10 from the pyramid.
/// </summary>
internal static class TilesBenchmark
{
    private const string Mercator = """
        SELECT ST_AsMVT(t, 'villages', 4096, 'geom', 'id') FROM (
            SELECT id, name, tier, kind, ST_AsMVTGeom(geom, ST_TileEnvelope($1, $2, $3), 4096, 64, true) AS geom
            FROM villages_3857 WHERE geom && ST_TileEnvelope($1, $2, $3, margin => 64.0 / 4096)) AS t
        """;

    private const string Degrees = """
        SELECT ST_AsMVT(t, 'villages', 4096, 'geom', 'id') FROM (
            SELECT id, name, tier, kind,
                ST_AsMVTGeom(ST_Transform(geom, 3857), ST_TileEnvelope($1, $2, $3), 4096, 64, true) AS geom
            FROM villages
            WHERE geom && ST_Transform(ST_TileEnvelope($1, $2, $3, margin => 64.0 / 4096), 4490)) AS t
        """;

    private const string Areas = """
        SELECT ST_AsMVT(t, 'areas', 4096, 'geom', 'id') FROM (
            SELECT id, ST_AsMVTGeom(geom, ST_TileEnvelope($1, $2, $3), 4096, 64, true) AS geom
            FROM areas_3857 WHERE geom && ST_TileEnvelope($1, $2, $3, margin => 64.0 / 4096)) AS t
        """;

    private const string Counts = """
        SELECT ST_AsMVT(t, 'villages', 4096, 'geom') FROM (
            SELECT ST_AsMVTGeom(cell, ST_TileEnvelope($1, $2, $3), 4096, 0, true) AS geom, count,
                nullif(tier_1, 0) AS tier_1, nullif(tier_2, 0) AS tier_2, nullif(tier_3, 0) AS tier_3, nullif(tier_4, 0) AS tier_4
            FROM (
                SELECT ST_SnapToGrid(geom, 40075016.68557849 / (256 << $1)) AS cell, count(*) AS count,
                    count(*) FILTER (WHERE tier = 1) AS tier_1, count(*) FILTER (WHERE tier = 2) AS tier_2,
                    count(*) FILTER (WHERE tier = 3) AS tier_3, count(*) FILTER (WHERE tier = 4) AS tier_4
                FROM villages_3857 WHERE geom && ST_TileEnvelope($1, $2, $3) GROUP BY 1) AS cells) AS t
        """;

    private static readonly PointTable Table = new(
        "villages",
        "geom",
        "id",
        [new PointColumn("name"), new PointColumn("tier"), new PointColumn("kind")]
    );

    public static async Task RunAsync(string address)
    {
        var folder = Directory.CreateTempSubdirectory("ruralec-tiles-");
        var database = $"ruralec_tiles_{Environment.ProcessId}";
        await ExecuteAsync(address, $"CREATE DATABASE {database}");
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(address) { Database = database, Pooling = false };
            await ExecuteAsync(builder.ToString(), "CREATE EXTENSION postgis");
            await using var postgres = await Villages.InPostgresAsync(builder.ToString());
            await using var sqlite = await Villages.InSqliteAsync(Path.Combine(folder.FullName, "villages.gpkg"));
            using var reader = new SqlitePointReader(sqlite, Table);
            await PointsAsync(reader, postgres, "3857", Mercator);
            await PointsAsync(reader, postgres, "4490", Degrees);
            await CountsAsync(postgres);
            await AreasAsync(postgres);
        }
        finally
        {
            await ExecuteAsync(address, $"DROP DATABASE {database} WITH (FORCE)");
            folder.Delete(recursive: true);
        }
    }

    private static async Task PointsAsync(SqlitePointReader reader, NpgsqlConnection postgres, string table, string sql)
    {
        await using var command = Prepared(postgres, sql);
        foreach (var (z, tiles, rounds) in new[] { (10, 20, 4), (11, 60, 4), (12, 150, 4), (13, 300, 4), (14, 400, 5) })
        {
            var writer = new TileWriter(default);
            await CompareAsync(
                $"z{z} points, table in {table}",
                SomeTiles(z, tiles),
                rounds,
                tile =>
                {
                    writer.Begin(tile);
                    reader.Read(writer, "villages");
                    return writer.ToArray();
                },
                tile => AskAsync(command, tile)
            );
        }
    }

    private static async Task CountsAsync(NpgsqlConnection postgres)
    {
        await using var command = Prepared(postgres, Counts);
        var begun = Stopwatch.StartNew();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var pyramid = new CountPyramid("tier_1", "tier_2", "tier_3", "tier_4");
        foreach (var village in Villages.All())
        {
            pyramid.Add(village.Location.X, village.Location.Y, AmountsOf(village));
        }
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"pyramid built in {begun.Elapsed.TotalSeconds:F2} s, {(GC.GetTotalMemory(forceFullCollection: true) - before) >> 20} MiB"
            )
        );
        begun.Restart();
        var made = Villages.All().Count();
        Console.WriteLine($"of which {begun.Elapsed.TotalSeconds:F2} s making {made:N0} villages");
        foreach (
            var (z, tiles, rounds) in new[]
            {
                (4, 1, 8),
                (5, 2, 5),
                (6, 2, 5),
                (7, 3, 5),
                (8, 5, 4),
                (9, 9, 4),
                (10, 20, 4),
            }
        )
        {
            var writer = new TileWriter(default);
            await CompareAsync(
                $"z{z} counts",
                SomeTiles(z, tiles),
                rounds,
                tile =>
                {
                    writer.Begin(tile);
                    pyramid.WriteTo(writer.Layer("villages"), tile);
                    return writer.ToArray();
                },
                tile => AskAsync(command, tile)
            );
        }
    }

    // Ours are in memory, as what covers a map at rest is; theirs come from a table.
    private static async Task AreasAsync(NpgsqlConnection postgres)
    {
        await using var command = Prepared(postgres, Areas);
        var areas = Villages.Areas().ToArray();
        foreach (var (z, tiles, rounds) in new[] { (8, 4, 4), (10, 20, 4), (12, 100, 3) })
        {
            var writer = new TileWriter(default);
            await CompareAsync(
                $"z{z} areas",
                SomeTiles(z, tiles),
                rounds,
                tile =>
                {
                    writer.Begin(tile);
                    var layer = writer.Layer("areas");
                    for (var i = 0; i < areas.Length; i++)
                    {
                        if (layer.TryBegin(areas[i], i + 1))
                        {
                            layer.End();
                        }
                    }
                    return writer.ToArray();
                },
                tile => AskAsync(command, tile)
            );
        }
    }

    private static int[] AmountsOf(Village village)
    {
        var amounts = new int[Villages.Tiers];
        amounts[village.Tier - 1] = 1;
        return amounts;
    }

    /// <summary>Both make each tile in turn, who begins changing too; the first round warms up and is not counted.</summary>
    private static async Task CompareAsync(
        string what,
        List<TileAddress> tiles,
        int rounds,
        Func<TileAddress, byte[]> ours,
        Func<TileAddress, Task<byte[]>> theirs
    )
    {
        var (mine, other) = (new List<double>(), new List<double>());
        var (myOctets, otherOctets) = (0L, 0L);
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var tile in tiles)
            {
                for (var turn = 0; turn < 2; turn++)
                {
                    var begun = Stopwatch.GetTimestamp();
                    var isMine = turn == round % 2;
                    var octets = (isMine ? ours(tile) : await theirs(tile)).Length;
                    var time = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
                    if (round > 0)
                    {
                        (isMine ? mine : other).Add(time);
                        (myOctets, otherOctets) = isMine
                            ? (myOctets + octets, otherOctets)
                            : (myOctets, otherOctets + octets);
                    }
                }
            }
        }
        var (myMedian, otherMedian) = (Median(mine), Median(other));
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{what, -28} {tiles.Count, 4} tiles of {myOctets / mine.Count, 9:N0} / {otherOctets / other.Count, 9:N0} octets: "
                    + $"{1000 * mine.Count / mine.Sum(), 8:F1} / {1000 * other.Count / other.Sum(), 7:F1} a second "
                    + $"({other.Sum() / mine.Sum():F2}), p50 {myMedian:F3} / {otherMedian:F3} ms ({otherMedian / myMedian:F2})"
            )
        );
    }

    private static double Median(List<double> times)
    {
        times.Sort();
        return times[times.Count / 2];
    }

    // Tiles that are looked at lie where points are.
    private static List<TileAddress> SomeTiles(int z, int most)
    {
        var tiles = new List<TileAddress>();
        foreach (var village in Villages.All().Take(20_000))
        {
            if (
                tiles.Count < most
                && TileAddress.TryFind(village.Location.X, village.Location.Y, z, out var tile)
                && !tiles.Contains(tile)
            )
            {
                tiles.Add(tile);
            }
        }
        return tiles;
    }

    private static NpgsqlCommand Prepared(NpgsqlConnection connection, string sql)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        for (var i = 0; i < 3; i++)
        {
            command.Parameters.Add(new NpgsqlParameter<int>());
        }
        command.Prepare();
        return command;
    }

    private static async Task<byte[]> AskAsync(NpgsqlCommand command, TileAddress tile)
    {
        ((NpgsqlParameter<int>)command.Parameters[0]).TypedValue = tile.Z;
        ((NpgsqlParameter<int>)command.Parameters[1]).TypedValue = tile.X;
        ((NpgsqlParameter<int>)command.Parameters[2]).TypedValue = tile.Y;
        return (byte[])(await command.ExecuteScalarAsync())!;
    }

    private static async Task ExecuteAsync(string address, string sql)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(address) { Pooling = false }.ToString()
        );
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

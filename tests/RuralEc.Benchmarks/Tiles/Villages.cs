using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Geometries;
using Npgsql;
using RuralEc.Spatial;
using RuralEc.Spatial.Sqlite;

namespace RuralEc.Benchmarks.Tiles;

/// <summary>700,000 made-up villages around Guangzhou from a fixed seed: half spread out, half around 400 towns.</summary>
internal sealed class Villages(DbContextOptions<Villages> options) : DbContext(options)
{
    public const int Count = 700_000;
    public const int Tiers = 4;

    private static readonly string[] Kinds = ["depot", "station", "shop", "farm", "school", "clinic"];

    protected override void OnModelCreating(ModelBuilder model) =>
        model.Entity<Village>(village =>
        {
            village.ToTable("villages").HasKey(v => v.Id);
            village.Property(v => v.Id).HasColumnName("id").ValueGeneratedNever();
            village.Property(v => v.Name).HasColumnName("name");
            village.Property(v => v.Tier).HasColumnName("tier");
            village.Property(v => v.Kind).HasColumnName("kind");
            village.Property(v => v.Location).HasColumnName("geom");
        });

    public static IEnumerable<Village> All()
    {
        var random = new Random(20261125);
        var towns = Enumerable.Range(0, 400).Select(_ => Anywhere(random)).ToArray();
        for (var id = 1; id <= Count; id++)
        {
            var (x, y) = Anywhere(random);
            if (id % 2 == 0)
            {
                var town = towns[random.Next(towns.Length)];
                var reach = 0.03 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
                var (sin, cos) = Math.SinCos(Math.Tau * random.NextDouble());
                (x, y) = (town.X + (reach * cos), town.Y + (reach * sin));
            }
            yield return new Village
            {
                Id = id,
                Name = string.Create(CultureInfo.InvariantCulture, $"村{random.Next(200_000)}"),
                Tier = 1 + random.Next(Tiers),
                Kind = Kinds[random.Next(Kinds.Length)],
                Location = Cgcs2000.Point(x, y),
            };
        }
    }

    /// <summary>1,000 areas of 200 corners, each 4 to 20 km wide.</summary>
    public static IEnumerable<Polygon> Areas()
    {
        const int Corners = 200;
        var random = new Random(20261126);
        for (var area = 0; area < 1_000; area++)
        {
            var (x, y) = Anywhere(random);
            var reach = 0.02 + (0.08 * random.NextDouble());
            var ring = new Coordinate[Corners + 1];
            for (var i = 0; i < Corners; i++)
            {
                var (sin, cos) = Math.SinCos(Math.Tau * i / Corners);
                var radius = reach * (0.8 + (0.2 * random.NextDouble()));
                ring[i] = new Coordinate(x + (radius * cos), y + (radius * sin));
            }
            ring[Corners] = ring[0].Copy();
            yield return Cgcs2000.Factory.CreatePolygon(ring);
        }
    }

    public static async Task<SqliteConnection> InSqliteAsync(string file)
    {
        var connectionString = $"Data Source={file}";
        var options = new DbContextOptionsBuilder<Villages>().UseSqlite(connectionString, o => o.UseNetTopologySuite());
        await using var db = new Villages(options.Options);
        await db.Database.EnsureCreatedAsync();
        var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync();
        SpatialFunctions.Register(connection);
        // Filled without its index, which EnsureAsync then makes as a whole.
        foreach (var drop in RTree.AllOf(db.Model).Single().Drop())
        {
            Run(connection, drop);
        }
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await using var insert = connection.CreateCommand();
            insert.CommandText =
                "INSERT INTO villages (id, name, tier, kind, geom) VALUES ($id, $name, $tier, $kind, $geom)";
            foreach (var village in All())
            {
                insert.Parameters.Clear();
                insert.Parameters.AddWithValue("$id", village.Id);
                insert.Parameters.AddWithValue("$name", village.Name);
                insert.Parameters.AddWithValue("$tier", village.Tier);
                insert.Parameters.AddWithValue("$kind", village.Kind);
                insert.Parameters.AddWithValue("$geom", GeometryBlob.Write(village.Location));
                await insert.ExecuteNonQueryAsync();
            }
            await transaction.CommitAsync();
        }
        await SpatialIndexes.EnsureAsync(db);
        // Loading leaves half of the pages in the log, which a server's next checkpoint would move.
        Run(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        Run(connection, "PRAGMA mmap_size = 1073741824");
        return connection;
    }

    public static async Task<NpgsqlConnection> InPostgresAsync(string address)
    {
        var options = new DbContextOptionsBuilder<Villages>().UseNpgsql(
            address,
            o => o.UseNetTopologySuite().UseSpatialMeters()
        );
        await using (var db = new Villages(options.Options))
        {
            await db.Database.EnsureCreatedAsync();
            await SpatialIndexes.EnsureAsync(db);
        }
        var connection = new NpgsqlConnection(address);
        await connection.OpenAsync();
        await using (
            var copy = await connection.BeginTextImportAsync("COPY villages (id, name, tier, kind, geom) FROM STDIN")
        )
        {
            foreach (var v in All())
            {
                await copy.WriteLineAsync(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{v.Id}\t{v.Name}\t{v.Tier}\t{v.Kind}\tSRID=4490;POINT({v.Location.X:R} {v.Location.Y:R})"
                    )
                );
            }
        }
        await RunAsync(
            connection,
            "CREATE TABLE villages_3857 AS SELECT id, name, tier, kind, ST_Transform(geom, 3857) AS geom FROM villages"
        );
        await RunAsync(connection, "ALTER TABLE villages_3857 ADD PRIMARY KEY (id)");
        await RunAsync(connection, "CREATE INDEX ON villages_3857 USING gist (geom)");
        await RunAsync(connection, "CREATE TABLE areas_3857 (id bigint PRIMARY KEY, geom geometry)");
        await using (var copy = await connection.BeginTextImportAsync("COPY areas_3857 (id, geom) FROM STDIN"))
        {
            var id = 0;
            foreach (var area in Areas())
            {
                await copy.WriteLineAsync(
                    string.Create(CultureInfo.InvariantCulture, $"{++id}\tSRID=4490;{area.AsText()}")
                );
            }
        }
        await RunAsync(connection, "UPDATE areas_3857 SET geom = ST_Transform(geom, 3857)");
        await RunAsync(connection, "CREATE INDEX ON areas_3857 USING gist (geom)");
        await RunAsync(connection, "VACUUM ANALYZE areas_3857");
        await RunAsync(connection, "VACUUM ANALYZE villages");
        await RunAsync(connection, "VACUUM ANALYZE villages_3857");
        // One thread against one thread, and no time for compiling short queries.
        await RunAsync(connection, "SET max_parallel_workers_per_gather = 0");
        await RunAsync(connection, "SET jit = off");
        return connection;
    }

    private static (double X, double Y) Anywhere(Random random) =>
        (112.9 + (1.2 * random.NextDouble()), 22.5 + (1.5 * random.NextDouble()));

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }
}

internal sealed class Village
{
    public long Id { get; init; }

    public required string Name { get; init; }

    public int Tier { get; init; }

    public required string Kind { get; init; }

    public required Point Location { get; init; }
}

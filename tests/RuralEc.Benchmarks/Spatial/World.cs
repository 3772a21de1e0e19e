using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using NetTopologySuite.Geometries;
using Npgsql;
using RuralEc.Spatial;
using RuralEc.Spatial.Sqlite;

namespace RuralEc.Benchmarks.Spatial;

/// <summary>
/// The same seeded rows in a GeoPackage and in PostGIS: points spread evenly over 95 by 95 km around Guangzhou, some 77
/// on a square kilometre, and polygons of some 140 square kilometres.
/// </summary>
internal sealed class World : IAsyncDisposable
{
    public const int Nodes = 700_000;
    public const int Districts = 40;

    private const double West = 113.0;
    private const double South = 22.6;
    private const double Width = 0.93;
    private const double Height = 0.86;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ruralec-spatial-");
    private readonly string _server;
    private readonly string _name = $"ruralec_spatial_{Environment.ProcessId}";

    private World(string server)
    {
        _server = server;
        SqliteAddress = $"Data Source={Path.Combine(_folder.FullName, "world.gpkg")}";
        PostgresAddress = new NpgsqlConnectionStringBuilder(server) { Database = _name }.ToString();
        Sqlite = WorldDb.OnSqlite(SqliteAddress);
        Postgres = WorldDb.OnPostgres(PostgresAddress);
    }

    public string SqliteAddress { get; }

    public string PostgresAddress { get; }

    public DbContextOptions<WorldDb> Sqlite { get; }

    public DbContextOptions<WorldDb> Postgres { get; }

    public static async Task<World> CreateAsync(string server)
    {
        var world = new World(server);
        await ExecuteAsync(server, $"CREATE DATABASE {world._name}");
        await ExecuteAsync(world.PostgresAddress, "CREATE EXTENSION postgis");
        foreach (var options in new[] { world.Sqlite, world.Postgres })
        {
            await using var db = new WorldDb(options);
            await db.Database.EnsureCreatedAsync();
            var random = new Random(40);
            for (var id = 1; id <= Districts; id++)
            {
                db.Add(new District { Id = id, Shape = Star(random, corners: 100 + (id * 10), kilometres: 9) });
            }

            await db.SaveChangesAsync();
        }

        await world.LoadSqliteAsync();
        await world.LoadPostgresAsync();
        return world;
    }

    public static Point At(Random random) =>
        Cgcs2000.Point(West + (Width * random.NextDouble()), South + (Height * random.NextDouble()));

    /// <summary>A simple polygon around a place, whose corners are between half of the distance and all of it away.</summary>
    public static Polygon Star(Random random, int corners, double kilometres)
    {
        var centre = At(random);
        var reach = kilometres / 111;
        var ring = new Coordinate[corners + 1];
        for (var i = 0; i < corners; i++)
        {
            var (sin, cos) = Math.SinCos(Math.Tau * i / corners);
            var radius = reach * (0.5 + (0.5 * random.NextDouble()));
            ring[i] = new Coordinate(centre.X + (radius * cos), centre.Y + (radius * sin));
        }

        ring[corners] = ring[0].Copy();
        return Cgcs2000.Factory.CreatePolygon(ring);
    }

    /// <summary>How long the server's own start takes to index the points anew where there is no index.</summary>
    public async Task<(TimeSpan Sqlite, TimeSpan Postgres)> IndexAsync()
    {
        await using var sqlite = new WorldDb(Sqlite);
        await DropIndexAsync(sqlite);
        await using var postgres = new WorldDb(Postgres);
        await postgres.Database.ExecuteSqlRawAsync(
            "DROP INDEX IF EXISTS gist_nodes_location_degrees, gist_nodes_location_meters"
        );
        var begun = Stopwatch.GetTimestamp();
        await SpatialIndexes.EnsureAsync(sqlite);
        var ours = Stopwatch.GetElapsedTime(begun);
        begun = Stopwatch.GetTimestamp();
        await SpatialIndexes.EnsureAsync(postgres);
        return (ours, Stopwatch.GetElapsedTime(begun));
    }

    /// <summary>Puts both databases into the state that they reach by themselves after some minutes.</summary>
    public async Task SettleAsync()
    {
        await using var sqlite = new WorldDb(Sqlite);
        await sqlite.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)");
        await ExecuteAsync(PostgresAddress, "VACUUM ANALYZE");
        await ExecuteAsync(PostgresAddress, "CHECKPOINT");
    }

    public async ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        NpgsqlConnection.ClearAllPools();
        _folder.Delete(recursive: true);
        await ExecuteAsync(_server, $"DROP DATABASE IF EXISTS {_name} WITH (FORCE)");
    }

    private static IEnumerable<Node> AllNodes()
    {
        var random = new Random(700);
        for (var id = 1; id <= Nodes; id++)
        {
            yield return new Node
            {
                Id = id,
                Tier = id % 100 == 0 ? 2 : 3,
                Location = At(random),
            };
        }
    }

    private async Task LoadSqliteAsync()
    {
        await using var db = new WorldDb(Sqlite);
        // As the server has its file.
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL");
        await DropIndexAsync(db);
        await using var transaction = await db.Database.BeginTransactionAsync();
        await using var insert = (SqliteCommand)db.Database.GetDbConnection().CreateCommand();
        insert.Transaction = (SqliteTransaction)
            Microsoft.EntityFrameworkCore.Storage.DbContextTransactionExtensions.GetDbTransaction(transaction);
        insert.CommandText = "INSERT INTO nodes (id, tier, location) VALUES (@id, @tier, @location)";
        var (id, tier, location) = (
            insert.Parameters.Add("@id", SqliteType.Integer),
            insert.Parameters.Add("@tier", SqliteType.Integer),
            insert.Parameters.Add("@location", SqliteType.Blob)
        );
        foreach (var node in AllNodes())
        {
            (id.Value, tier.Value, location.Value) = (node.Id, node.Tier, GeometryBlob.Write(node.Location));
            await insert.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
    }

    private async Task LoadPostgresAsync()
    {
        await using var connection = new NpgsqlConnection(PostgresAddress);
        await connection.OpenAsync();
        await using (var stage = connection.CreateCommand())
        {
            stage.CommandText = "CREATE TEMP TABLE stage (id int, tier int, x double precision, y double precision)";
            await stage.ExecuteNonQueryAsync();
        }

        await using (var copy = await connection.BeginBinaryImportAsync("COPY stage FROM STDIN (FORMAT binary)"))
        {
            foreach (var node in AllNodes())
            {
                await copy.StartRowAsync();
                await copy.WriteAsync(node.Id);
                await copy.WriteAsync(node.Tier);
                await copy.WriteAsync(node.Location.X);
                await copy.WriteAsync(node.Location.Y);
            }

            await copy.CompleteAsync();
        }

        await using var insert = connection.CreateCommand();
        insert.CommandText =
            $"INSERT INTO nodes SELECT id, tier, ST_SetSRID(ST_MakePoint(x, y), {Cgcs2000.Srid}) FROM stage ORDER BY id";
        insert.CommandTimeout = 0;
        await insert.ExecuteNonQueryAsync();
    }

    private static async Task DropIndexAsync(WorldDb db)
    {
        var model = db.GetService<IDesignTimeModel>().Model;
        foreach (var statement in RTree.AllOf(model).Single(t => t.Table == "nodes").Drop())
        {
            await db.Database.ExecuteSqlRawAsync(statement);
        }
    }

    private static async Task ExecuteAsync(string address, string sql)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(address) { Pooling = false }.ToString()
        );
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }
}

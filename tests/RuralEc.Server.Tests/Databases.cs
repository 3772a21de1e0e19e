using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace RuralEc.Server.Tests;

/// <summary>The two kinds of database the product stores in.</summary>
public enum Database
{
    Sqlite,
    Postgres,
}

/// <summary>
/// Every test that stores runs on every database. PostgreSQL is where <c>RURALEC_TEST_POSTGRES</c> points (a connection
/// string of a role that may create databases); without it those tests are skipped, or fail where <c>CI=true</c>.
/// </summary>
public static class Databases
{
    public static TheoryData<Database> All => [Database.Sqlite, Database.Postgres];

    /// <summary>Whether there is a PostgreSQL server to test on.</summary>
    public static bool HasPostgres => PostgresServer.Address is { Length: > 0 };

    /// <summary>Skips, or fails where <c>CI=true</c>, a test that needs PostgreSQL where there is none.</summary>
    public static void RequirePostgres() => Require(HasPostgres, "RURALEC_TEST_POSTGRES names no PostgreSQL server.");

    /// <summary>An empty database for one test alone; disposing removes it.</summary>
    public static async Task<TestDatabase> CreateAsync(Database kind) =>
        kind switch
        {
            Database.Sqlite => TestDatabase.OfSqlite(Directory.CreateTempSubdirectory("ruralec-test-")),
            Database.Postgres => await PostgresServer.CreateDatabaseAsync(),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };

    /// <summary>Skips the test where <paramref name="present"/> is false, and fails it where <c>CI=true</c>.</summary>
    public static void Require(bool present, string otherwise)
    {
        if (!present && Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(otherwise);
        }
        Assert.SkipUnless(present, otherwise);
    }
}

/// <summary>One test's own database.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly Func<Task> _drop;

    private TestDatabase(Database kind, string connectionString, string? file, Func<Task> drop)
    {
        Kind = kind;
        ConnectionString = connectionString;
        File = file;
        _drop = drop;
    }

    public Database Kind { get; }

    public string ConnectionString { get; }

    /// <summary>The path of the SQLite file; null on PostgreSQL.</summary>
    public string? File { get; }

    /// <summary>Points a context at this database, with the spatial plugin of its kind.</summary>
    public DbContextOptionsBuilder Configure(DbContextOptionsBuilder options) =>
        Kind == Database.Sqlite
            ? options.UseSqlite(ConnectionString, o => o.UseNetTopologySuite())
            : options.UseNpgsql(ConnectionString, o => o.UseNetTopologySuite().UseSpatialMeters());

    public async ValueTask DisposeAsync() => await _drop();

    internal static TestDatabase OfSqlite(DirectoryInfo folder)
    {
        var file = Path.Combine(folder.FullName, "test.gpkg");
        var connectionString = new SqliteConnectionStringBuilder { DataSource = file }.ToString();
        return new TestDatabase(Database.Sqlite, connectionString, file, Drop);

        Task Drop()
        {
            using (var connection = new SqliteConnection(connectionString))
            {
                SqliteConnection.ClearPool(connection);
            }
            folder.Delete(recursive: true);
            return Task.CompletedTask;
        }
    }

    /// <summary>The same database, for a second server; its owner removes it.</summary>
    internal static TestDatabase Borrowed(TestDatabase owner) =>
        new(owner.Kind, owner.ConnectionString, owner.File, () => Task.CompletedTask);

    internal static TestDatabase OfPostgres(string connectionString, Func<Task> drop) =>
        new(Database.Postgres, connectionString, null, drop);
}

/// <summary>The PostgreSQL server of the tests: databases are copied from a template which has PostGIS.</summary>
internal static class PostgresServer
{
    private const string Template = "ruralec_test_template";

    // Any number that every test process agrees on: it guards the template.
    private const long TemplateLock = 0x5275_7261_6C45_63;

    public static readonly string? Address = Environment.GetEnvironmentVariable("RURALEC_TEST_POSTGRES");

    private static readonly Lazy<Task> TemplateIsReady = new(PrepareTemplateAsync);

    public static async Task<TestDatabase> CreateDatabaseAsync()
    {
        Databases.RequirePostgres();
        await TemplateIsReady.Value;
        var name = $"ruralec_test_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
        await using (var connection = await OpenAsync("postgres"))
        {
            await ExecuteAsync(connection, $"SELECT pg_advisory_lock({TemplateLock})");
            await ExecuteAsync(connection, $"CREATE DATABASE {name} TEMPLATE {Template}");
        }
        return TestDatabase.OfPostgres(ConnectionStringOf(name, pooling: true), () => DropAsync(name));
    }

    private static async Task DropAsync(string name)
    {
        await using var connection = await OpenAsync("postgres");
        await ExecuteAsync(connection, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
    }

    private static async Task PrepareTemplateAsync()
    {
        await using var connection = await OpenAsync("postgres");
        await ExecuteAsync(connection, $"SELECT pg_advisory_lock({TemplateLock})");
        await using var find = connection.CreateCommand();
        find.CommandText = $"SELECT datistemplate FROM pg_database WHERE datname = '{Template}'";
        if (await find.ExecuteScalarAsync() is true)
        {
            return;
        }
        // A process that died half way leaves a database which is not yet marked as a template.
        await ExecuteAsync(connection, $"DROP DATABASE IF EXISTS {Template} WITH (FORCE)");
        await ExecuteAsync(connection, $"CREATE DATABASE {Template}");
        await using (var template = await OpenAsync(Template))
        {
            await ExecuteAsync(template, "CREATE EXTENSION postgis");
        }
        await ExecuteAsync(connection, $"ALTER DATABASE {Template} IS_TEMPLATE true");
    }

    // Connections which hold the lock, or sit in the template, must really close.
    private static async Task<NpgsqlConnection> OpenAsync(string database)
    {
        var connection = new NpgsqlConnection(ConnectionStringOf(database, pooling: false));
        await connection.OpenAsync();
        return connection;
    }

    private static string ConnectionStringOf(string database, bool pooling) =>
        new NpgsqlConnectionStringBuilder(Address) { Database = database, Pooling = pooling }.ToString();

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}

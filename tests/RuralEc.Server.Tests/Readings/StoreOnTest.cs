using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using RuralEc.ColdChain;
using RuralEc.Server.Storage.Readings;

namespace RuralEc.Server.Tests.Readings;

/// <summary>A store of readings alone, on either database.</summary>
internal sealed class StoreOnTest : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly TimeProvider _clock;

    private StoreOnTest(TestDatabase database, TimeProvider clock) => (_database, _clock) = (database, clock);

    public IReadingStore Store { get; private set; } = null!;

    /// <summary>For what only one of the databases has.</summary>
    public string ConnectionString => _database.ConnectionString;

    public static async Task<StoreOnTest> OnAsync(Database kind, TimeProvider? clock = null)
    {
        var store = new StoreOnTest(await Databases.CreateAsync(kind), clock ?? TimeProvider.System);
        store.Store = store.Another();
        await store.Store.OpenAsync(CancellationToken.None);
        return store;
    }

    /// <summary>Another server's on the same database.</summary>
    public IReadingStore Another(string? connectionString = null) =>
        _database.Kind == Database.Sqlite
            ? new SqliteReadingStore(Path.ChangeExtension(_database.File!, "readings"))
            : new PostgresReadingStore(
                connectionString ?? _database.ConnectionString,
                _clock,
                NullLogger<PostgresReadingStore>.Instance
            );

    public Task CommitAsync(params IReadOnlyList<Reading> readings) =>
        Store.CommitAsync(readings, [], CancellationToken.None);

    /// <summary>Where the store packs at all.</summary>
    public Task PackAsync() =>
        Store is SqliteReadingStore file ? file.PackAsync(CancellationToken.None) : Task.CompletedTask;

    public async Task ReopenAsync()
    {
        await CloseAsync();
        Store = Another();
        await Store.OpenAsync(CancellationToken.None);
    }

    public Task<IReadOnlyList<Reading>> AllAsync(string device) =>
        Store.RangeAsync(device, null, At(-120), At(80), int.MaxValue, CancellationToken.None);

    public Task<IReadOnlyList<HourRollup>> HoursAsync(string device, string quantity = Quantities.Temperature) =>
        Store.RollupsAsync(device, quantity, At(-120), At(80), CancellationToken.None);

    /// <summary>Plain SQL on the database of the readings.</summary>
    public async Task<object?> SqlAsync(string sql)
    {
        await using System.Data.Common.DbConnection connection =
            _database.Kind == Database.Sqlite
                ? new SqliteConnection($"Data Source={Path.ChangeExtension(_database.File!, "readings")}")
                : new NpgsqlConnection(_database.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        SqliteConnection.ClearAllPools();
        await _database.DisposeAsync();
    }

    private async Task CloseAsync()
    {
        (Store as IDisposable)?.Dispose();
        if (Store is IAsyncDisposable pool)
        {
            await pool.DisposeAsync();
        }
    }

    private static DateTimeOffset At(int yearsFrom2026) => new(2026 + yearsFrom2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
}

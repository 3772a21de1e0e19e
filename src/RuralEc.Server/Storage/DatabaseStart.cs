using Microsoft.EntityFrameworkCore;
using RuralEc.ColdChain;
using RuralEc.Logistics;
using RuralEc.Server.Cli;
using RuralEc.Server.Security;
using RuralEc.Spatial;

namespace RuralEc.Server.Storage;

/// <summary>
/// Makes the database ready before any door opens. SQLite migrates itself; on PostgreSQL a missing migration stops
/// the start, because the serving process need not have the right to change the schema.
/// </summary>
internal sealed class DatabaseStart(IServiceProvider services) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RuralDb>();
        if (db is SqliteRuralDb)
        {
            await MigrateAsync(services, cancellationToken);
        }
        else if ((await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
        {
            throw new CannotStartException(
                "The PostgreSQL schema is not this version's: run the verb 'migrate' first."
            );
        }
    }

    /// <summary>Brings the schema to this version and the reference data in; running it again changes nothing.</summary>
    public static async Task MigrateAsync(IServiceProvider services, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RuralDb>();
        await db.Database.MigrateAsync(ct);
        if (db is SqliteRuralDb)
        {
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", ct);
        }

        await SpatialIndexes.EnsureAsync(db, ct);
        await services.GetRequiredService<IReadingStore>().PrepareAsync(ct);
        await RoleSeed.EnsureAsync(scope.ServiceProvider, ct);
        await scope.ServiceProvider.GetRequiredService<DivisionSeed>().ImportAsync(ct);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

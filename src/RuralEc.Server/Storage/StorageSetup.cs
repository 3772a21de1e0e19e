using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using RuralEc.ColdChain;
using RuralEc.Server.Storage.Readings;

namespace RuralEc.Server.Storage;

/// <summary>Chooses the database and makes it ready: SQLite files in the data folder, or PostgreSQL.</summary>
internal static class StorageSetup
{
    public static void AddStorage(this IServiceCollection services, ServerOptions options)
    {
        if (options.Database is { } connection)
        {
            services.AddDbContext<PostgresRuralDb>(db =>
                db.UseNpgsql(connection, npgsql => npgsql.UseNetTopologySuite().UseSpatialMeters()).UseRuralDefaults()
            );
            services.AddScoped<RuralDb>(provider => provider.GetRequiredService<PostgresRuralDb>());
            services.AddSingleton<IReadingStore>(provider =>
                ActivatorUtilities.CreateInstance<PostgresReadingStore>(provider, connection)
            );
        }
        else
        {
            Directory.CreateDirectory(options.DataFolder);
            var records = $"Data Source={Path.Combine(options.DataFolder, "ruralec.db")}";
            services.AddDbContext<SqliteRuralDb>(db =>
                db.UseSqlite(records, sqlite => sqlite.UseNetTopologySuite()).UseRuralDefaults()
            );
            services.AddScoped<RuralDb>(provider => provider.GetRequiredService<SqliteRuralDb>());
            services.AddSingleton(_ => new SqliteReadingStore(Path.Combine(options.DataFolder, "readings.db")));
            services.AddSingleton<IReadingStore>(provider => provider.GetRequiredService<SqliteReadingStore>());
            services.AddHostedService<ReadingPacker>();
        }

        // Rooms name the plain context: they see their own tables only.
        services.AddScoped<DbContext>(provider => provider.GetRequiredService<RuralDb>());
    }

    /// <summary>
    /// Rows are read, not tracked. A refused command is no error here: it is a lost race that a use case answers, or it
    /// surfaces as an exception and is logged as one.
    /// </summary>
    private static DbContextOptionsBuilder UseRuralDefaults(this DbContextOptionsBuilder db) =>
        db.UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            .ConfigureWarnings(warnings =>
                warnings.Log(
                    (RelationalEventId.CommandError, LogLevel.Debug),
                    (CoreEventId.SaveChangesFailed, LogLevel.Debug),
                    (CoreEventId.OptimisticConcurrencyException, LogLevel.Debug)
                )
            );
}

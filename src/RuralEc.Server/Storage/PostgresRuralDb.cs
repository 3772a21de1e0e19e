using Microsoft.EntityFrameworkCore;

namespace RuralEc.Server.Storage;

/// <summary>The same records in PostgreSQL with PostGIS, where one machine is outgrown.</summary>
internal sealed class PostgresRuralDb(DbContextOptions<PostgresRuralDb> options) : RuralDb(options)
{
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.HasPostgresExtension("postgis");
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);

        // timestamptz takes only instants in UTC.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcConverter>();
        configurationBuilder.Properties<decimal>().HavePrecision(18, 3);
    }
}

using Microsoft.EntityFrameworkCore;

namespace RuralEc.Server.Storage;

/// <summary>The records in one SQLite file that is also a GeoPackage.</summary>
internal sealed class SqliteRuralDb(DbContextOptions<SqliteRuralDb> options) : RuralDb(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);

        // SQLite has neither instants nor decimals; integers compare, sort and sum.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMillisecondsConverter>();
        configurationBuilder.Properties<decimal>().HaveConversion<ThousandthsConverter>();
    }
}

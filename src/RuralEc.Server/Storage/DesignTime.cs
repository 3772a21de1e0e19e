using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace RuralEc.Server.Storage;

/// <summary>Lets <c>dotnet ef</c> build each context without starting the server.</summary>
internal sealed class SqliteDesignTime : IDesignTimeDbContextFactory<SqliteRuralDb>
{
    public SqliteRuralDb CreateDbContext(string[] args) =>
        new(
            new DbContextOptionsBuilder<SqliteRuralDb>()
                .UseSqlite("Data Source=design-time.db", sqlite => sqlite.UseNetTopologySuite())
                .Options
        );
}

internal sealed class PostgresDesignTime : IDesignTimeDbContextFactory<PostgresRuralDb>
{
    public PostgresRuralDb CreateDbContext(string[] args) =>
        new(
            new DbContextOptionsBuilder<PostgresRuralDb>()
                .UseNpgsql("Host=localhost", npgsql => npgsql.UseNetTopologySuite().UseSpatialMeters())
                .Options
        );
}

using Microsoft.EntityFrameworkCore.Infrastructure;
using RuralEc.Spatial.Sqlite;

// The namespace of UseSqlite, so that the call reads as it does with every other provider.
namespace Microsoft.EntityFrameworkCore;

/// <summary>Switches NetTopologySuite on for SQLite.</summary>
public static class SqliteNetTopologySuiteExtensions
{
    /// <summary>
    /// Maps NetTopologySuite geometry to GeoPackage geometry columns, translates its methods and searches through
    /// R*Tree indexes. Call <see cref="RuralEc.Spatial.SpatialIndexes.EnsureAsync"/> once after migrating.
    /// </summary>
    public static SqliteDbContextOptionsBuilder UseNetTopologySuite(this SqliteDbContextOptionsBuilder sqlite)
    {
        var builder = ((IRelationalDbContextOptionsBuilderInfrastructure)sqlite).OptionsBuilder;
        ((IDbContextOptionsBuilderInfrastructure)builder).AddOrUpdateExtension(
            builder.Options.FindExtension<SqliteSpatialExtension>() ?? new SqliteSpatialExtension()
        );
        return sqlite;
    }
}

using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure;
using RuralEc.Spatial.Postgres;

// The namespace of UseNpgsql, so that the call needs no other.
namespace Microsoft.EntityFrameworkCore;

/// <summary>Switches metres over longitude and latitude on for PostgreSQL.</summary>
public static class NpgsqlSpatialMetersExtensions
{
    /// <summary>
    /// Translates <see cref="RuralEc.Spatial.SpatialMeters"/> to PostGIS geography and declares geometry columns with
    /// their type and reference system, so that PostgreSQL refuses others. Call it after <c>UseNetTopologySuite</c>.
    /// </summary>
    public static NpgsqlDbContextOptionsBuilder UseSpatialMeters(this NpgsqlDbContextOptionsBuilder npgsql)
    {
        var builder = ((IRelationalDbContextOptionsBuilderInfrastructure)npgsql).OptionsBuilder;
        ((IDbContextOptionsBuilderInfrastructure)builder).AddOrUpdateExtension(
            builder.Options.FindExtension<PostgresSpatialExtension>() ?? new PostgresSpatialExtension()
        );
        return npgsql;
    }
}

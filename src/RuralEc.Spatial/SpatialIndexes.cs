using Microsoft.EntityFrameworkCore;
using RuralEc.Spatial.Postgres;
using RuralEc.Spatial.Sqlite;

namespace RuralEc.Spatial;

/// <summary>The spatial indexes of a database, which the model does not describe.</summary>
public static class SpatialIndexes
{
    /// <summary>
    /// Puts every spatial index of the model in order. Call it once at start, after migrating. On SQLite it makes the
    /// file a GeoPackage, checks each R*Tree against its column and rebuilds the ones that differ. On PostgreSQL it
    /// creates the GiST indexes that are missing, for degrees and for metres.
    /// </summary>
    public static Task EnsureAsync(DbContext db, CancellationToken cancellationToken = default) =>
        db.Database.IsSqlite()
            ? GeoPackage.EnsureAsync(db, cancellationToken)
            : PostGis.EnsureAsync(db, cancellationToken);
}

using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace RuralEc.Spatial.Sqlite;

/// <summary>Makes sure that a connection which EF Core opened knows the spatial functions.</summary>
internal sealed class SpatialConnectionInterceptor : DbConnectionInterceptor
{
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) =>
        SpatialFunctions.Register((SqliteConnection)connection);

    public override Task ConnectionOpenedAsync(
        DbConnection connection,
        ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        SpatialFunctions.Register((SqliteConnection)connection);
        return Task.CompletedTask;
    }
}

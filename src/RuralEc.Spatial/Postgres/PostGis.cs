using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace RuralEc.Spatial.Postgres;

/// <summary>Creates the GiST indexes of geometry columns.</summary>
internal static class PostGis
{
    public static async Task EnsureAsync(DbContext db, CancellationToken cancellationToken)
    {
        var sql = db.GetService<ISqlGenerationHelper>();
        foreach (var table in db.GetService<IDesignTimeModel>().Model.GetRelationalModel().Tables)
        {
            foreach (var column in table.Columns)
            {
                if (!column.StoreType.StartsWith("geometry", StringComparison.OrdinalIgnoreCase))
                {
                    continue;
                }
                var on = sql.DelimitIdentifier(table.Name, table.Schema);
                var name = sql.DelimitIdentifier(column.Name);
                // Degrees, as Intersects and its like search; and metres, as SpatialMeters does.
                foreach (var (kind, expression) in new[] { ("degrees", name), ("meters", $"({name}::geography)") })
                {
                    var index = sql.DelimitIdentifier($"gist_{table.Name}_{column.Name}_{kind}");
                    await using var command = db.Database.GetDbConnection().CreateCommand();
                    command.CommandText = $"CREATE INDEX IF NOT EXISTS {index} ON {on} USING gist ({expression})";
                    command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
                    await db.Database.OpenConnectionAsync(cancellationToken);
                    await command.ExecuteNonQueryAsync(cancellationToken);
                    await db.Database.CloseConnectionAsync();
                }
            }
        }
    }
}

using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace RuralEc.Traceability.Codes;

/// <summary>
/// Inserts thousands of equal rows inside the caller's transaction, many in one statement. The change tracker needs
/// several times as long for a season's labels; both databases take this text.
/// </summary>
internal static class RowInsert
{
    // SQLite looks every parameter up by name in a list: the work for a statement grows with the square of its values.
    private const int MostValues = 600;

    /// <summary>Inserts the rows as they are: no keys are generated, nothing is tracked.</summary>
    public static async Task InsertAsync<TRow>(DbContext db, IReadOnlyList<TRow> rows, CancellationToken ct)
        where TRow : class
    {
        var entity =
            db.Model.FindEntityType(typeof(TRow))
            ?? throw new InvalidOperationException($"{typeof(TRow).Name} has no table.");
        var properties = entity.GetProperties().ToList();
        foreach (var chunk in rows.Chunk(MostValues / properties.Count))
        {
            await InsertChunkAsync(db, entity, properties, chunk, ct);
        }
    }

    private static async Task InsertChunkAsync<TRow>(
        DbContext db,
        IEntityType entity,
        List<IProperty> properties,
        TRow[] rows,
        CancellationToken ct
    )
        where TRow : class
    {
        var sql = db.GetService<ISqlGenerationHelper>();
        var columns = properties.Select(property => sql.DelimitIdentifier(property.GetColumnName()));
        var text = new StringBuilder()
            .Append("INSERT INTO ")
            .Append(sql.DelimitIdentifier(entity.GetTableName()!, entity.GetSchema()))
            .Append(" (")
            .AppendJoin(", ", columns)
            .Append(") VALUES ");
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        for (var row = 0; row < rows.Length; row++)
        {
            text.Append(row == 0 ? "(" : ", (");
            for (var i = 0; i < properties.Count; i++)
            {
                var name = sql.GenerateParameterName($"p{command.Parameters.Count}");
                text.Append(i == 0 ? "" : ", ").Append(name);
                command.Parameters.Add(
                    properties[i]
                        .GetRelationalTypeMapping()
                        .CreateParameter(
                            command,
                            name,
                            properties[i].PropertyInfo!.GetValue(rows[row]),
                            properties[i].IsNullable
                        )
                );
            }
            text.Append(')');
        }
        command.CommandText = text.ToString();
        await command.ExecuteNonQueryAsync(ct);
    }
}

using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace RuralEc.Spatial.Sqlite;

/// <summary>Writes geometry columns with GeoPackage's type names, and makes their R*Tree with their table.</summary>
internal sealed class GeoPackageMigrationsSqlGenerator(
    MigrationsSqlGeneratorDependencies dependencies,
    IRelationalAnnotationProvider annotations
) : SqliteMigrationsSqlGenerator(dependencies, annotations)
{
    public override IReadOnlyList<MigrationCommand> Generate(
        IReadOnlyList<MigrationOperation> operations,
        IModel? model = null,
        MigrationsSqlGenerationOptions options = MigrationsSqlGenerationOptions.Default
    )
    {
        var commands = base.Generate(operations, model, options);
        if (model is null)
        {
            return commands;
        }
        // EF Core alters a table by copying it, which loses its triggers: whatever happened to a table, its index is
        // made anew afterwards.
        var statements = new MigrationCommandListBuilder(Dependencies);
        foreach (var tree in RTree.AllOf(model))
        {
            if (operations.Any(o => Concerns(o, tree.Table)))
            {
                foreach (var statement in FormerOf(tree, operations).SelectMany(f => f.Drop()).Concat(tree.Rebuild()))
                {
                    statements.Append(statement).AppendLine(Dependencies.SqlGenerationHelper.StatementTerminator);
                    EndStatement(statements);
                }
            }
        }
        return [.. commands, .. statements.GetCommandList()];
    }

    protected override void ColumnDefinition(
        string? schema,
        string table,
        string name,
        ColumnOperation operation,
        IModel? model,
        MigrationCommandListBuilder builder
    )
    {
        var storeType = operation.ColumnType ?? GetColumnType(schema, table, name, operation, model);
        if (GeometryStoreType.GeoPackageNameOf(storeType) is not { } geoPackageName)
        {
            base.ColumnDefinition(schema, table, name, operation, model, builder);
            return;
        }
        // The operation belongs to the caller: it gets its own name back.
        var original = operation.ColumnType;
        operation.ColumnType = IsFurther(table, name, model) ? "BLOB" : geoPackageName;
        base.ColumnDefinition(schema, table, name, operation, model, builder);
        operation.ColumnType = original;
    }

    /// <summary>GDAL takes a second column with a geometry type for an error: it is a plain blob then.</summary>
    private static bool IsFurther(string table, string column, IModel? model)
    {
        // EF Core alters a table by way of a copy of this name.
        const string Copy = "ef_temp_";
        var name = table.StartsWith(Copy, StringComparison.Ordinal) ? table[Copy.Length..] : table;
        return model is not null && RTree.FeaturesOf(model).Any(f => f.Table == name && f.Column != column);
    }

    private static bool Concerns(MigrationOperation operation, string table) =>
        operation switch
        {
            RenameTableOperation rename => rename.NewName == table || rename.Name == table,
            // Rows and statements of one's own pass through the triggers.
            InsertDataOperation or UpdateDataOperation or DeleteDataOperation => false,
            ITableMigrationOperation of => of.Table == table,
            _ => false,
        };

    /// <summary>The index under the names that the table or the column had before: triggers follow a renaming.</summary>
    private static IEnumerable<RTree> FormerOf(RTree tree, IReadOnlyList<MigrationOperation> operations)
    {
        var former = tree;
        foreach (var operation in operations.Reverse())
        {
            if (operation is RenameTableOperation table && table.NewName == former.Table)
            {
                former = former with { Table = table.Name };
            }
            else if (operation is RenameColumnOperation column && column.NewName == former.Column)
            {
                former = former with { Column = column.Name };
            }
        }
        return former == tree ? [] : [former];
    }
}

using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace RuralEc.Spatial.Sqlite;

/// <summary>Writes geometry columns with GeoPackage's type names.</summary>
internal sealed class GeoPackageMigrationsSqlGenerator(
    MigrationsSqlGeneratorDependencies dependencies,
    IRelationalAnnotationProvider annotations
) : SqliteMigrationsSqlGenerator(dependencies, annotations)
{
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
        operation.ColumnType = geoPackageName;
        base.ColumnDefinition(schema, table, name, operation, model, builder);
        operation.ColumnType = original;
    }
}

using Microsoft.EntityFrameworkCore.Storage;

namespace RuralEc.Spatial.Sqlite;

/// <summary>Finds the mapping by the CLR type first: a Polygon parameter meets Point columns (ST_Within).</summary>
internal sealed class GeometryTypeMappingSource : IRelationalTypeMappingSourcePlugin
{
    public RelationalTypeMapping? FindMapping(in RelationalTypeMappingInfo mappingInfo)
    {
        var clrType = mappingInfo.ClrType ?? GeometryStoreType.ClrTypeOf(mappingInfo.StoreTypeName);
        if (clrType is null || GeometryStoreType.Of(clrType) is not { } storeType)
        {
            return null;
        }
        return (RelationalTypeMapping)
            Activator.CreateInstance(
                typeof(GeometryTypeMapping<>).MakeGenericType(clrType),
                mappingInfo.StoreTypeName ?? storeType
            )!;
    }
}

using NetTopologySuite.Geometries;

namespace RuralEc.Spatial.Sqlite;

/// <summary>
/// Names of geometry columns. EF Core's SQLite provider calls SpatiaLite functions for columns typed POINT and so on,
/// so the model and migrations hold private names, and only the DDL that SQLite sees holds GeoPackage's own.
/// </summary>
internal static class GeometryStoreType
{
    private const string Prefix = "GPKG_";

    // Most derived first: MultiPoint is a GeometryCollection, and everything is a Geometry.
    private static readonly (Type ClrType, string Name)[] Types =
    [
        (typeof(Point), "POINT"),
        (typeof(LineString), "LINESTRING"),
        (typeof(Polygon), "POLYGON"),
        (typeof(MultiPoint), "MULTIPOINT"),
        (typeof(MultiLineString), "MULTILINESTRING"),
        (typeof(MultiPolygon), "MULTIPOLYGON"),
        (typeof(GeometryCollection), "GEOMETRYCOLLECTION"),
        (typeof(Geometry), "GEOMETRY"),
    ];

    /// <summary>The private name for a NetTopologySuite type; null for any other type.</summary>
    public static string? Of(Type clrType)
    {
        foreach (var (type, name) in Types)
        {
            if (type.IsAssignableFrom(clrType))
            {
                return Prefix + name;
            }
        }
        return null;
    }

    /// <summary>The NetTopologySuite type for a private name; null for any other name.</summary>
    public static Type? ClrTypeOf(string? storeType)
    {
        foreach (var (type, name) in Types)
        {
            if (GeoPackageNameOf(storeType) == name)
            {
                return type;
            }
        }
        return null;
    }

    /// <summary>GeoPackage's name (Annex G) for a private name; null for any other name.</summary>
    public static string? GeoPackageNameOf(string? storeType) =>
        storeType?.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) == true
            ? storeType[Prefix.Length..].ToUpperInvariant()
            : null;
}

using System.Data.Common;
using System.Reflection;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;

namespace RuralEc.Spatial.Sqlite;

/// <summary>Geometry as a GeoPackage blob.</summary>
internal sealed class GeometryTypeMapping<TGeometry> : RelationalGeometryTypeMapping<TGeometry, byte[]>
    where TGeometry : Geometry
{
    private static readonly ValueConverter<TGeometry, byte[]> Blob = new(
        geometry => GeometryBlob.Write(geometry),
        blob => (TGeometry)GeometryBlob.Read(blob)
    );

    private static readonly MethodInfo GetBytes = typeof(DbDataReader)
        .GetMethod(nameof(DbDataReader.GetFieldValue), [typeof(int)])!
        .MakeGenericMethod(typeof(byte[]));

    public GeometryTypeMapping(string storeType)
        : base(Blob, storeType) { }

    private GeometryTypeMapping(RelationalTypeMappingParameters parameters)
        : base(parameters, Blob) { }

    protected override Type WktReaderType => typeof(WKTReader);

    protected override RelationalTypeMapping Clone(RelationalTypeMappingParameters parameters) =>
        new GeometryTypeMapping<TGeometry>(parameters);

    public override MethodInfo GetDataReaderMethod() => GetBytes;

    protected override string GenerateNonNullSqlLiteral(object value) =>
        $"X'{Convert.ToHexString(GeometryBlob.Write((Geometry)value))}'";

    protected override string AsText(object value) => ((Geometry)value).AsText();

    protected override int GetSrid(object value) => ((Geometry)value).SRID;
}

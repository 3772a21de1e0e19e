using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;
using NetTopologySuite.Geometries;

namespace RuralEc.Spatial.Sqlite;

/// <summary>
/// Translates members of NetTopologySuite as Npgsql does. In both databases <c>Length</c> measures lines only: it is 0
/// for an area, where NetTopologySuite in memory gives its edge.
/// </summary>
internal sealed class GeometryMemberTranslator(ISqlExpressionFactory sql, IRelationalTypeMappingSource types)
    : IMemberTranslator
{
    private static readonly Dictionary<string, string> Members = new()
    {
        [nameof(Point.X)] = "ST_X",
        [nameof(Point.Y)] = "ST_Y",
        [nameof(Geometry.Area)] = "ST_Area",
        [nameof(Geometry.Length)] = "ST_Length",
        [nameof(Geometry.IsEmpty)] = "ST_IsEmpty",
        [nameof(Geometry.IsValid)] = "ST_IsValid",
        [nameof(Geometry.IsSimple)] = "ST_IsSimple",
        [nameof(Geometry.SRID)] = "ST_SRID",
        [nameof(Geometry.NumGeometries)] = "ST_NumGeometries",
        [nameof(Geometry.Envelope)] = "ST_Envelope",
        [nameof(Geometry.Centroid)] = "ST_Centroid",
        [nameof(Geometry.PointOnSurface)] = "ST_PointOnSurface",
        [nameof(Geometry.InteriorPoint)] = "ST_PointOnSurface",
    };

    public SqlExpression? Translate(
        SqlExpression? instance,
        MemberInfo member,
        Type returnType,
        IDiagnosticsLogger<DbLoggerCategory.Query> logger
    )
    {
        if (instance is null || !typeof(Geometry).IsAssignableFrom(member.DeclaringType))
        {
            return null;
        }
        // ST_NumPoints of anything but a line is NULL, which an int cannot hold.
        var isLine = typeof(LineString).IsAssignableFrom(instance.Type);
        var function =
            member.Name == nameof(Geometry.NumPoints) && isLine
                ? "ST_NumPoints"
                : Members.GetValueOrDefault(member.Name);
        return function is null
            ? null
            : sql.Function(
                function,
                [sql.ApplyTypeMapping(instance, types.FindMapping(instance.Type))],
                nullable: true,
                argumentsPropagateNullability: [true],
                returnType,
                types.FindMapping(returnType)
            );
    }
}

internal sealed class GeometryMemberTranslatorPlugin(ISqlExpressionFactory sql, IRelationalTypeMappingSource types)
    : IMemberTranslatorPlugin
{
    public IEnumerable<IMemberTranslator> Translators { get; } = [new GeometryMemberTranslator(sql, types)];
}

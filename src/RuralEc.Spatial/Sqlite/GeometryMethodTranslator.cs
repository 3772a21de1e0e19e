using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;
using NetTopologySuite.Geometries;

namespace RuralEc.Spatial.Sqlite;

/// <summary>Translates methods of NetTopologySuite and of <see cref="SpatialMeters"/>.</summary>
internal sealed class GeometryMethodTranslator(ISqlExpressionFactory sql, IRelationalTypeMappingSource types)
    : IMethodCallTranslator
{
    private static readonly Dictionary<(string Method, int Arguments), string> Methods = new()
    {
        [(nameof(Geometry.Distance), 1)] = FunctionTable.Distance,
        [(nameof(Geometry.IsWithinDistance), 2)] = FunctionTable.DistanceWithin,
        [(nameof(Geometry.Intersects), 1)] = "ST_Intersects",
        [(nameof(Geometry.Disjoint), 1)] = "ST_Disjoint",
        [(nameof(Geometry.Contains), 1)] = "ST_Contains",
        [(nameof(Geometry.Within), 1)] = "ST_Within",
        [(nameof(Geometry.Covers), 1)] = "ST_Covers",
        [(nameof(Geometry.CoveredBy), 1)] = "ST_CoveredBy",
        [(nameof(Geometry.Touches), 1)] = "ST_Touches",
        [(nameof(Geometry.Crosses), 1)] = "ST_Crosses",
        [(nameof(Geometry.Overlaps), 1)] = "ST_Overlaps",
        [(nameof(Geometry.EqualsTopologically), 1)] = "ST_Equals",
        [(nameof(Geometry.ConvexHull), 0)] = "ST_ConvexHull",
        [(nameof(Geometry.Intersection), 1)] = "ST_Intersection",
        [(nameof(Geometry.Union), 1)] = "ST_Union",
        [(nameof(Geometry.Difference), 1)] = "ST_Difference",
        [(nameof(Geometry.SymmetricDifference), 1)] = "ST_SymDifference",
    };

    public SqlExpression? Translate(
        SqlExpression? instance,
        MethodInfo method,
        IReadOnlyList<SqlExpression> arguments,
        IDiagnosticsLogger<DbLoggerCategory.Query> logger
    )
    {
        if (instance is not null && typeof(Geometry).IsAssignableFrom(method.DeclaringType))
        {
            return Methods.TryGetValue((method.Name, arguments.Count), out var function)
                ? Function(function, [instance, .. arguments], method.ReturnType)
                : null;
        }
        if (method.DeclaringType == typeof(SpatialMeters))
        {
            return method.Name switch
            {
                nameof(SpatialMeters.Meters) => Function(FunctionTable.Meters, arguments, typeof(double)),
                nameof(SpatialMeters.MetersKnn) => Function(FunctionTable.MetersKnn, arguments, typeof(double)),
                nameof(SpatialMeters.WithinMeters) => Function(FunctionTable.WithinMeters, arguments, typeof(bool)),
                _ => null,
            };
        }
        // Npgsql's own function, so that one query serves both: there only it reaches the index.
        if (
            method.DeclaringType == typeof(NpgsqlNetTopologySuiteDbFunctionsExtensions)
            && method.Name == nameof(NpgsqlNetTopologySuiteDbFunctionsExtensions.DistanceKnn)
        )
        {
            return Function(FunctionTable.Distance, [arguments[1], arguments[2]], typeof(double));
        }
        return null;
    }

    private SqlExpression Function(string name, IReadOnlyList<SqlExpression> arguments, Type returnType) =>
        sql.Function(
            name,
            // By its own type: a Polygon parameter beside a Point column is still a Polygon.
            arguments.Select(a => sql.ApplyTypeMapping(a, types.FindMapping(a.Type))),
            nullable: true,
            argumentsPropagateNullability: Enumerable.Repeat(true, arguments.Count),
            returnType,
            types.FindMapping(returnType)
        );
}

internal sealed class GeometryMethodTranslatorPlugin(ISqlExpressionFactory sql, IRelationalTypeMappingSource types)
    : IMethodCallTranslatorPlugin
{
    public IEnumerable<IMethodCallTranslator> Translators { get; } = [new GeometryMethodTranslator(sql, types)];
}

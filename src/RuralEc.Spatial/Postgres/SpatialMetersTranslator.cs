using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql.EntityFrameworkCore.PostgreSQL.Query;
using Npgsql.EntityFrameworkCore.PostgreSQL.Query.Expressions;

namespace RuralEc.Spatial.Postgres;

// The operator <-> can be made in no other way; the tests pin the version and would show a change.
#pragma warning disable EF1001

/// <summary>Translates <see cref="SpatialMeters"/> by casts to geography, which an index on that cast serves.</summary>
internal sealed class SpatialMetersTranslator(NpgsqlSqlExpressionFactory sql, IRelationalTypeMappingSource types)
    : IMethodCallTranslator
{
    public SqlExpression? Translate(
        SqlExpression? instance,
        MethodInfo method,
        IReadOnlyList<SqlExpression> arguments,
        IDiagnosticsLogger<DbLoggerCategory.Query> logger
    )
    {
        if (method.DeclaringType != typeof(SpatialMeters))
        {
            return null;
        }
        var (a, b) = (Geography(arguments[0]), Geography(arguments[1]));
        return method.Name switch
        {
            nameof(SpatialMeters.Meters) => Function("ST_Distance", [a, b], typeof(double)),
            nameof(SpatialMeters.MetersKnn) => sql.MakePostgresBinary(PgExpressionType.Distance, a, b),
            nameof(SpatialMeters.WithinMeters) => Function(
                "ST_DWithin",
                [a, b, sql.ApplyDefaultTypeMapping(arguments[2])],
                typeof(bool)
            ),
            _ => null,
        };
    }

    private SqlExpression Geography(SqlExpression point) =>
        sql.Convert(
            sql.ApplyTypeMapping(point, types.FindMapping(point.Type)),
            point.Type,
            types.FindMapping(point.Type, "geography")
        );

    private SqlExpression Function(string name, SqlExpression[] arguments, Type returnType) =>
        sql.Function(
            name,
            arguments,
            nullable: true,
            argumentsPropagateNullability: Enumerable.Repeat(true, arguments.Length),
            returnType,
            types.FindMapping(returnType)
        );
}

internal sealed class SpatialMetersTranslatorPlugin(ISqlExpressionFactory sql, IRelationalTypeMappingSource types)
    : IMethodCallTranslatorPlugin
{
    public IEnumerable<IMethodCallTranslator> Translators { get; } =
    [new SpatialMetersTranslator((NpgsqlSqlExpressionFactory)sql, types)];
}

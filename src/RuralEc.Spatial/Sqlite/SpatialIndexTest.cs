using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace RuralEc.Spatial.Sqlite;

/// <summary>
/// A condition which the R*Tree answers for a row of a table. It exists only while SQL is written, after every pass of
/// EF Core over the query, so nothing but the SQL generator meets it.
/// </summary>
internal abstract class SpatialIndexTest(ColumnExpression column, string table, SqlExpression other)
    : SqlExpression(typeof(bool), typeMapping: null)
{
    /// <summary>The indexed geometry column.</summary>
    public ColumnExpression Column { get; } = column;

    public string Table { get; } = table;

    /// <summary>The geometry it is compared with; it does not depend on the row.</summary>
    public SqlExpression Other { get; } = other;

    public override Expression Quote() => throw new NotSupportedException("Only the SQL generator makes this.");

    protected override Expression VisitChildren(ExpressionVisitor visitor) => this;

    protected override void Print(ExpressionPrinter expressionPrinter) => expressionPrinter.Append(GetType().Name);
}

/// <summary>The row's box meets the box around the other geometry, widened by a distance where there is one.</summary>
internal sealed class BoxTest(
    ColumnExpression column,
    string table,
    SqlExpression other,
    SqlExpression? distance,
    bool inMeters,
    bool emptyEqualsEmpty
) : SpatialIndexTest(column, table, other)
{
    /// <summary>Whether an empty geometry, which has no box, is what another empty one looks for.</summary>
    public bool EmptyEqualsEmpty { get; } = emptyEqualsEmpty;

    public SqlExpression? Distance { get; } = distance;

    public bool InMeters { get; } = inMeters;
}

/// <summary>The row may be among the nearest that its query asks for.</summary>
internal sealed class NearestTest(
    ColumnExpression column,
    string table,
    SqlExpression other,
    SqlFunctionExpression distance,
    SelectExpression query
) : SpatialIndexTest(column, table, other)
{
    /// <summary>The distance that the query orders by.</summary>
    public SqlFunctionExpression Distance { get; } = distance;

    public SelectExpression Query { get; } = query;

    public bool InMeters => Distance.Name != FunctionTable.Distance;
}

using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using NetTopologySuite.Geometries;

namespace RuralEc.Spatial.Sqlite;

/// <summary>Finds in a query the conditions and orderings that the R*Tree can help with.</summary>
internal static class SpatialConditions
{
    /// <summary>The same query, with the tests of the R*Tree that its conditions imply.</summary>
    public static SelectExpression Index(SelectExpression select)
    {
        var tables = BaseTables(select);
        if (tables.Count == 0)
        {
            return select;
        }
        var tests = TestsOf(select.Predicate, tables);
        if (tests.Count == 0 && NearestOf(select, tables) is { } nearest)
        {
            tests = [nearest];
        }
        return tests.Count == 0
            ? select
            : select.Update(
                select.Tables,
                And(tests, select.Predicate),
                select.GroupBy,
                select.Having,
                select.Projection,
                select.Orderings,
                select.Offset,
                select.Limit
            );
    }

    /// <summary>The plain tables of a query: a test on a subquery's column would not reach the R*Tree.</summary>
    private static List<TableExpression> BaseTables(SelectExpression select) =>
        [
            .. select
                .Tables.Select(t => t is JoinExpressionBase join ? join.Table : t)
                .OfType<TableExpression>()
                .Where(t => t.Table is ITable),
        ];

    private static SqlExpression And(List<SpatialIndexTest> tests, SqlExpression? condition) =>
        tests
            .Append(condition)
            .OfType<SqlExpression>()
            .Aggregate((a, b) => new SqlBinaryExpression(ExpressionType.AndAlso, a, b, typeof(bool), b.TypeMapping));

    private static List<SpatialIndexTest> TestsOf(SqlExpression? condition, List<TableExpression> tables) =>
        [.. Conjuncts(condition).Select(c => TestOf(c, tables)).OfType<SpatialIndexTest>()];

    private static IEnumerable<SqlExpression> Conjuncts(SqlExpression? condition) =>
        condition switch
        {
            null => [],
            SqlBinaryExpression { OperatorType: ExpressionType.AndAlso } and =>
            [
                .. Conjuncts(and.Left),
                .. Conjuncts(and.Right),
            ],
            _ => [condition],
        };

    private static BoxTest? TestOf(SqlExpression condition, List<TableExpression> tables)
    {
        var (function, distance) = condition switch
        {
            SqlFunctionExpression { Arguments: [_, _] } f when FunctionTable.Relating.ContainsKey(f.Name) => (f, null),
            SqlFunctionExpression { Arguments: [_, _, var d], Name: FunctionTable.DistanceWithin } f => (f, d),
            SqlFunctionExpression { Arguments: [_, _, var d], Name: FunctionTable.WithinMeters } f => (f, d),
            SqlBinaryExpression
            {
                OperatorType: ExpressionType.LessThan or ExpressionType.LessThanOrEqual,
                Left: SqlFunctionExpression { Name: FunctionTable.Distance or FunctionTable.Meters } f
            } b => (f, b.Right),
            SqlBinaryExpression
            {
                OperatorType: ExpressionType.GreaterThan or ExpressionType.GreaterThanOrEqual,
                Right: SqlFunctionExpression { Name: FunctionTable.Distance or FunctionTable.Meters } f
            } b => (f, b.Left),
            _ => ((SqlFunctionExpression?)null, (SqlExpression?)null),
        };
        if (function is null || Searched(function, tables) is not var (column, table, other))
        {
            return null;
        }
        // The distance decides the search, so it may not come from the row that is searched for.
        if (distance is not null && DependsOn(distance, column.TableAlias))
        {
            return null;
        }
        var inMeters = function.Name is FunctionTable.WithinMeters or FunctionTable.Meters;
        var equals = FunctionTable.Relating.GetValueOrDefault(function.Name) == Relation.Equals;
        return new BoxTest(column, table.Name, other, distance, inMeters, emptyEqualsEmpty: equals);
    }

    private static NearestTest? NearestOf(SelectExpression select, List<TableExpression> tables)
    {
        if (
            select
                is not { Limit: not null, IsDistinct: false, GroupBy: [], Having: null, Tables: [TableExpression, ..] }
            || select.Orderings is not [{ IsAscending: true, Expression: SqlFunctionExpression distance }, ..]
            || distance.Name is not (FunctionTable.Distance or FunctionTable.Meters or FunctionTable.MetersKnn)
        )
        {
            return null;
        }
        // The first table only: joined rows hang on it. A row without geometry comes last, but the R*Tree has it not.
        return
            Searched(distance, [.. tables.Where(t => t == select.Tables[0])]) is var (column, table, other)
            && (!column.IsNullable || Conjuncts(select.Predicate).Any(c => IsNotNull(c, column)))
            ? new NearestTest(column, table.Name, other, distance, select)
            : null;
    }

    private static bool IsNotNull(SqlExpression condition, ColumnExpression column) =>
        condition is SqlUnaryExpression { OperatorType: ExpressionType.NotEqual, Operand: ColumnExpression tested }
        && tested.Name == column.Name
        && tested.TableAlias == column.TableAlias;

    /// <summary>Which column of which table is searched for which other geometry.</summary>
    private static (ColumnExpression, TableExpression, SqlExpression)? Searched(
        SqlFunctionExpression function,
        List<TableExpression> tables
    )
    {
        var (a, b) = (function.Arguments![0], function.Arguments[1]);
        var candidates = new List<(ColumnExpression Column, TableExpression Table, SqlExpression Other)>();
        foreach (var (one, other) in new[] { (a, b), (b, a) })
        {
            if (
                one is ColumnExpression column
                && tables.Find(t => t.Alias == column.TableAlias) is { } table
                && !DependsOn(other, column.TableAlias)
            )
            {
                candidates.Add((column, table, other));
            }
        }
        // Two tables meet: few areas each find their many points, rather than each point its area.
        return candidates.Count switch
        {
            0 => null,
            1 => candidates[0],
            _ => candidates.Find(c => typeof(Point).IsAssignableFrom(c.Column.Type)) is { Column: not null } points
                ? points
                : candidates.MinBy(c => tables.IndexOf(c.Table)),
        };
    }

    private static bool DependsOn(Expression expression, string alias)
    {
        var finder = new ColumnFinder(alias);
        finder.Visit(expression);
        return finder.Found;
    }

    private sealed class ColumnFinder(string alias) : ExpressionVisitor
    {
        public bool Found { get; private set; }

        protected override Expression VisitExtension(Expression node)
        {
            if (node is ColumnExpression column)
            {
                Found |= column.TableAlias == alias;
                return node;
            }
            return base.VisitExtension(node);
        }
    }
}

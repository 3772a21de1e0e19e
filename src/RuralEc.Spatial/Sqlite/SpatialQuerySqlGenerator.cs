using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Sqlite.Query.Internal;
using Microsoft.EntityFrameworkCore.Storage;

namespace RuralEc.Spatial.Sqlite;

// The provider offers no other place to write SQL for SQLite; the tests pin the version and would show a change.
#pragma warning disable EF1001

/// <summary>Writes the R*Tree into queries that have spatial conditions.</summary>
internal sealed class SpatialQuerySqlGenerator(QuerySqlGeneratorDependencies dependencies)
    : SqliteQuerySqlGenerator(dependencies)
{
    protected override Expression VisitSelect(SelectExpression selectExpression)
    {
        base.VisitSelect(SpatialConditions.Index(selectExpression));
        return selectExpression;
    }

    protected override Expression VisitDelete(DeleteExpression deleteExpression)
    {
        base.VisitDelete(
            deleteExpression.Update(deleteExpression.Table, SpatialConditions.Index(deleteExpression.SelectExpression))
        );
        return deleteExpression;
    }

    protected override Expression VisitUpdate(UpdateExpression updateExpression)
    {
        base.VisitUpdate(
            updateExpression.Update(
                SpatialConditions.Index(updateExpression.SelectExpression),
                updateExpression.ColumnValueSetters
            )
        );
        return updateExpression;
    }

    protected override Expression VisitExtension(Expression extensionExpression)
    {
        switch (extensionExpression)
        {
            case BoxTest test:
                WriteBoxTest(test);
                return test;
            case NearestTest test:
                WriteNearestTest(test);
                return test;
            default:
                return base.VisitExtension(extensionExpression);
        }
    }

    protected override Expression VisitSqlUnary(SqlUnaryExpression sqlUnaryExpression)
    {
        // A Point taken as a Geometry is the same blob; a CAST to our private type name would make a number of it.
        if (
            sqlUnaryExpression.OperatorType == ExpressionType.Convert
            && GeometryStoreType.GeoPackageNameOf(sqlUnaryExpression.TypeMapping?.StoreType) is not null
        )
        {
            Visit(sqlUnaryExpression.Operand);
            return sqlUnaryExpression;
        }
        return base.VisitSqlUnary(sqlUnaryExpression);
    }

    protected override Expression VisitOrdering(OrderingExpression orderingExpression)
    {
        base.VisitOrdering(orderingExpression);
        // What has no distance comes where PostgreSQL puts it; SQLite would put it at the other end.
        if (
            orderingExpression.Expression is SqlFunctionExpression
            {
                Name: FunctionTable.Distance or FunctionTable.Meters or FunctionTable.MetersKnn
            }
        )
        {
            Sql.Append(orderingExpression.IsAscending ? " NULLS LAST" : " NULLS FIRST");
        }
        return orderingExpression;
    }

    private void WriteBoxTest(BoxTest test)
    {
        WriteRowIdIn(test);
        WriteSide(test, "maxx", ">=", "ST_MinX", "-");
        Sql.Append(" AND ");
        WriteSide(test, "minx", "<=", "ST_MaxX", "+");
        Sql.Append(" AND ");
        WriteSide(test, "maxy", ">=", "ST_MinY", "-");
        Sql.Append(" AND ");
        WriteSide(test, "miny", "<=", "ST_MaxY", "+");
        if (test.EmptyEqualsEmpty)
        {
            WriteEmpty(test);
        }
        Sql.Append(")");
    }

    // The R*Tree has no empty rows. Only for an empty geometry are they looked up, by reading through the table: SQLite
    // tests what does not depend on the row before it reads any.
    private void WriteEmpty(BoxTest test)
    {
        Sql.Append(" UNION ALL SELECT \"rowid\" FROM ").Append(RTree.Quote(test.Table));
        Sql.Append(" WHERE ST_IsEmpty(");
        Visit(test.Other);
        Sql.Append(") AND ST_IsEmpty(").Append(RTree.Quote(test.Column.Name)).Append(")");
    }

    private void WriteSide(BoxTest test, string side, string comparison, string function, string widen)
    {
        Sql.Append($"\"{side}\" {comparison} {function}{(test.InMeters ? "Meters" : "")}(");
        Visit(test.Other);
        if (test.InMeters)
        {
            Sql.Append(", ");
            Visit(test.Distance);
        }
        Sql.Append(")");
        if (!test.InMeters && test.Distance is not null)
        {
            // A billionth of a degree of room for the rounding of this very sum.
            Sql.Append($" {widen} (");
            Visit(test.Distance);
            Sql.Append(" + 1e-9)");
        }
    }

    // Any rows that the query may return bound the distance of the nearest; then everything within that distance is
    // looked at. So the answer is exact whatever order the R*Tree walks in, and rows at the same distance are all seen.
    private void WriteNearestTest(NearestTest test)
    {
        WriteRowIdIn(test);
        Sql.Append($"\"id\" MATCH {(test.InMeters ? RTreeSearch.WithinMeters : RTreeSearch.Within)}(");
        WriteTarget(test);
        Sql.AppendLine(", (");
        using (Sql.Indent())
        {
            Sql.Append("SELECT CASE WHEN count(*) < (");
            WriteWanted(test.Query);
            // Fewer than wanted: no distance is too far.
            Sql.AppendLine(") THEN 9e999 ELSE max(\"d\") END FROM (");
            using (Sql.Indent())
            {
                Sql.Append("SELECT ");
                Visit(test.Distance);
                Sql.AppendLine(" AS \"d\"");
                Sql.Append($"FROM {RTree.Quote(RTree.NameOf(test.Table, test.Column.Name))} AS \"rtree\" CROSS JOIN ");
                foreach (var (i, table) in test.Query.Tables.Index())
                {
                    if (i > 0)
                    {
                        Sql.AppendLine();
                    }
                    Visit(table);
                }
                Sql.AppendLine();
                Sql.Append(
                    $"WHERE {RTree.Quote(test.Column.TableAlias)}.\"rowid\" = \"rtree\".\"id\" AND \"rtree\".\"id\" "
                );
                Sql.Append($"MATCH {(test.InMeters ? RTreeSearch.NearestMeters : RTreeSearch.Nearest)}(");
                WriteTarget(test);
                Sql.Append(")");
                if (test.Query.Predicate is not null)
                {
                    Sql.Append(" AND (");
                    Visit(test.Query.Predicate);
                    Sql.Append(")");
                }
                Sql.AppendLine();
                Sql.Append("LIMIT ");
                WriteWanted(test.Query);
                Sql.AppendLine();
            }
            Sql.AppendLine(")");
        }
        Sql.Append(")))");
    }

    private void WriteRowIdIn(SpatialIndexTest test)
    {
        Sql.Append($"{RTree.Quote(test.Column.TableAlias)}.\"rowid\" IN (");
        Sql.Append($"SELECT \"id\" FROM {RTree.Quote(RTree.NameOf(test.Table, test.Column.Name))} WHERE ");
    }

    private void WriteTarget(NearestTest test)
    {
        string[] sides = test.InMeters ? ["ST_X", "ST_Y"] : ["ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"];
        foreach (var (i, side) in sides.Index())
        {
            Sql.Append(i > 0 ? ", " : "").Append(side).Append("(");
            Visit(test.Other);
            Sql.Append(")");
        }
    }

    private void WriteWanted(SelectExpression query)
    {
        Visit(query.Limit);
        if (query.Offset is not null)
        {
            Sql.Append(" + ");
            Visit(query.Offset);
        }
    }
}

internal sealed class SpatialQuerySqlGeneratorFactory(QuerySqlGeneratorDependencies dependencies)
    : IQuerySqlGeneratorFactory
{
    public QuerySqlGenerator Create() => new SpatialQuerySqlGenerator(dependencies);
}

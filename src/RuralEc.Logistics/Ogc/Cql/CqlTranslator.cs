using System.Linq.Expressions;

namespace RuralEc.Logistics.Ogc.Cql;

/// <summary>
/// Translates a filter into a condition over a row. A predicate of CQL2 is true, false or null, and what LINQ calls false
/// is both of the latter; so each part is asked either for its truth or for its falsehood, and NOT swaps the question.
/// </summary>
internal sealed class CqlTranslator
{
    private readonly CqlOperands _operands;
    private readonly CqlSpatial _spatial;

    public CqlTranslator(Layer layer, ParameterExpression row, Expression place, Dialect dialect, Crs crs)
    {
        _operands = new(layer, row, place, dialect);
        _spatial = new(_operands, place, crs);
    }

    /// <summary>The condition under which the filter is true.</summary>
    /// <exception cref="CqlException">It asks for what this layer has not, or compares what cannot be compared.</exception>
    public Expression Truth(CqlNode filter) => When(filter, true);

    private Expression When(CqlNode node, bool wanted) =>
        node switch
        {
            CqlJunction junction => Balanced(
                [.. junction.Terms.Select(term => When(term, wanted))],
                junction.All == wanted ? Expression.AndAlso : Expression.OrElse
            ),
            CqlNot not => When(not.Inner, !wanted),
            CqlFlag flag => Expression.Constant(flag.Value == wanted),
            CqlCompare compare => _operands.Compared(compare, wanted),
            CqlBetween between => When(
                new CqlJunction(
                    between.At,
                    true,
                    [
                        new CqlCompare(between.At, ">=", between.Value, between.Low),
                        new CqlCompare(between.At, "<=", between.Value, between.High),
                    ]
                ),
                wanted
            ),
            CqlIn { List: var list } within => When(
                new CqlJunction(
                    within.At,
                    false,
                    [.. list.Select(item => new CqlCompare(item.At, "=", within.Value, item))]
                ),
                wanted
            ),
            CqlLike like => _operands.Alike(like, wanted),
            CqlIsNull isNull => Missing(isNull, wanted),
            CqlCall { Function: ['S', '_', ..] } call => _spatial.Related(call, wanted),
            CqlCall { Function: ['T', '_', ..] } call => When(CqlTemporal.Spelled(call), wanted),
            CqlCall call => throw new CqlException($"没有函数 {call.Function}。", call.At),
            _ => throw new CqlException("此处应为一个条件，例如 name = '从化区'。", node.At),
        };

    private Expression Missing(CqlIsNull isNull, bool wanted)
    {
        if (isNull.Value is CqlProperty { Name: Layer.GeometryName })
        {
            return _operands.PlaceIsMissing(wanted);
        }

        if (isNull.Value is CqlGeometry or CqlInterval)
        {
            return Expression.Constant(!wanted);
        }

        if (!IsPredicate(isNull.Value))
        {
            return _operands.IsNull(isNull.Value, wanted);
        }

        // Asking a predicate twice, nested, would double the query with every level.
        if (isNull.Value is CqlIsNull or CqlNot or CqlJunction)
        {
            throw new CqlException("IS NULL 前不能是复合条件。", isNull.At);
        }

        var isTrue = When(isNull.Value, true);
        var isFalse = When(isNull.Value, false);
        Expression known = Expression.OrElse(isTrue, isFalse);
        return wanted ? Expression.Not(known) : known;
    }

    private static bool IsPredicate(CqlNode node) =>
        node
            is CqlJunction
                or CqlNot
                or CqlCompare
                or CqlBetween
                or CqlIn
                or CqlLike
                or CqlIsNull
                or CqlCall { Function: ['S' or 'T', '_', ..] };

    /// <summary>A tree of logarithmic depth: many terms in a row would be a list as deep as it is long.</summary>
    private static Expression Balanced(ReadOnlySpan<Expression> terms, Func<Expression, Expression, Expression> join) =>
        terms.Length == 1
            ? terms[0]
            : join(Balanced(terms[..(terms.Length / 2)], join), Balanced(terms[(terms.Length / 2)..], join));
}

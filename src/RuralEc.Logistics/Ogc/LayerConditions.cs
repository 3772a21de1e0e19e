using System.Linq.Expressions;
using NetTopologySuite.Geometries;
using RuralEc.Logistics.Ogc.Cql;

namespace RuralEc.Logistics.Ogc;

/// <summary>Turns what a request asks for into conditions over a row, to be joined by AND.</summary>
internal sealed class LayerConditions(
    Layer layer,
    ParameterExpression row,
    Expression place,
    bool everyRowHasOne,
    Dialect dialect
)
{
    public IEnumerable<Expression> Of(ItemsQuery query)
    {
        if (query.Area is { } area)
        {
            yield return Within(area);
        }

        if (query.Time is { } time && layer.Time is { } property)
        {
            yield return During(Rebound.To(property.Value, row), time);
        }

        foreach (var (filtered, value) in query.Equal)
        {
            yield return Expression.Equal(Rebound.To(filtered.Value, row), value);
        }

        if (query.Filter is { } filter)
        {
            yield return new CqlTranslator(layer, row, place, dialect, query.FilterCrs).Truth(filter);
        }
    }

    public Expression After(Expression key, string last) =>
        Expression.GreaterThan(
            Expression.Call(typeof(string), nameof(string.Compare), [], key, Given.Of(last)),
            Expression.Constant(0)
        );

    // 17-069r4 /req/core/fc-bbox-response: what has no place is matched too.
    private Expression Within(Geometry area)
    {
        var meets = Expression.Call(place, nameof(Geometry.Intersects), [], Given.Of(area));
        return everyRowHasOne
            ? meets
            : Expression.OrElse(Expression.Equal(place, Expression.Constant(null, place.Type)), meets);
    }

    // /req/core/fc-time-response: so is what has no time.
    private static BinaryExpression During(Expression instant, TimeSpanOfQuery time)
    {
        Expression within = Expression.Constant(true);
        if (time.Start is { } start)
        {
            within = Expression.GreaterThanOrEqual(instant, Given.Of<DateTimeOffset?>(start));
        }

        if (time.End is { } end)
        {
            within = Expression.AndAlso(within, Expression.LessThanOrEqual(instant, Given.Of<DateTimeOffset?>(end)));
        }

        return Expression.OrElse(Expression.Equal(instant, Expression.Constant(null, typeof(DateTimeOffset?))), within);
    }
}

using System.Linq.Expressions;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Union;

namespace RuralEc.Logistics.Ogc.Cql;

/// <summary>The spatial functions, which are those of OGC Simple Features.</summary>
internal sealed class CqlSpatial(CqlOperands operands, Expression place, Crs crs)
{
    private static readonly Dictionary<string, string> Methods = new()
    {
        ["S_INTERSECTS"] = nameof(Geometry.Intersects),
        ["S_DISJOINT"] = nameof(Geometry.Disjoint),
        ["S_EQUALS"] = nameof(Geometry.EqualsTopologically),
        ["S_TOUCHES"] = nameof(Geometry.Touches),
        ["S_WITHIN"] = nameof(Geometry.Within),
        ["S_OVERLAPS"] = nameof(Geometry.Overlaps),
        ["S_CROSSES"] = nameof(Geometry.Crosses),
        ["S_CONTAINS"] = nameof(Geometry.Contains),
    };

    public Expression Related(CqlCall call, bool wanted)
    {
        if (!Methods.TryGetValue(call.Function, out var method))
        {
            throw new CqlException($"没有函数 {call.Function}。", call.At);
        }

        if (call.Arguments is not [var first, var second])
        {
            throw new CqlException($"{call.Function} 应有两个参数。", call.At);
        }

        var (left, right) = (GeometryOf(first), GeometryOf(second));
        if (left is { } a && right is { } b)
        {
            return Expression.Constant(Holds(method, a, b, call.At) == wanted);
        }

        // Relations of a mixed collection are defined for its parts only.
        if ((left ?? right) is GeometryCollection { IsHomogeneous: false } mixed)
        {
            return OfParts(call, method, mixed, wanted);
        }

        var holds = Expression.Call(Side(left), method, [], Side(right));
        return Expression.AndAlso(operands.PlaceIsMissing(false), wanted ? holds : Expression.Not(holds));
    }

    private BinaryExpression OfParts(CqlCall call, string method, GeometryCollection mixed, bool wanted)
    {
        if (method is not (nameof(Geometry.Intersects) or nameof(Geometry.Disjoint)))
        {
            throw new CqlException($"{call.Function} 不能用于点、线、面混合的 GEOMETRYCOLLECTION。", call.At);
        }

        var meets = mixed
            .Geometries.Select(
                Expression (part) => Expression.Call(place, nameof(Geometry.Intersects), [], Given.Of(part))
            )
            .Aggregate(Expression.OrElse);
        return Expression.AndAlso(
            operands.PlaceIsMissing(false),
            wanted == (method == nameof(Geometry.Intersects)) ? meets : Expression.Not(meets)
        );
    }

    private Expression Side(Geometry? given) => given is null ? place : Given.Of(given);

    /// <summary>The literal in stored coordinates; null for the geometry of the row.</summary>
    private Geometry? GeometryOf(CqlNode node)
    {
        switch (node)
        {
            case CqlProperty { Name: Layer.GeometryName }:
                return null;
            case CqlProperty property:
                operands.Property(property);
                throw new CqlException($"属性 {property.Name} 不是几何，应为 geometry。", property.At);
            case CqlGeometry { IsBox: true } box:
                var corners = box.Value.Coordinates;
                return crs.StoredBox(corners[0], corners[1], out var why) ?? throw new CqlException(why, box.At);
            case CqlGeometry literal:
                return Stored(literal);
            default:
                throw new CqlException("此处应为 geometry、WKT 几何或 BBOX。", node.At);
        }
    }

    private Geometry Stored(CqlGeometry literal)
    {
        // The databases answer invalid shapes differently, or with a fault.
        if (!literal.Value.IsValid)
        {
            throw new CqlException("几何无效，例如多边形自相交。", literal.At);
        }

        var geometry =
            crs.ToStored(literal.Value) ?? throw new CqlException($"坐标超出 {crs.Uri} 的范围。", literal.At);
        if (geometry.GetType() != typeof(GeometryCollection))
        {
            return geometry;
        }

        var united = UnaryUnionOp.Union(geometry);
        united.SRID = geometry.SRID;
        return united;
    }

    private static bool Holds(string method, Geometry a, Geometry b, int at) =>
        a is GeometryCollection { IsHomogeneous: false } || b is GeometryCollection { IsHomogeneous: false }
            ? throw new CqlException("两个固定几何之间不能使用 GEOMETRYCOLLECTION。", at)
            : method switch
            {
                nameof(Geometry.Intersects) => a.Intersects(b),
                nameof(Geometry.Disjoint) => a.Disjoint(b),
                nameof(Geometry.EqualsTopologically) => a.EqualsTopologically(b),
                nameof(Geometry.Touches) => a.Touches(b),
                nameof(Geometry.Within) => a.Within(b),
                nameof(Geometry.Overlaps) => a.Overlaps(b),
                nameof(Geometry.Crosses) => a.Crosses(b),
                _ => a.Contains(b),
            };
}

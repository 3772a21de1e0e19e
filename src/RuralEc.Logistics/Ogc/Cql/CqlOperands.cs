using System.Linq.Expressions;

namespace RuralEc.Logistics.Ogc.Cql;

/// <summary>A value in a filter: of a row, where it may be null, or given. A day has two ends, all else has one.</summary>
internal sealed record CqlOperand(PropertyKind Kind, Expression Start, Expression End, bool IsGiven);

/// <summary>Translates scalars, and the comparisons of two of them.</summary>
internal sealed class CqlOperands(Layer layer, ParameterExpression row, Expression place, Dialect dialect)
{
    public Expression Compared(CqlCompare compare, bool wanted)
    {
        var (left, right, sign) = (Of(compare.Left), Of(compare.Right), compare.Operator);
        if (left.Kind != right.Kind)
        {
            throw new CqlException("比较的两边类型不同，例如文字与数字。", compare.Right.At);
        }

        if (left.Kind == PropertyKind.Flag && sign is not ("=" or "<>"))
        {
            throw new CqlException("真假值只能用 = 或 <> 比较。", compare.At);
        }

        if (left.IsGiven && !right.IsGiven)
        {
            (left, right, sign) = (right, left, Mirrored(sign));
        }

        if (sign == "<>")
        {
            (sign, wanted) = ("=", !wanted);
        }

        return Known([left, right], Holds(sign, left, right), wanted);
    }

    public Expression Alike(CqlLike like, bool wanted)
    {
        var value = Of(like.Value);
        var (pattern, folds) = PatternOf(like.Pattern);
        if (value.Kind != PropertyKind.Text)
        {
            throw new CqlException("LIKE 只能用于文字。", like.Value.At);
        }

        return Known([value], dialect.Like(value.Start, new(folds ? Dialect.Folded(pattern) : pattern)), wanted);
    }

    public Expression IsNull(CqlNode node, bool wanted)
    {
        var operand = Of(node);
        return operand.IsGiven ? Expression.Constant(!wanted)
            : wanted ? Expression.Equal(operand.Start, NullOf(operand.Start))
            : Expression.NotEqual(operand.Start, NullOf(operand.Start));
    }

    public Expression PlaceIsMissing(bool wanted) =>
        wanted ? Expression.Equal(place, NullOf(place)) : Expression.NotEqual(place, NullOf(place));

    public LayerProperty Property(CqlProperty property) =>
        layer.Find(property.Name)
        ?? throw new CqlException(
            property.Name == Layer.GeometryName
                ? "geometry 只能用于 S_INTERSECTS 等空间函数和 IS NULL。"
                : $"没有属性 {property.Name}；可用的见 queryables。",
            property.At
        );

    private CqlOperand Of(CqlNode node) =>
        node switch
        {
            CqlProperty property => OfRow(Property(property)),
            CqlText text => OfGiven(PropertyKind.Text, text.Value),
            CqlNumber or CqlArithmetic => OfGiven<double?>(PropertyKind.Number, CqlArithmetics.ValueOf(node)),
            CqlFlag flag => OfGiven<bool?>(PropertyKind.Flag, flag.Value),
            CqlInstant instant => new(
                PropertyKind.Instant,
                Given.Of<DateTimeOffset?>(instant.Start),
                Given.Of<DateTimeOffset?>(instant.End),
                IsGiven: true
            ),
            CqlCall { Function: "CASEI", Arguments: [var inner] } => Folded(inner),
            CqlCall { Function: "CASEI" } call => throw new CqlException("CASEI 应有一个参数。", call.At),
            CqlCall call => throw new CqlException($"没有函数 {call.Function}。", call.At),
            _ => throw new CqlException("此处应为属性、文字、数字、真假值或时间。", node.At),
        };

    private CqlOperand OfRow(LayerProperty property)
    {
        var value = Rebound.To(property.Value, row);
        return new(property.Kind, value, value, IsGiven: false);
    }

    private static CqlOperand OfGiven<TValue>(PropertyKind kind, TValue value)
    {
        var given = Given.Of(value);
        return new(kind, given, given, IsGiven: true);
    }

    private CqlOperand Folded(CqlNode inner)
    {
        if (inner is CqlText text)
        {
            return OfGiven(PropertyKind.Text, Dialect.Folded(text.Value));
        }

        var operand = Of(inner);
        if (operand.Kind != PropertyKind.Text)
        {
            throw new CqlException("CASEI 只能用于文字。", inner.At);
        }

        var folded = dialect.Folded(operand.Start);
        return operand with { Start = folded, End = folded };
    }

    private static (string Pattern, bool Folds) PatternOf(CqlNode pattern) =>
        pattern switch
        {
            CqlText text => (text.Raw, false),
            CqlCall { Function: "CASEI", Arguments: [var inner] } => (PatternOf(inner).Pattern, true),
            _ => throw new CqlException("LIKE 之后应为带引号的模式，例如 '从化%'。", pattern.At),
        };

    /// <summary>
    /// Before a day is before it begins; in it is equal to it. A row's instant begins and ends at once. The given value,
    /// if there is one, stands on the right.
    /// </summary>
    private BinaryExpression Holds(string sign, CqlOperand left, CqlOperand right) =>
        sign switch
        {
            "=" when left.Kind == PropertyKind.Instant => Expression.AndAlso(
                Ordered(ExpressionType.GreaterThanOrEqual, left.Start, right.Start),
                Ordered(ExpressionType.LessThanOrEqual, left.End, right.End)
            ),
            "=" => Expression.Equal(left.Start, right.Start),
            "<" => Ordered(ExpressionType.LessThan, left.End, right.Start),
            "<=" => Ordered(ExpressionType.LessThanOrEqual, left.End, right.End),
            ">" => Ordered(ExpressionType.GreaterThan, left.Start, right.End),
            _ => Ordered(ExpressionType.GreaterThanOrEqual, left.Start, right.Start),
        };

    private BinaryExpression Ordered(ExpressionType sign, Expression left, Expression right) =>
        left.Type == typeof(string)
            ? Expression.MakeBinary(
                sign,
                Expression.Call(typeof(string), nameof(string.Compare), [], dialect.ByCodePoint(left), right),
                Expression.Constant(0)
            )
            : Expression.MakeBinary(sign, left, right);

    /// <summary>Whether both are known, and the condition holds or, where that is wanted, does not.</summary>
    private static Expression Known(ReadOnlySpan<CqlOperand> operands, Expression condition, bool wanted)
    {
        var result = wanted ? condition : Expression.Not(condition);
        foreach (var operand in operands)
        {
            result = operand.IsGiven
                ? result
                : Expression.AndAlso(Expression.NotEqual(operand.Start, NullOf(operand.Start)), result);
        }

        return result;
    }

    private static ConstantExpression NullOf(Expression value) => Expression.Constant(null, value.Type);

    private static string Mirrored(string sign) =>
        sign switch
        {
            "<" => ">",
            "<=" => ">=",
            ">" => "<",
            ">=" => "<=",
            _ => sign,
        };
}

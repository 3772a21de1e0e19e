using System.Linq.Expressions;
using NetTopologySuite.Geometries;

namespace RuralEc.Server.Tests.Spatial;

/// <summary>LINQ over a layer's geometry, as C# would compile it, by the name of a method or member.</summary>
internal sealed class Composed<T>(
    Expression<Func<T, Geometry?>> shape,
    Expression<Func<T, int>> id,
    Expression<Func<T, int>> tier
)
{
    private readonly ParameterExpression _row = shape.Parameters[0];

    // A Point taken as a Geometry is the same column: C# would not write the conversion before a method.
    private readonly Expression _shape = shape.Body is UnaryExpression { NodeType: ExpressionType.Convert } convert
        ? convert.Operand
        : shape.Body;

    public Type Type => _shape.Type;

    public Expression<Func<T, bool>> Any { get; } =
        Expression.Lambda<Func<T, bool>>(Expression.GreaterThan(id.Body, Expression.Constant(0)), id.Parameters[0]);

    public Expression<Func<T, bool>> OfTier(int value) =>
        Expression.Lambda<Func<T, bool>>(Expression.Equal(tier.Body, Captured(value)), tier.Parameters[0]);

    /// <summary>row.Shape.Method(other), or the other way round.</summary>
    public Expression<Func<T, bool>> Where(string method, Geometry other, bool turned, params double[] further) =>
        Expression.Lambda<Func<T, bool>>(Call(method, other, turned, further), _row);

    public static Expression<Func<T, bool>> AtMost(Expression<Func<T, double?>> number, double most) =>
        Expression.Lambda<Func<T, bool>>(
            Expression.LessThanOrEqual(((UnaryExpression)number.Body).Operand, Captured(most)),
            number.Parameters[0]
        );

    /// <summary>What has no number, such as an empty shape, gives none.</summary>
    public Expression<Func<T, double?>> Number(string method, Geometry other) =>
        Expression.Lambda<Func<T, double?>>(Expression.Convert(Call(method, other, false), typeof(double?)), _row);

    public Expression<Func<T, double>> Distance(Geometry other) =>
        Expression.Lambda<Func<T, double>>(Call("Distance", other, false), _row);

    public Expression<Func<T, double?>> Member(string name)
    {
        var member = Expression.Property(_shape, name);
        var nullable = Expression.Convert(member, typeof(Nullable<>).MakeGenericType(member.Type));
        return Expression.Lambda<Func<T, double?>>(Expression.Convert(nullable, typeof(double?)), _row);
    }

    /// <summary>1 where it is true, 0 where it is not.</summary>
    public Expression<Func<T, double?>> Truth(string name) =>
        Expression.Lambda<Func<T, double?>>(
            Expression.Condition(
                Expression.Property(_shape, name),
                Expression.Constant(1.0, typeof(double?)),
                Expression.Constant(0.0, typeof(double?))
            ),
            _row
        );

    /// <summary>A shape made of the row's shape, by a member or a method.</summary>
    public Expression<Func<T, Geometry?>> Made(string name, Geometry? other = null)
    {
        var made =
            other is not null ? Call(name, other, false)
            : typeof(Geometry).GetProperty(name) is { } property ? Expression.Property(_shape, property)
            : Expression.Call(_shape, typeof(Geometry).GetMethod(name, [])!) as Expression;
        return Expression.Lambda<Func<T, Geometry?>>(Expression.Convert(made, typeof(Geometry)), _row);
    }

    private MethodCallExpression Call(string method, Geometry other, bool turned, params double[] further)
    {
        Type[] types = [typeof(Geometry), .. further.Select(_ => typeof(double))];
        var info = typeof(Geometry).GetMethod(method, types)!;
        Expression[] rest = [.. further.Select(Captured)];
        return turned
            ? Expression.Call(Captured(other), info, [_shape, .. rest])
            : Expression.Call(_shape, info, [Captured(other), .. rest]);
    }

    /// <summary>As a local variable that a lambda uses: a parameter of the query.</summary>
    private static MemberExpression Captured<TValue>(TValue value) =>
        Expression.Field(Expression.Constant(new Local<TValue>(value)), nameof(Local<>.Value));

    private sealed class Local<TValue>(TValue value)
    {
        public readonly TValue Value = value;
    }
}

using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace RuralEc.Logistics.Ogc;

/// <summary>A value that a request gave: a parameter of the SQL and never a part of its text.</summary>
internal static class Given
{
    public static Expression Of<TValue>(TValue value) =>
        Expression.Field(Expression.Constant(new Holder<TValue>(value)), nameof(Holder<>.Value));

    private sealed class Holder<TValue>(TValue value)
    {
        public readonly TValue Value = value;
    }
}

/// <summary>The body of a function with another row in the place of its parameter.</summary>
internal sealed class Rebound : ExpressionVisitor
{
    private readonly ParameterExpression _from;
    private readonly ParameterExpression _to;

    private Rebound(ParameterExpression from, ParameterExpression to) => (_from, _to) = (from, to);

    public static Expression To(LambdaExpression function, ParameterExpression row) =>
        new Rebound(function.Parameters[0], row).Visit(function.Body);

    protected override Expression VisitParameter(ParameterExpression node) => node == _from ? _to : node;
}

/// <summary>How a database writes what has no common words in LINQ: byte order of text, and patterns that heed case.</summary>
internal sealed record Dialect(bool IsSqlite)
{
    private static readonly Expression Functions = Expression.Constant(EF.Functions);

    public static Dialect Of(DbContext db) => new(db.Database.IsSqlite());

    /// <summary>Text that compares by its code points, whatever the language of the database.</summary>
    public Expression ByCodePoint(Expression text) =>
        Expression.Call(
            typeof(RelationalDbFunctionsExtensions),
            nameof(RelationalDbFunctionsExtensions.Collate),
            [typeof(string)],
            Functions,
            text,
            Expression.Constant(IsSqlite ? "BINARY" : "C")
        );

    /// <summary>Small letters for A to Z. Elsewhere the databases differ, so other letters stay.</summary>
    public Expression Folded(Expression text) => Expression.Call(ByCodePoint(text), nameof(string.ToLower), []);

    /// <summary>The same for a text that is known.</summary>
    public static string Folded(string text) =>
        string.Create(
            text.Length,
            text,
            static (span, from) =>
            {
                for (var i = 0; i < span.Length; i++)
                {
                    span[i] = char.IsAsciiLetterUpper(from[i]) ? (char)(from[i] | 0x20) : from[i];
                }
            }
        );

    /// <summary>SQLite's LIKE passes over the case of letters, its GLOB does not.</summary>
    public Expression Like(Expression text, LikePattern pattern) =>
        IsSqlite
            ? Expression.Call(
                typeof(SqliteDbFunctionsExtensions),
                nameof(SqliteDbFunctionsExtensions.Glob),
                [],
                Functions,
                text,
                Given.Of(pattern.ToGlob())
            )
            : Expression.Call(
                typeof(DbFunctionsExtensions),
                nameof(DbFunctionsExtensions.Like),
                [],
                Functions,
                text,
                Given.Of(pattern.ToLike()),
                Expression.Constant(@"\")
            );
}

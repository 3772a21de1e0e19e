using System.Globalization;
using System.Text;
using Parlot.Fluent;
using static Parlot.Fluent.Parsers;

namespace RuralEc.Logistics.Ogc.Cql;

/// <summary>Characters, numbers and times of CQL2.</summary>
internal static class CqlLiterals
{
    /// <summary>Text in single quotes; a quote within is doubled or follows a backslash.</summary>
    public static readonly Parser<CqlNode> Text = Terms
        .Char('\'')
        .SkipAnd(
            ZeroOrMany(
                OneOf(
                    Literals.Text("''").Then(static _ => "'"),
                    Literals
                        .Char('\\')
                        .SkipAnd(Literals.Pattern(static _ => true, 1, 1))
                        .Then(static c => Escaped(c.Span[0])),
                    Literals.NoneOf("'\\").Then(static span => span.ToString())
                )
            )
        )
        .AndSkip(Literals.Char('\'').ElseError("文字没有结束：缺少单引号。"))
        .Then<CqlNode>(static (_, start, _, parts) => new CqlText(start, Checked(string.Concat(parts), start)));

    public static readonly Parser<CqlNode> UnsignedNumber = Terms
        .Number<double>(NumberOptions.AllowDecimalSeparator | NumberOptions.AllowExponent)
        .Then<CqlNode>(static (_, start, _, value) => new CqlNumber(start, Finite(value, start)));

    /// <summary>A function, or the time that DATE, TIMESTAMP and INTERVAL stand for.</summary>
    public static CqlNode Call(int at, string function, IReadOnlyList<CqlNode> arguments) =>
        (function, arguments) switch
        {
            ("DATE", [CqlText day]) => Date(day),
            ("TIMESTAMP", [CqlText time]) => Timestamp(time),
            ("DATE" or "TIMESTAMP", _) => throw new CqlException($"{function} 的括号里应是一个带引号的时间。", at),
            ("INTERVAL", [var start, var end]) => new CqlInterval(at, Bound(start), Bound(end)),
            ("INTERVAL", _) => throw new CqlException("INTERVAL 应有起止两个时间。", at),
            _ => new CqlCall(at, function, arguments),
        };

    internal static double Finite(double value, int at) =>
        double.IsFinite(value) ? value : throw new CqlException("数字过大。", at);

    private static CqlNode? Bound(CqlNode bound) =>
        bound switch
        {
            CqlText { Raw: ".." } => null,
            CqlText { Raw.Length: 10 } day => Date(day),
            CqlText time => Timestamp(time),
            CqlProperty or CqlInstant => bound,
            _ => throw new CqlException("应为 '2026-01-01'、'2026-01-01T00:00:00Z'、'..' 或属性名。", bound.At),
        };

    private static CqlInstant Date(CqlText text)
    {
        if (
            !DateTimeOffset.TryParseExact(
                text.Raw,
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var day
            )
        )
        {
            throw new CqlException("日期应写作 '2026-01-31'。", text.At);
        }

        return new(text.At, day, day.AddMilliseconds(24 * 3600 * 1000 - 1));
    }

    private static CqlInstant Timestamp(CqlText text)
    {
        if (
            !text.Raw.EndsWith('Z')
            || !DateTimeOffset.TryParseExact(
                text.Raw,
                [@"yyyy-MM-dd\THH:mm:ss\Z", @"yyyy-MM-dd\THH:mm:ss.FFFFFFF\Z"],
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var time
            )
        )
        {
            throw new CqlException("时刻应写作 '2026-01-31T08:00:00Z'。", text.At);
        }

        var floor = DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
        return new(text.At, floor == time ? floor : floor.AddMilliseconds(1), floor);
    }

    // 21-065r2 /req/cql2-text/escaping; any other backslash stays, for LIKE.
    private static string Escaped(char c) =>
        c switch
        {
            '\'' => "'",
            'a' => "\a",
            'b' => "\b",
            't' => "\t",
            'n' => "\n",
            'v' => "\v",
            'f' => "\f",
            'r' => "\r",
            _ => new StringBuilder().Append('\\').Append(c).ToString(),
        };

    // PostgreSQL knows no zero character.
    private static string Checked(string text, int at) =>
        text.Contains('\0', StringComparison.Ordinal) ? throw new CqlException("文字里不能有零字符。", at) : text;
}

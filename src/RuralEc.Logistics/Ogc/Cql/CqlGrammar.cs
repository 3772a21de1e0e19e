using Parlot;
using Parlot.Fluent;
using static Parlot.Fluent.Parsers;

namespace RuralEc.Logistics.Ogc.Cql;

/// <summary>
/// Reads CQL2 text by the rules of its BNF (21-065r2, Annex B). Scalars and predicates are one ladder of precedence, so
/// that no parenthesis is read twice; which of the two stands where is checked by <see cref="CqlTranslator"/>.
/// </summary>
internal static class CqlGrammar
{
    public const int LongestText = 6000;
    public const int DeepestNesting = 32;

    private const string OperandExpected = "此处应为属性名、文字、数字、时间、几何或函数。";

    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "AND",
        "OR",
        "NOT",
        "LIKE",
        "BETWEEN",
        "IN",
        "IS",
        "NULL",
        "TRUE",
        "FALSE",
        "DIV",
    };

    private static readonly Parser<CqlNode> Filter = Build();

    /// <exception cref="CqlException">Not CQL2, too long or nested too deeply.</exception>
    public static CqlNode Parse(string text)
    {
        if (text.Length > LongestText)
        {
            throw new CqlException($"过滤条件不能超过 {LongestText} 个字符。", LongestText);
        }

        CheckNesting(text);
        var context = new ParseContext(new Scanner(text));
        if (!Filter.TryParse(context, out var filter, out var error))
        {
            var at = error?.Position.Offset ?? context.Scanner.Cursor.Offset;
            // The parser stops before the spaces that precede what it does not know.
            at += text.AsSpan(at).Length - text.AsSpan(at).TrimStart().Length;
            throw new CqlException(error?.Message ?? OperandExpected, at);
        }

        context.SkipWhiteSpace();
        return context.Scanner.Cursor.Eof
            ? filter
            : throw new CqlException("此处的内容无法理解，条件本应在此结束。", context.Scanner.Cursor.Offset);
    }

    /// <summary>Nesting costs stack in the parser and in every pass over the query after it.</summary>
    private static void CheckNesting(string text)
    {
        var (depth, nots, signs, quoted) = (0, 0, 0, false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted && c == '\\')
            {
                i++;
                continue;
            }

            quoted ^= c == '\'';
            if (quoted || char.IsWhiteSpace(c))
            {
                continue;
            }

            depth += (c == '(' ? 1 : 0) - (c == ')' ? 1 : 0);
            signs = c is '+' or '-' ? signs + 1 : 0;
            nots += text.AsSpan(i).StartsWith("NOT", StringComparison.OrdinalIgnoreCase) ? 1 : 0;
            if (Math.Max(depth, signs) > DeepestNesting || nots > 2 * DeepestNesting)
            {
                throw new CqlException(
                    $"括号和符号嵌套不能超过 {DeepestNesting} 层，NOT 不能超过 {2 * DeepestNesting} 个。",
                    i
                );
            }
        }
    }

    private static Parser<CqlNode> Build()
    {
        var filter = Deferred<CqlNode>();
        var scalar = Deferred<CqlNode>();
        var close = Terms.Char(')').ElseError("此处缺少右括号“)”。");

        var name = OneOf(
            Between(Terms.Char('"'), Literals.Identifier(IsNameStart, IsNamePart), Literals.Char('"'))
                .Then<CqlNode>(static (_, start, _, text) => new CqlProperty(start, text.ToString())),
            Terms
                .Identifier(IsNameStart, IsNamePart)
                .When(static (_, text) => !Reserved.Contains(text.ToString()))
                .Then<CqlNode>(static (_, start, _, text) => new CqlProperty(start, text.ToString()))
        );
        var arguments = Terms
            .Char('(')
            .SkipAnd(
                OneOf(
                    Terms.Char(')').Then<IReadOnlyList<CqlNode>>(static _ => []),
                    Separated(Terms.Char(','), filter.ElseError(OperandExpected)).AndSkip(close)
                )
            );
        var call = Terms
            .Identifier(IsNameStart, IsNamePart)
            .When(static (_, text) => !Reserved.Contains(text.ToString()))
            .And(arguments)
            .Then(static (_, start, _, v) => CqlLiterals.Call(start, v.Item1.ToString().ToUpperInvariant(), v.Item2));
        var parenthesis = Terms.Char('(').SkipAnd(filter.ElseError(OperandExpected)).AndSkip(close);
        var flag = OneOf(
            Terms.Keyword("TRUE", caseInsensitive: true).Then<CqlNode>(static (_, s, _, _) => new CqlFlag(s, true)),
            Terms.Keyword("FALSE", caseInsensitive: true).Then<CqlNode>(static (_, s, _, _) => new CqlFlag(s, false))
        );
        var operand = OneOf(
            CqlLiterals.Text,
            CqlLiterals.UnsignedNumber,
            flag,
            CqlGeometries.Literal,
            call,
            name,
            parenthesis
        );

        var factor = Deferred<CqlNode>();
        factor.Parser = OneOf(
            Terms
                .Char('-')
                .SkipAnd(factor.ElseError(OperandExpected))
                .Then<CqlNode>(static (_, s, _, v) => new CqlArithmetic(s, "-", new CqlNumber(s, 0), v)),
            Terms.Char('+').SkipAnd(factor.ElseError(OperandExpected)),
            operand
        );
        var power = LeftToRight(factor, Terms.Text("^"));
        var term = LeftToRight(
            power,
            OneOf(Terms.Text("*"), Terms.Text("/"), Terms.Text("%"), Terms.Keyword("DIV", caseInsensitive: true))
        );
        scalar.Parser = LeftToRight(term, OneOf(Terms.Text("+"), Terms.Text("-")));

        var not = Deferred<CqlNode>();
        not.Parser = OneOf(
            Terms
                .Keyword("NOT", caseInsensitive: true)
                .SkipAnd(not.ElseError(OperandExpected))
                .Then<CqlNode>(static (_, s, _, v) => new CqlNot(s, v)),
            CqlPredicates.Over(scalar, close)
        );
        var and = Junction(not, "AND");
        filter.Parser = Junction(and, "OR");
        return filter.ElseError(OperandExpected);
    }

    private static Parser<CqlNode> LeftToRight(Parser<CqlNode> operand, Parser<string> operators) =>
        operand
            .And(ZeroOrMany(operators.And(operand.ElseError(OperandExpected))))
            .Then(
                static (_, start, _, v) =>
                    v.Item2.Aggregate(
                        v.Item1,
                        (left, next) => new CqlArithmetic(start, next.Item1.ToUpperInvariant(), left, next.Item2)
                    )
            );

    private static Parser<CqlNode> Junction(Parser<CqlNode> term, string word) =>
        term.And(ZeroOrMany(Terms.Keyword(word, caseInsensitive: true).SkipAnd(term.ElseError(OperandExpected))))
            .Then(
                (_, start, _, v) =>
                    v.Item2.Count == 0 ? v.Item1 : new CqlJunction(start, word == "AND", [v.Item1, .. v.Item2])
            );

    // The ranges of identifierStart that lie in the basic plane; every letter of a name is in them.
    private static bool IsNameStart(char c) =>
        c is ':' or '_' || char.IsAsciiLetter(c) || (c >= 0xC0 && c is not ('×' or '÷') && char.IsLetter(c));

    private static bool IsNamePart(char c) => IsNameStart(c) || c == '.' || char.IsAsciiDigit(c);
}

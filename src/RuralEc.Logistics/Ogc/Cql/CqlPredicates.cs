using Parlot.Fluent;
using static Parlot.Fluent.Parsers;

namespace RuralEc.Logistics.Ogc.Cql;

/// <summary>What may follow a scalar and makes a predicate of it: a comparison, LIKE, BETWEEN, IN, IS NULL.</summary>
internal static class CqlPredicates
{
    private const string ScalarExpected = "此处应为属性名、文字、数字或时间。";

    private delegate CqlNode Rest(int at, CqlNode left);

    public static Parser<CqlNode> Over(Parser<CqlNode> scalar, Parser<char> close)
    {
        var operand = scalar.ElseError(ScalarExpected);
        var comparison = OneOf(
                Terms.Text("<>"),
                Terms.Text("<="),
                Terms.Text(">="),
                Terms.Text("="),
                Terms.Text("<"),
                Terms.Text(">")
            )
            .And(operand)
            .Then<Rest>(static v => (at, left) => new CqlCompare(at, v.Item1, left, v.Item2));
        var like = Word("LIKE").SkipAnd(operand).Then<Rest>(static p => (at, left) => new CqlLike(at, left, p));
        var between = Word("BETWEEN")
            .SkipAnd(operand)
            .AndSkip(Word("AND").ElseError("BETWEEN 之后此处应为 AND。"))
            .And(operand)
            .Then<Rest>(static v => (at, left) => new CqlBetween(at, left, v.Item1, v.Item2));
        var within = Word("IN")
            .SkipAnd(Terms.Char('(').ElseError("IN 之后应为“(”。"))
            .SkipAnd(Separated(Terms.Char(','), operand))
            .AndSkip(close)
            .Then<Rest>(static list => (at, left) => new CqlIn(at, left, list));
        var positive = OneOf(like, between, within);
        var negative = Word("NOT")
            .SkipAnd(positive.ElseError("NOT 之后应为 LIKE、BETWEEN 或 IN。"))
            .Then<Rest>(static rest => (at, left) => new CqlNot(at, rest(at, left)));
        var isNull = Word("IS")
            .SkipAnd(ZeroOrOne(Word("NOT")))
            .AndSkip(Word("NULL").ElseError("IS 之后应为 NULL 或 NOT NULL。"))
            .Then<Rest>(static not =>
                (at, left) => not.Count == 0 ? new CqlIsNull(at, left) : new CqlNot(at, new CqlIsNull(at, left))
            );

        return scalar
            .And(ZeroOrOne(OneOf(comparison, positive, negative, isNull)))
            .Then(static (_, start, _, v) => v.Item2 is [var rest] ? rest(start, v.Item1) : v.Item1);
    }

    private static Parser<string> Word(string word) => Terms.Keyword(word, caseInsensitive: true);
}

namespace RuralEc.Logistics.Ogc.Cql;

/// <summary>The temporal functions (21-065r2 §7.5, after OWL-Time), spelled out as comparisons of starts and ends.</summary>
internal static class CqlTemporal
{
    public static CqlNode Spelled(CqlCall call)
    {
        if (call.Arguments is not [var first, var second])
        {
            throw new CqlException($"{call.Function} 应有两个参数。", call.At);
        }

        var (a, b) = (first, second);
        return call.Function switch
        {
            "T_AFTER" => Is(">", StartOf(a), EndOf(b)),
            "T_BEFORE" => Is("<", EndOf(a), StartOf(b)),
            "T_DISJOINT" => new CqlNot(call.At, Intersects(a, b)),
            "T_INTERSECTS" => Intersects(a, b),
            "T_EQUALS" => All(Is("=", StartOf(a), StartOf(b)), Is("=", EndOf(a), EndOf(b))),
            "T_CONTAINS" => Between(a, "<", ">", b),
            "T_DURING" => Between(a, ">", "<", b),
            "T_FINISHES" => Between(a, ">", "=", b),
            "T_FINISHEDBY" => Between(a, "<", "=", b),
            "T_STARTS" => Between(a, "=", "<", b),
            "T_STARTEDBY" => Between(a, "=", ">", b),
            "T_MEETS" => Is("=", EndOf(Interval(a)), StartOf(Interval(b))),
            "T_METBY" => Is("=", StartOf(Interval(a)), EndOf(Interval(b))),
            "T_OVERLAPS" => Overlaps(a, b),
            "T_OVERLAPPEDBY" => Overlaps(b, a),
            _ => throw new CqlException($"没有函数 {call.Function}。", call.At),
        };

        CqlCompare Is(string sign, CqlNode left, CqlNode right) => new(call.At, sign, left, right);
        CqlJunction All(params CqlNode[] terms) => new(call.At, true, terms);

        CqlJunction Intersects(CqlNode left, CqlNode right) =>
            All(Is(">=", EndOf(left), StartOf(right)), Is("<=", StartOf(left), EndOf(right)));

        CqlJunction Between(CqlNode left, string starts, string ends, CqlNode right) =>
            All(Is(starts, StartOf(Interval(left)), StartOf(Interval(right))), Is(ends, EndOf(left), EndOf(right)));

        CqlJunction Overlaps(CqlNode left, CqlNode right) =>
            All(
                Is("<", StartOf(Interval(left)), StartOf(Interval(right))),
                Is(">", EndOf(left), StartOf(right)),
                Is("<", EndOf(left), EndOf(right))
            );

        CqlInterval Interval(CqlNode operand) =>
            operand as CqlInterval
            ?? throw new CqlException(
                $"{call.Function} 只能比较 INTERVAL；时刻请用 T_INTERSECTS、T_AFTER 或 T_BEFORE。",
                operand.At
            );
    }

    private static CqlNode StartOf(CqlNode operand) =>
        operand switch
        {
            CqlInterval { Start: null } => Forever(operand.At, DateTimeOffset.MinValue),
            CqlInterval { Start: CqlInstant start } => start with { End = start.Start },
            CqlInterval { Start: { } start } => start,
            _ => operand,
        };

    private static CqlNode EndOf(CqlNode operand) =>
        operand switch
        {
            CqlInterval { End: null } => Forever(operand.At, DateTimeOffset.MaxValue),
            CqlInterval { End: CqlInstant end } => end with { Start = end.End },
            CqlInterval { End: { } end } => end,
            _ => operand,
        };

    private static CqlInstant Forever(int at, DateTimeOffset end) => new(at, end, end);
}

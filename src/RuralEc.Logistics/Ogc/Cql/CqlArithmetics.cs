namespace RuralEc.Logistics.Ogc.Cql;

/// <summary>
/// Arithmetic of numbers that are given. With properties of rows it is refused: the databases divide by zero and overflow
/// each in its own way.
/// </summary>
internal static class CqlArithmetics
{
    public static double ValueOf(CqlNode node)
    {
        if (node is CqlNumber number)
        {
            return number.Value;
        }

        if (node is not CqlArithmetic arithmetic)
        {
            throw new CqlException("四则运算只能用于数字，不能用于属性。", node.At);
        }

        var (left, right) = (ValueOf(arithmetic.Left), ValueOf(arithmetic.Right));
        return CqlLiterals.Finite(
            arithmetic.Operator switch
            {
                "+" => left + right,
                "-" => left - right,
                "*" => left * right,
                "/" => left / right,
                "%" => left % right,
                "DIV" => Math.Truncate(left / right),
                _ => Math.Pow(left, right),
            },
            arithmetic.At
        );
    }
}

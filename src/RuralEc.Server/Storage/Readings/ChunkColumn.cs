using System.Numerics;

namespace RuralEc.Server.Storage.Readings;

/// <summary>
/// Numbers of a chunk as their differences from what a rule foretells, by the rule that leaves least. Differences are
/// written octet by octet of the same weight: what is alike stands together and compresses by itself.
/// </summary>
internal static class ChunkColumn
{
    private enum Rule : byte
    {
        /// <summary>The least number.</summary>
        Least,

        /// <summary>The same as before.</summary>
        Same,

        /// <summary>The same step as before.</summary>
        Step,

        /// <summary>On the line from the first to the last: regular times that each jitter for themselves.</summary>
        Line,
    }

    private const string Unknown = "The rule of a column of readings is not known.";

    private static readonly Rule[] Rules = [Rule.Least, Rule.Same, Rule.Step, Rule.Line];

    /// <param name="column">At least one number.</param>
    public static void Write(PlainWriter plain, ReadOnlySpan<long> column)
    {
        var (least, _) = Ends(column);
        ReadOnlySpan<long> hints = [least, 0, 0, unchecked(column[^1] - column[0])];
        var rule = BestRule(column, hints);
        var hint = hints[(int)rule];
        var given = GivenBy(rule, column.Length);
        plain.Octet((byte)rule);
        plain.Signed(hint);
        foreach (var number in column[..given])
        {
            plain.Signed(number);
        }

        var left = new long[column.Length - given];
        for (var i = 0; i < left.Length; i++)
        {
            left[i] = unchecked(column[given + i] - Foretold(rule, column, given + i, hint));
        }

        WritePlanes(plain, left);
    }

    public static long[] Read(ref PlainReader plain, int count)
    {
        var rule = (Rule)plain.Octet();
        var hint = plain.Signed();
        var column = new long[count];
        var given = GivenBy(rule, count);
        for (var i = 0; i < given; i++)
        {
            column[i] = plain.Signed();
        }

        ReadPlanes(ref plain, column.AsSpan(given));
        for (var i = given; i < count; i++)
        {
            column[i] = unchecked(column[i] + Foretold(rule, column, i, hint));
        }

        return column;
    }

    private static Rule BestRule(ReadOnlySpan<long> column, ReadOnlySpan<long> hints)
    {
        var (best, least) = (Rule.Least, long.MaxValue);
        foreach (var rule in Rules)
        {
            long bits = 0;
            var signed = false;
            for (var i = GivenBy(rule, column.Length); i < column.Length; i++)
            {
                var left = unchecked(column[i] - Foretold(rule, column, i, hints[(int)rule]));
                signed |= left < 0;
                bits += BitsOf((ulong)(left < 0 ? ~left : left));
            }

            bits += signed ? column.Length : 0;
            (best, least) = bits < least ? (rule, bits) : (best, least);
        }

        return best;
    }

    /// <summary>How many numbers at the beginning a rule needs to foretell the others.</summary>
    private static int GivenBy(Rule rule, int count) =>
        Math.Min(
            count,
            rule switch
            {
                Rule.Least => 0,
                Rule.Same or Rule.Line => 1,
                Rule.Step => 2,
                _ => throw new InvalidDataException(Unknown),
            }
        );

    // What overflows on the way there overflows on the way back.
    private static long Foretold(Rule rule, ReadOnlySpan<long> column, int i, long hint) =>
        unchecked(
            rule switch
            {
                Rule.Least => hint,
                Rule.Same => column[i - 1],
                Rule.Step => column[i - 1] + (column[i - 1] - column[i - 2]),
                Rule.Line => column[0] + (hint * i / (column.Length - 1)),
                _ => throw new InvalidDataException(Unknown),
            }
        );

    private static (long Least, long Greatest) Ends(ReadOnlySpan<long> numbers)
    {
        var (least, greatest) = numbers.IsEmpty ? (0, 0) : (numbers[0], numbers[0]);
        foreach (var number in numbers)
        {
            least = Math.Min(least, number);
            greatest = Math.Max(greatest, number);
        }

        return (least, greatest);
    }

    private static int BitsOf(ulong number) => 64 - BitOperations.LeadingZeroCount(number);

    private static void WritePlanes(PlainWriter plain, ReadOnlySpan<long> numbers)
    {
        var (least, greatest) = Ends(numbers);
        var range = unchecked((ulong)(greatest - least));
        var planes = (BitsOf(range) + 7) / 8;
        plain.Signed(least);
        plain.Octet((byte)planes);
        for (var plane = 0; plane < planes; plane++)
        {
            foreach (var number in numbers)
            {
                plain.Octet(unchecked((byte)((ulong)(number - least) >> (8 * plane))));
            }
        }
    }

    private static void ReadPlanes(ref PlainReader plain, Span<long> numbers)
    {
        var least = plain.Signed();
        var planes = plain.Octet();
        for (var plane = 0; plane < planes; plane++)
        {
            foreach (ref var number in numbers)
            {
                number |= (long)plain.Octet() << (8 * plane);
            }
        }

        foreach (ref var number in numbers)
        {
            number = unchecked(number + least);
        }
    }
}

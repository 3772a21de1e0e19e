using System.Globalization;

namespace RuralEc.Gs1;

/// <summary>One component of an element string's data field (GS1 syntax dictionary, "Spec").</summary>
internal sealed class AiPart
{
    private enum Kind
    {
        Digits,
        Text,
        CheckedDigits,
        Date,
        RealDate,
        Zero,
        Minus,
    }

    private readonly Kind _kind;
    private readonly int _min;

    private AiPart(Kind kind, int min, int max) => (_kind, _min, Max) = (kind, min, max);

    /// <summary>YYMMDD; day 00 means the last day of the month.</summary>
    public static AiPart Date { get; } = new(Kind.Date, 6, 6);

    /// <summary>YYMMDD with a real day.</summary>
    public static AiPart RealDate { get; } = new(Kind.RealDate, 6, 6);

    public static AiPart OptionalDate { get; } = new(Kind.RealDate, 0, 6);

    /// <summary>The leading zero of a GRAI.</summary>
    public static AiPart Zero { get; } = new(Kind.Zero, 1, 1);

    /// <summary>The sign behind a temperature below zero.</summary>
    public static AiPart Minus { get; } = new(Kind.Minus, 0, 1);

    public int Max { get; }

    public static AiPart Digits(int min, int max) => new(Kind.Digits, min, max);

    public static AiPart Text(int min, int max) => new(Kind.Text, min, max);

    public static AiPart Checked(int length) => new(Kind.CheckedDigits, length, length);

    public string? FaultOf(ReadOnlySpan<char> text)
    {
        if (text.Length < _min)
        {
            return $"is too short: {this} is expected";
        }
        if (text.IsEmpty)
        {
            return null;
        }
        return _kind switch
        {
            Kind.Text when text.ContainsAnyExcept(Charset.Set82) => "has a character outside GS1 set 82",
            Kind.Minus when text is not "-" => "may end in '-' only",
            Kind.Text or Kind.Minus => null,
            _ when text.ContainsAnyExceptInRange('0', '9') => "has a character that is not a digit",
            Kind.CheckedDigits when !CheckDigit.IsValid(text) =>
                $"has a wrong check digit: {CheckDigit.Of(text[..^1])} is expected",
            Kind.Date or Kind.RealDate when !IsDate(text, _kind == Kind.Date) => "is not a date YYMMDD",
            Kind.Zero when text is not "0" => "does not begin with 0",
            _ => null,
        };
    }

    public override string ToString()
    {
        var letter = _kind is Kind.Text or Kind.Minus ? "X" : "N";
        var length = (_min == Max ? "" : "..") + Max.ToString(CultureInfo.InvariantCulture);
        return _min == 0 ? $"[{letter}{length}]" : letter + length;
    }

    private static bool IsDate(ReadOnlySpan<char> text, bool dayMayBeZero)
    {
        // The century of YY moves with the present year (General Specifications §7.12); only 29 February depends on it,
        // and within the years it can mean, YY decides leap years as 20YY does, so that any century will do.
        if (text.Length != 6)
        {
            return false;
        }
        var (year, month, day) = (Number(text[..2]), Number(text[2..4]), Number(text[4..]));
        return month is >= 1 and <= 12 && (day == 0 ? dayMayBeZero : day <= DateTime.DaysInMonth(2000 + year, month));
    }

    private static int Number(ReadOnlySpan<char> twoDigits) => ((twoDigits[0] - '0') * 10) + twoDigits[1] - '0';
}

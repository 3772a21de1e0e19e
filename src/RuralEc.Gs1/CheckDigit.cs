namespace RuralEc.Gs1;

/// <summary>The modulo-10 check digit of GTIN, GLN, SSCC and GRAI (GS1 General Specifications §7.9.1).</summary>
public static class CheckDigit
{
    /// <summary>The check digit that belongs behind <paramref name="digits"/> (ASCII digits only).</summary>
    /// <exception cref="FormatException">When a character is not an ASCII digit.</exception>
    public static char Of(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var fromRight = 0; fromRight < digits.Length; fromRight++)
        {
            var digit = digits[digits.Length - 1 - fromRight];
            if (!char.IsAsciiDigit(digit))
            {
                throw new FormatException("A check digit is computed over ASCII digits only.");
            }
            sum = (sum + ((digit - '0') * (fromRight % 2 == 0 ? 3 : 1))) % 10;
        }
        return (char)('0' + ((10 - sum) % 10));
    }

    /// <summary>Whether all characters are ASCII digits and the last one is the check digit of the others.</summary>
    public static bool IsValid(ReadOnlySpan<char> key) =>
        key.Length > 1 && !key.ContainsAnyExceptInRange('0', '9') && Of(key[..^1]) == key[^1];

    /// <summary>The digits with their check digit behind.</summary>
    /// <exception cref="FormatException">When a character is not an ASCII digit.</exception>
    public static string Append(string digits)
    {
        ArgumentNullException.ThrowIfNull(digits);
        return digits + Of(digits);
    }
}

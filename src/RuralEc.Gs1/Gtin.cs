using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace RuralEc.Gs1;

/// <summary>Global Trade Item Number, AI 01, kept as 14 digits (GS1 General Specifications §3.2).</summary>
public readonly record struct Gtin : IParsable<Gtin>
{
    private readonly string? _digits;

    private Gtin(string digits) => _digits = digits;

    /// <summary>0 for the item itself, 1 to 8 for a group of them, 9 for variable measure.</summary>
    public int Indicator => _digits is null ? 0 : _digits[0] - '0';

    /// <summary>
    /// A GTIN made of a GS1 company prefix of 4 to 11 digits and an item number that fills it up to 12 digits.
    /// </summary>
    /// <exception cref="FormatException">When the prefix is not such digits or the item number does not fit.</exception>
    public static Gtin FromPrefix(string companyPrefix, long itemReference, int indicator = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(indicator);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(indicator, 9);
        return new(CheckDigit.Append($"{indicator}{KeyBody.Of(companyPrefix, itemReference, 12)}"));
    }

    /// <summary>The GTIN of a group of this item: the indicator in front, the check digit new.</summary>
    public Gtin WithIndicator(int indicator)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(indicator);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(indicator, 9);
        return _digits is null
            ? throw new InvalidOperationException("An empty GTIN has no group.")
            : new(CheckDigit.Append(indicator.ToString(CultureInfo.InvariantCulture) + _digits[1..13]));
    }

    /// <summary>Reads 8, 12, 13 or 14 digits with a right check digit.</summary>
    /// <exception cref="FormatException">For anything else.</exception>
    public static Gtin Parse(string s) =>
        TryParse(s, out var result)
            ? result
            : throw new FormatException(
                $"'{s}' is not a GTIN: 8, 12, 13 or 14 digits with a check digit are expected."
            );

    static Gtin IParsable<Gtin>.Parse(string s, IFormatProvider? provider) => Parse(s);

    public static bool TryParse([NotNullWhen(true)] string? s, out Gtin result) => TryParse(s, null, out result);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Gtin result)
    {
        var good = s is { Length: 8 or 12 or 13 or 14 } && CheckDigit.IsValid(s);
        result = good ? new Gtin(s!.PadLeft(14, '0')) : default;
        return good;
    }

    /// <summary>The canonical URI of the trade item class, without lot or serial.</summary>
    public string ToUri() => CanonicalUri.Of("01", ToString());

    public static bool TryFromUri([NotNullWhen(true)] string? uri, out Gtin result)
    {
        result = default;
        return CanonicalUri.ValueOf(uri, "01") is { Length: 14 } digits && TryParse(digits, out result);
    }

    public override string ToString() => _digits ?? "";
}

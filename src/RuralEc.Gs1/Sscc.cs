using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace RuralEc.Gs1;

/// <summary>Serial Shipping Container Code, AI 00: 18 digits of one pallet, crate or parcel.</summary>
public readonly record struct Sscc : IParsable<Sscc>
{
    private readonly string? _digits;

    private Sscc(string digits) => _digits = digits;

    /// <summary>An SSCC: extension digit, company prefix, and a serial reference that fills up to 17 digits.</summary>
    /// <exception cref="FormatException">When the prefix is not digits or the reference does not fit.</exception>
    public static Sscc FromPrefix(string companyPrefix, long serialReference, int extensionDigit = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(extensionDigit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(extensionDigit, 9);
        var extension = extensionDigit.ToString(CultureInfo.InvariantCulture);
        return new(CheckDigit.Append(extension + KeyBody.Of(companyPrefix, serialReference, 16)));
    }

    /// <summary>Reads 18 digits with a right check digit.</summary>
    /// <exception cref="FormatException">For anything else.</exception>
    public static Sscc Parse(string s) =>
        TryParse(s, out var result)
            ? result
            : throw new FormatException($"'{s}' is not an SSCC: 18 digits with a check digit are expected.");

    static Sscc IParsable<Sscc>.Parse(string s, IFormatProvider? provider) => Parse(s);

    public static bool TryParse([NotNullWhen(true)] string? s, out Sscc result) => TryParse(s, null, out result);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Sscc result)
    {
        var good = s is { Length: 18 } && CheckDigit.IsValid(s);
        result = good ? new Sscc(s!) : default;
        return good;
    }

    /// <summary>The canonical URI, such as <c>https://id.gs1.org/00/095212340000000013</c>.</summary>
    public string ToUri() => CanonicalUri.Of("00", ToString());

    public static bool TryFromUri([NotNullWhen(true)] string? uri, out Sscc result) =>
        TryParse(CanonicalUri.ValueOf(uri, "00"), out result);

    public override string ToString() => _digits ?? "";
}

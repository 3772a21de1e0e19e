using System.Diagnostics.CodeAnalysis;

namespace RuralEc.Gs1;

/// <summary>Global Location Number, 13 digits, of a party (AI 417) or a place (AI 414).</summary>
public readonly record struct Gln : IParsable<Gln>
{
    private readonly string? _digits;

    private Gln(string digits) => _digits = digits;

    /// <summary>A GLN made of a GS1 company prefix and a location number that fills it up to 12 digits.</summary>
    /// <exception cref="FormatException">When the prefix is not digits or the number does not fit.</exception>
    public static Gln FromPrefix(string companyPrefix, long locationReference) =>
        new(CheckDigit.Append(KeyBody.Of(companyPrefix, locationReference, 12)));

    /// <summary>Reads 13 digits with a right check digit.</summary>
    /// <exception cref="FormatException">For anything else.</exception>
    public static Gln Parse(string s) =>
        TryParse(s, out var result)
            ? result
            : throw new FormatException($"'{s}' is not a GLN: 13 digits with a check digit are expected.");

    static Gln IParsable<Gln>.Parse(string s, IFormatProvider? provider) => Parse(s);

    public static bool TryParse([NotNullWhen(true)] string? s, out Gln result) => TryParse(s, null, out result);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Gln result)
    {
        var good = s is { Length: 13 } && CheckDigit.IsValid(s);
        result = good ? new Gln(s!) : default;
        return good;
    }

    /// <summary>The canonical URI of the party with this number.</summary>
    public string ToPartyUri() => CanonicalUri.Of("417", ToString());

    /// <summary>The canonical URI of the place with this number, or of a part of it.</summary>
    public string ToLocationUri(GlnExtension? extension = null) =>
        extension is { } part
            ? CanonicalUri.Of("414", ToString(), "254", part.ToString())
            : CanonicalUri.Of("414", ToString());

    public static bool TryFromPartyUri([NotNullWhen(true)] string? uri, out Gln result) =>
        TryParse(CanonicalUri.ValueOf(uri, "417"), out result);

    public static bool TryFromLocationUri([NotNullWhen(true)] string? uri, out Gln result, out GlnExtension? extension)
    {
        extension = null;
        if (CanonicalUri.ValuesOf(uri, "414", "254") is not { } values)
        {
            return TryParse(CanonicalUri.ValueOf(uri, "414"), out result);
        }
        var good = TryParse(values.Key, out result) & GlnExtension.TryParse(values.Qualifier, out var part);
        extension = good ? part : null;
        return good;
    }

    public override string ToString() => _digits ?? "";
}

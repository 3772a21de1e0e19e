using System.Diagnostics.CodeAnalysis;

namespace RuralEc.Gs1;

/// <summary>
/// Global Returnable Asset Identifier, AI 8003: a zero, 13 digits with check digit, then 0 to 16 characters of set 82
/// that number the single crate or box.
/// </summary>
public readonly record struct Grai : IParsable<Grai>
{
    private readonly string? _text;

    private Grai(string text) => _text = text;

    /// <summary>Reads 14 to 30 characters, the first a zero.</summary>
    /// <exception cref="FormatException">For anything else.</exception>
    public static Grai Parse(string s) =>
        TryParse(s, out var result)
            ? result
            : throw new FormatException($"'{s}' is not a GRAI: 0, 13 digits with a check digit, up to 16 characters.");

    static Grai IParsable<Grai>.Parse(string s, IFormatProvider? provider) => Parse(s);

    public static bool TryParse([NotNullWhen(true)] string? s, out Grai result) => TryParse(s, null, out result);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Grai result)
    {
        var good =
            s is { Length: >= 14 and <= 30 }
            && s[0] == '0'
            && CheckDigit.IsValid(s.AsSpan(0, 14))
            && Charset.IsText(s, 30);
        result = good ? new Grai(s!) : default;
        return good;
    }

    /// <summary>The canonical URI.</summary>
    public string ToUri() => CanonicalUri.Of("8003", ToString());

    public static bool TryFromUri([NotNullWhen(true)] string? uri, out Grai result) =>
        TryParse(CanonicalUri.ValueOf(uri, "8003"), out result);

    public override string ToString() => _text ?? "";
}

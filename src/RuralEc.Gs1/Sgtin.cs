using System.Diagnostics.CodeAnalysis;

namespace RuralEc.Gs1;

/// <summary>One single item, such as a labelled box (GTIN + AI 21).</summary>
/// <remarks>The text form is the two keys with their AIs, <c>01/{gtin}/21/{serial}</c>, percent-encoded.</remarks>
public readonly record struct Sgtin(Gtin Gtin, SerialNumber Serial) : IParsable<Sgtin>
{
    /// <summary>Reads <c>01/{gtin}/21/{serial}</c>.</summary>
    /// <exception cref="FormatException">For anything else.</exception>
    public static Sgtin Parse(string s) =>
        TryParse(s, out var result)
            ? result
            : throw new FormatException($"'{s}' is not an SGTIN: 01/{{gtin}}/21/{{serial}} is expected.");

    static Sgtin IParsable<Sgtin>.Parse(string s, IFormatProvider? provider) => Parse(s);

    public static bool TryParse([NotNullWhen(true)] string? s, out Sgtin result) => TryParse(s, null, out result);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Sgtin result) =>
        TryFromUri(s is null ? null : "https://id.gs1.org/" + s, out result);

    /// <summary>The canonical URI, <c>https://id.gs1.org/01/{gtin}/21/{serial}</c>.</summary>
    public string ToUri() => CanonicalUri.Of("01", Gtin.ToString(), "21", Serial.ToString());

    public static bool TryFromUri([NotNullWhen(true)] string? uri, out Sgtin result)
    {
        result = default;
        if (
            CanonicalUri.ValuesOf(uri, "01", "21") is not { Key.Length: 14 } values
            || !Gtin.TryParse(values.Key, out var gtin)
            || !SerialNumber.TryParse(values.Qualifier, out var number)
        )
        {
            return false;
        }
        result = new(gtin, number);
        return true;
    }

    public override string ToString() => $"01/{Gtin}/21/{Uri.EscapeDataString(Serial.ToString())}";
}

using System.Diagnostics.CodeAnalysis;

namespace RuralEc.Gs1;

/// <summary>A lot of a trade item, the traceability lot code (GTIN + AI 10).</summary>
/// <remarks>The text form is the two keys with their AIs, <c>01/{gtin}/10/{batch}</c>, percent-encoded.</remarks>
public readonly record struct Lgtin(Gtin Gtin, BatchNumber Batch) : IParsable<Lgtin>
{
    /// <summary>Reads <c>01/{gtin}/10/{batch}</c>.</summary>
    /// <exception cref="FormatException">For anything else.</exception>
    public static Lgtin Parse(string s) =>
        TryParse(s, out var result)
            ? result
            : throw new FormatException($"'{s}' is not an LGTIN: 01/{{gtin}}/10/{{batch}} is expected.");

    static Lgtin IParsable<Lgtin>.Parse(string s, IFormatProvider? provider) => Parse(s);

    public static bool TryParse([NotNullWhen(true)] string? s, out Lgtin result) => TryParse(s, null, out result);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Lgtin result) =>
        TryFromUri(s is null ? null : "https://id.gs1.org/" + s, out result);

    /// <summary>The canonical URI, <c>https://id.gs1.org/01/{gtin}/10/{batch}</c>.</summary>
    public string ToUri() => CanonicalUri.Of("01", Gtin.ToString(), "10", Batch.ToString());

    public static bool TryFromUri([NotNullWhen(true)] string? uri, out Lgtin result)
    {
        result = default;
        if (
            CanonicalUri.ValuesOf(uri, "01", "10") is not { Key.Length: 14 } values
            || !Gtin.TryParse(values.Key, out var gtin)
            || !BatchNumber.TryParse(values.Qualifier, out var number)
        )
        {
            return false;
        }
        result = new(gtin, number);
        return true;
    }

    public override string ToString() => $"01/{Gtin}/10/{Uri.EscapeDataString(Batch.ToString())}";
}

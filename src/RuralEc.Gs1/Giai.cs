using System.Diagnostics.CodeAnalysis;

namespace RuralEc.Gs1;

/// <summary>Global Individual Asset Identifier, AI 8004, of trucks, cold rooms and sensors: 1 to 30 characters of set 82, case-sensitive.</summary>
public readonly record struct Giai : IParsable<Giai>
{
    public const int MaxLength = 30;

    private readonly string? _text;

    private Giai(string text) => _text = text;

    /// <summary>Reads the text.</summary>
    /// <exception cref="FormatException">When it is empty, longer than 30 characters or has others than set 82.</exception>
    public static Giai Parse(string s) =>
        TryParse(s, out var result)
            ? result
            : throw new FormatException($"'{s}' is not a GIAI: 1 to 30 characters of GS1 set 82 are expected.");

    static Giai IParsable<Giai>.Parse(string s, IFormatProvider? provider) => Parse(s);

    public static bool TryParse([NotNullWhen(true)] string? s, out Giai result) => TryParse(s, null, out result);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Giai result)
    {
        var good = s is not null && Charset.IsText(s, MaxLength);
        result = good ? new Giai(s!) : default;
        return good;
    }

    public override string ToString() => _text ?? "";

    /// <summary>The canonical URI, such as <c>https://id.gs1.org/8004/9521234TRUCK1</c>.</summary>
    public string ToUri() => CanonicalUri.Of("8004", ToString());

    public static bool TryFromUri([NotNullWhen(true)] string? uri, out Giai result) =>
        TryParse(CanonicalUri.ValueOf(uri, "8004"), out result);
}

using System.Diagnostics.CodeAnalysis;

namespace RuralEc.Gs1;

/// <summary>Extension component of a GLN, AI 254, naming a place inside the location: 1 to 20 characters of set 82, case-sensitive.</summary>
public readonly record struct GlnExtension : IParsable<GlnExtension>
{
    public const int MaxLength = 20;

    private readonly string? _text;

    private GlnExtension(string text) => _text = text;

    /// <summary>Reads the text.</summary>
    /// <exception cref="FormatException">When it is empty, longer than 20 characters or has others than set 82.</exception>
    public static GlnExtension Parse(string s) =>
        TryParse(s, out var result)
            ? result
            : throw new FormatException(
                $"'{s}' is not a GLN extension: 1 to 20 characters of GS1 set 82 are expected."
            );

    static GlnExtension IParsable<GlnExtension>.Parse(string s, IFormatProvider? provider) => Parse(s);

    public static bool TryParse([NotNullWhen(true)] string? s, out GlnExtension result) =>
        TryParse(s, null, out result);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out GlnExtension result)
    {
        var good = s is not null && Charset.IsText(s, MaxLength);
        result = good ? new GlnExtension(s!) : default;
        return good;
    }

    public override string ToString() => _text ?? "";
}

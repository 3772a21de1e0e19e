using System.Diagnostics.CodeAnalysis;

namespace RuralEc.Gs1;

/// <summary>Serial number of one item, AI 21: 1 to 20 characters of set 82, case-sensitive.</summary>
public readonly record struct SerialNumber : IParsable<SerialNumber>
{
    public const int MaxLength = 20;

    private readonly string? _text;

    private SerialNumber(string text) => _text = text;

    /// <summary>Reads the text.</summary>
    /// <exception cref="FormatException">When it is empty, longer than 20 characters or has others than set 82.</exception>
    public static SerialNumber Parse(string s) =>
        TryParse(s, out var result)
            ? result
            : throw new FormatException(
                $"'{s}' is not a serial number: 1 to 20 characters of GS1 set 82 are expected."
            );

    static SerialNumber IParsable<SerialNumber>.Parse(string s, IFormatProvider? provider) => Parse(s);

    public static bool TryParse([NotNullWhen(true)] string? s, out SerialNumber result) =>
        TryParse(s, null, out result);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out SerialNumber result)
    {
        var good = s is not null && Charset.IsText(s, MaxLength);
        result = good ? new SerialNumber(s!) : default;
        return good;
    }

    public override string ToString() => _text ?? "";
}

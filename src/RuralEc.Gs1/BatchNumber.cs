using System.Diagnostics.CodeAnalysis;

namespace RuralEc.Gs1;

/// <summary>Batch or lot number, AI 10: 1 to 20 characters of set 82, case-sensitive.</summary>
public readonly record struct BatchNumber : IParsable<BatchNumber>
{
    public const int MaxLength = 20;

    private readonly string? _text;

    private BatchNumber(string text) => _text = text;

    /// <summary>Reads the text.</summary>
    /// <exception cref="FormatException">When it is empty, longer than 20 characters or has others than set 82.</exception>
    public static BatchNumber Parse(string s) =>
        TryParse(s, out var result)
            ? result
            : throw new FormatException($"'{s}' is not a batch number: 1 to 20 characters of GS1 set 82 are expected.");

    static BatchNumber IParsable<BatchNumber>.Parse(string s, IFormatProvider? provider) => Parse(s);

    public static bool TryParse([NotNullWhen(true)] string? s, out BatchNumber result) => TryParse(s, null, out result);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out BatchNumber result)
    {
        var good = s is not null && Charset.IsText(s, MaxLength);
        result = good ? new BatchNumber(s!) : default;
        return good;
    }

    public override string ToString() => _text ?? "";
}

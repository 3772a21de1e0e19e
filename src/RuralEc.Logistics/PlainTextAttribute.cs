using System.ComponentModel.DataAnnotations;
using System.Text;

namespace RuralEc.Logistics;

/// <summary>A text of people: limited, without control characters. Blank counts as not stated.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
internal sealed class PlainTextAttribute(int maxLength) : ValidationAttribute
{
    public int MaxLength { get; } = maxLength;

    public override bool IsValid(object? value) => value is null || value is string text && IsPlain(text, MaxLength);

    public override string FormatErrorMessage(string name) => $"不能超过{MaxLength}个字符，也不能含有控制字符。";

    // PostgreSQL refuses a zero and half a surrogate pair, which is enumerated as the replacement character.
    public static bool IsPlain(string text, int maxLength) =>
        text.Trim().Length <= maxLength
        && !text.EnumerateRunes().Any(rune => Rune.IsControl(rune) || rune == Rune.ReplacementChar);

    /// <summary>Without blanks at the ends; null when nothing remains.</summary>
    public static string? Clean(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

using System.ComponentModel.DataAnnotations;
using System.Text;

namespace RuralEc.Traceability.Commands;

/// <summary>A text of people: limited, without control characters. Blank counts as not stated.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
internal sealed class PlainTextAttribute(int maxLength) : ValidationAttribute
{
    public int MaxLength { get; } = maxLength;

    public override bool IsValid(object? value) =>
        value is null
        || (value is string text && text.Trim().Length <= MaxLength && !text.EnumerateRunes().Any(IsForbidden));

    public override string FormatErrorMessage(string name) => $"不能超过{MaxLength}个字符，也不能含有控制字符。";

    // Half a surrogate pair, which PostgreSQL refuses, is enumerated as the replacement character.
    private static bool IsForbidden(Rune rune) => Rune.IsControl(rune) || rune == Rune.ReplacementChar;

    /// <summary>Without blanks at the ends; null when nothing remains.</summary>
    public static string? Clean(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

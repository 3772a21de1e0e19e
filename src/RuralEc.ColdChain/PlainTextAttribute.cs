using System.ComponentModel.DataAnnotations;
using System.Text;

namespace RuralEc.ColdChain;

/// <summary>A text of people: something in it, limited, without control characters.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
internal sealed class PlainTextAttribute(int maxLength) : ValidationAttribute
{
    public int MaxLength { get; } = maxLength;

    public override bool IsValid(object? value) =>
        value is null
        || (
            value is string text
            && text.Trim().Length is var length
            && length > 0
            && length <= MaxLength
            // Half a surrogate pair, which PostgreSQL refuses, is enumerated as the replacement character.
            && !text.EnumerateRunes().Any(r => Rune.IsControl(r) || r == Rune.ReplacementChar)
        );

    public override string FormatErrorMessage(string name) => $"需要1至{MaxLength}个字符，不能含有控制字符。";
}

using System.ComponentModel.DataAnnotations;

namespace RuralEc.Traceability.Commands;

/// <summary>An amount of goods: above zero (or from zero), at most 10,000,000, at most 3 decimals.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
internal sealed class QuantityAttribute : ValidationAttribute
{
    public const decimal Greatest = 10_000_000m;

    /// <summary>Losses may be nothing, goods may not.</summary>
    public bool AllowZero { get; init; }

    public override bool IsValid(object? value) =>
        value is null
        || (
            value is decimal amount
            && (amount > 0 || (AllowZero && amount == 0))
            && amount <= Greatest
            && decimal.Round(amount, 3) == amount
        );

    public override string FormatErrorMessage(string name) =>
        AllowZero ? "应为0至1000万之间、最多三位小数的数。" : "应为大于0、不超过1000万、最多三位小数的数。";
}

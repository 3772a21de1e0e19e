using System.ComponentModel.DataAnnotations;

namespace RuralEc.Traceability.Commands;

/// <summary>A temperature of goods or air in °C, or a list of up to 50 of them: −60 to 80, at most two decimals.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
internal sealed class CelsiusAttribute : ValidationAttribute
{
    private const decimal Coldest = -60m;
    private const decimal Warmest = 80m;
    private const int MostReadings = 50;

    public override bool IsValid(object? value) =>
        value switch
        {
            null => true,
            decimal celsius => IsTemperature(celsius),
            IReadOnlyList<decimal> many => many.Count <= MostReadings && many.All(IsTemperature),
            _ => false,
        };

    public override string FormatErrorMessage(string name) => "应为−60至80之间的摄氏度，最多两位小数，最多50个。";

    private static bool IsTemperature(decimal celsius) =>
        celsius is >= Coldest and <= Warmest && decimal.Round(celsius, 2) == celsius;
}

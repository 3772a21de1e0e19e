using System.Globalization;

namespace RuralEc.Traceability.Lots;

/// <summary>What goes in comes out, is culled, or is stated as lost: to within 2 % of the input.</summary>
internal static class MassBalance
{
    /// <summary>Share of the input that scales and drying may leave unexplained.</summary>
    public const decimal Tolerance = 0.02m;

    /// <summary>Input less everything accounted for, in kg; negative when more came out than went in.</summary>
    public static decimal UnexplainedKg(decimal inputKg, decimal accountedKg, decimal lossKg) =>
        inputKg - accountedKg - lossKg;

    /// <param name="accountedKg">Outputs and culls together.</param>
    /// <param name="lossKg">Loss that is stated with a reason.</param>
    /// <param name="field">What a correction would have to change.</param>
    public static Refusal? Check(decimal inputKg, decimal accountedKg, decimal lossKg, string? reason, string field)
    {
        if (lossKg > 0 && string.IsNullOrWhiteSpace(reason))
        {
            return new Refusal("field-required", "Field required", "损耗须写明原因。", "/lossReason");
        }
        var unexplained = UnexplainedKg(inputKg, accountedKg, lossKg);
        if (Math.Abs(unexplained) <= inputKg * Tolerance)
        {
            return null;
        }
        var gap = Text(Math.Abs(unexplained));
        var percent = Text(Math.Round(Math.Abs(unexplained) / inputKg * 100, 1));
        return new Refusal(
            "mass-balance",
            "Mass balance exceeds 2 %",
            $"投入{Text(inputKg)}公斤，去向合计{Text(accountedKg)}公斤，已申报损耗{Text(lossKg)}公斤，"
                + $"{(unexplained > 0 ? "缺少" : "多出")}{gap}公斤（{percent}%），超过2%。请核对重量，或申报损耗并写明原因。",
            field
        )
        {
            Facts = new Dictionary<string, object?>
            {
                ["inputKg"] = inputKg,
                ["accountedKg"] = accountedKg,
                ["lossKg"] = lossKg,
                ["unexplainedKg"] = unexplained,
                ["toleranceKg"] = inputKg * Tolerance,
            },
        };
    }

    private static string Text(decimal value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}

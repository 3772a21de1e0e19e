using RuralEc.Traceability.Reference;

namespace RuralEc.Traceability.Lots;

/// <summary>What a grading must satisfy.</summary>
internal static class GradingRules
{
    public static Refusal? Check(GradingCommand command, DateTimeOffset now) =>
        EventTimes.Check(command.At, now, "/at")
        ?? MassBalance.Check(
            command.Inputs.Sum(i => i.Quantity),
            AccountedKg(command),
            command.LossKg,
            command.LossReason,
            "/outputs"
        );

    public static Refusal? Check(GradingCommand command, IReadOnlyList<LotInput> inputs)
    {
        var product = inputs[0].Product;
        if (inputs.Any(i => i.Product.Gtin != product.Gtin))
        {
            return new Refusal("other-product", "Several products", "一次分级只能投入同一种产品。", "/inputs");
        }
        if (product.NetContentKg is not null)
        {
            return new Refusal("not-bulk", "Not a bulk product", "分级的投入应为按公斤计的散装批次。", "/inputs");
        }
        var productClass = ProductClass.Find(product.ProductClass);
        var parent = inputs[0].Lot.BatchNumber;
        for (var i = 0; i < command.Outputs.Count; i++)
        {
            var output = command.Outputs[i];
            if (productClass?.GradeOf(output.Grade) is not { } grade)
            {
                var detail = $"{productClass?.Name ?? product.Name}没有等级“{output.Grade}”。";
                return new Refusal("unknown-grade", "Unknown grade", detail, $"/outputs/{i}/grade");
            }
            if (output.Lot is null && LotNumbers.OfGrade(parent, grade.Mark) is null)
            {
                return new Refusal(
                    "field-required",
                    "Field required",
                    "投入批次号太长，无法自动编号，请填写产出批次号。",
                    $"/outputs/{i}/lot"
                );
            }
        }
        return null;
    }

    public static decimal UnexplainedKg(GradingCommand command) =>
        MassBalance.UnexplainedKg(command.Inputs.Sum(i => i.Quantity), AccountedKg(command), command.LossKg);

    private static decimal AccountedKg(GradingCommand command) =>
        command.Outputs.Sum(o => o.QuantityKg) + command.CullsKg;
}

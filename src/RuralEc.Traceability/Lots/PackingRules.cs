using RuralEc.Traceability.Parties;
using RuralEc.Traceability.Reference;

namespace RuralEc.Traceability.Lots;

/// <summary>What packing must satisfy.</summary>
internal static class PackingRules
{
    // Longer than any class of the reference keeps.
    private const int LongestLifeDays = 730;

    public static Refusal? Check(PackingCommand command, DateTimeOffset now)
    {
        if (EventTimes.Check(command.At, now, "/at") is { } fault)
        {
            return fault;
        }
        var day = EventTimes.DayOf(command.At);
        return command.BestBefore < day || command.BestBefore > day.AddDays(LongestLifeDays)
            ? new Refusal(
                "absurd-best-before",
                "Absurd best-before date",
                "保质期应在包装日期之后两年以内。",
                "/bestBefore"
            )
            : null;
    }

    public static Refusal? Check(PackingCommand command, LotInput input, Product box)
    {
        if (input.Product.NetContentKg is not null)
        {
            return new Refusal("not-bulk", "Not a bulk lot", "包装的投入应为按公斤计的散装批次。", "/input");
        }
        if (box.NetContentKg is not { } netContent)
        {
            return new Refusal("not-boxed", "Not a boxed product", "该产品没有净含量，不是盒装产品。", "/gtin");
        }
        return CheckGrade(input.Lot.ProductClass, input.Lot.Grade, box, "/gtin")
            ?? MassBalance.Check(
                command.Input.Quantity,
                command.Boxes * netContent,
                command.LossKg,
                command.LossReason,
                "/boxes"
            );
    }

    /// <summary>Goods may be sold as a lower grade than they are, never as a higher one.</summary>
    public static Refusal? CheckGrade(string inputClass, string? inputGrade, Product box, string field)
    {
        if (box.ProductClass != inputClass || ProductClass.Find(inputClass) is not { } productClass)
        {
            return new Refusal("other-product", "Another product class", "产出的产品类别与投入批次不同。", field);
        }
        return box.Grade is not null && productClass.RankOf(inputGrade) > productClass.RankOf(box.Grade)
            ? new Refusal(
                "grade-too-high",
                "Grade higher than the goods",
                $"投入批次{(productClass.GradeOf(inputGrade)?.Name ?? "未分级")}，"
                    + $"不能作为{productClass.GradeOf(box.Grade)?.Name}。",
                field
            )
            : null;
    }

    public static decimal UnexplainedKg(PackingCommand command, Product box) =>
        MassBalance.UnexplainedKg(command.Input.Quantity, command.Boxes * (box.NetContentKg ?? 0), command.LossKg);
}

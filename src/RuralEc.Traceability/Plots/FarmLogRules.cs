using RuralEc.Traceability.Commands;

namespace RuralEc.Traceability.Plots;

/// <summary>What a line of the farm log must state (农产品质量安全法 art. 27).</summary>
internal static class FarmLogRules
{
    public static Refusal? Check(FarmLogCommand command, DateOnly today)
    {
        if (command.AppliedFrom < EventTimes.Earliest)
        {
            return new Refusal("time-too-old", "Date is before 2000", "日期不能早于2000年。", "/appliedFrom");
        }
        if (command.AppliedTo < command.AppliedFrom)
        {
            return new Refusal(
                "ends-before-start",
                "Ends before it starts",
                "停用日期不能早于开始日期。",
                "/appliedTo"
            );
        }
        if (command.AppliedTo > today)
        {
            return new Refusal("time-in-future", "Date is in the future", "日期不能晚于今天。", "/appliedTo");
        }
        if (command.Supersedes is not null && PlainTextAttribute.Clean(command.CorrectionReason) is null)
        {
            return Missing("更正须写明原因。", "/correctionReason");
        }
        if (command.Dose is not null && PlainTextAttribute.Clean(command.DoseUnit) is null)
        {
            return Missing("用量须带单位。", "/doseUnit");
        }
        return command.Kind is FarmWork.Pesticide or FarmWork.Fertiliser ? CheckInput(command) : null;
    }

    private static Refusal? CheckInput(FarmLogCommand command)
    {
        if (PlainTextAttribute.Clean(command.InputName) is null)
        {
            return Missing("须填写投入品名称。", "/inputName");
        }
        if (command.Dose is null)
        {
            return Missing("须填写用量。", "/dose");
        }
        return command.Kind == FarmWork.Pesticide && PlainTextAttribute.Clean(command.ActiveIngredient) is null
            ? Missing("农药须填写有效成分。", "/activeIngredient")
            : null;
    }

    public static Refusal IntervalUnknown(FarmLogCommand command) =>
        new(
            "interval-unknown",
            "Safety interval unknown",
            $"参考表中没有{command.ActiveIngredient}在该作物上的安全间隔期，请按标签填写天数。",
            "/labelIntervalDays"
        );

    private static Refusal Missing(string detail, string field) =>
        new("field-required", "Field required", detail, field);
}

using RuralEc.Traceability.Commands;

namespace RuralEc.Traceability.Parties;

/// <summary>What a party and its products must satisfy, apart from what the register knows.</summary>
internal static class PartyRules
{
    public static Refusal? Check(PartyCommand command)
    {
        var uscc = PlainTextAttribute.Clean(command.Uscc);
        if (uscc is not null && !Uscc.IsValid(uscc))
        {
            return new Refusal(
                "invalid-uscc",
                "Invalid unified social credit code",
                "统一社会信用代码应为18位大写字母和数字，且校验码正确（GB 32100）。",
                "/uscc"
            );
        }
        if (uscc is null && command.Kind == PartyKind.Cooperative)
        {
            return new Refusal(
                "uscc-required",
                "A co-operative needs a unified social credit code",
                "合作社须填写统一社会信用代码。",
                "/uscc"
            );
        }
        return command.TownCode is { } town && !town.StartsWith(command.DistrictCode, StringComparison.Ordinal)
            ? new Refusal(
                "town-outside-district",
                "Town lies in another district",
                "镇街代码不属于所填的区。",
                "/townCode"
            )
            : null;
    }

    public static Refusal? Check(ProductCommand product)
    {
        if (Reference.ProductClass.Find(product.ProductClass) is not { } productClass)
        {
            return new Refusal(
                "unknown-product-class",
                "Unknown product class",
                $"没有产品类别“{product.ProductClass}”。",
                "/productClass"
            );
        }
        if (product.Grade is { } grade && productClass.GradeOf(grade) is null)
        {
            return new Refusal("unknown-grade", "Unknown grade", $"{productClass.Name}没有等级“{grade}”。", "/grade");
        }
        return null;
    }
}

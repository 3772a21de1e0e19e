using System.Globalization;

namespace RuralEc.Traceability.Lots;

/// <summary>Whether an amount can be taken.</summary>
internal static class StockRules
{
    public static Refusal? Check(LotAmount wanted, decimal available, Uom uom, string field)
    {
        if (uom == Uom.H87 && wanted.Quantity != decimal.Truncate(wanted.Quantity))
        {
            return new Refusal("whole-boxes", "Boxes are whole", "箱数应为整数。", $"{field}/quantity");
        }
        if (wanted.Quantity <= available)
        {
            return null;
        }
        var unit = uom == Uom.H87 ? "箱" : "公斤";
        var have = available.ToString("0.###", CultureInfo.InvariantCulture);
        var want = wanted.Quantity.ToString("0.###", CultureInfo.InvariantCulture);
        return new Refusal(
            "not-enough-stock",
            "Not enough stock",
            $"批次{wanted.Lot}在该地点只有散放库存{have}{unit}，不足{want}{unit}。",
            $"{field}/quantity"
        )
        {
            Facts = new Dictionary<string, object?> { ["available"] = available, ["wanted"] = wanted.Quantity },
        };
    }
}

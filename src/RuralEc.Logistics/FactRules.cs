namespace RuralEc.Logistics;

/// <summary>What particulars of a node may say. Pure.</summary>
internal static class FactRules
{
    private const int MostBrands = 30;
    private const int BrandLength = 20;
    private const int MostServed = 500;
    private const double MostCubicMeters = 1e7;

    public static Refusal? Check(NodeFacts facts)
    {
        var figures = new[]
        {
            ("floorAreaSquareMeters", facts.FloorAreaSquareMeters),
            ("ambientCubicMeters", facts.AmbientCubicMeters),
            ("chilledCubicMeters", facts.ChilledCubicMeters),
            ("frozenCubicMeters", facts.FrozenCubicMeters),
            ("parcelsPerDay", facts.ParcelsPerDay),
        };
        foreach (var (name, value) in figures)
        {
            if (value is { } figure && figure is not (>= 0 and <= MostCubicMeters))
            {
                return Wrong("数值应在0到10000000之间。", name);
            }
        }

        foreach (var hours in facts.OpeningHours ?? [])
        {
            if (hours.Days is null or [] || hours.Closes <= hours.Opens)
            {
                return Wrong("营业时间应有星期，且关门晚于开门。", "openingHours");
            }
        }

        var brands = facts.CourierBrands ?? [];
        if (brands.Count > MostBrands || brands.Any(b => !PlainTextAttribute.IsPlain(b, BrandLength)))
        {
            return Wrong("快递品牌最多30个，每个不超过20个字符。", "courierBrands");
        }

        return facts.ServedDivisions is { Count: > MostServed }
            ? Wrong("服务的村居最多500个。", "servedDivisions")
            : null;
    }

    private static Refusal Wrong(string detail, string member) =>
        new("invalid-facts", "Invalid facts", detail, "/facts/" + member);
}

namespace RuralEc.Logistics.Network;

/// <summary>What a daily report may say. Pure.</summary>
internal static class ReportRules
{
    private const int MostCount = 10_000_000;
    private const decimal MostAmount = 1_000_000_000m;

    /// <param name="today">Today in China.</param>
    public static Refusal? Check(DateOnly day, ReportFigures figures, DateOnly today)
    {
        if (day > today)
        {
            return new("future-day", "Day has not come", "日期还没有到。", "/day");
        }

        if (figures == new ReportFigures())
        {
            return new("empty-report", "Nothing reported", "至少填写一项数据；没有业务请填0。", "/figures");
        }

        return Counts(figures)
                .Where(c => c.Value is < 0 or > MostCount)
                .Select(c => Wrong("应为0到10000000之间的整数。", c.Member))
                .FirstOrDefault()
            ?? Amounts(figures)
                .Where(a => a.Value is < 0 or > MostAmount)
                .Select(a => Wrong("应为0到1000000000之间的数。", a.Member))
                .FirstOrDefault()
            ?? Parts(figures)
                .Where(p => p.Part is { } part && p.Whole is { } whole && part > whole)
                .Select(p => Wrong(p.Words, p.Member))
                .FirstOrDefault();
    }

    private static IEnumerable<(string Member, int? Value)> Counts(ReportFigures f) =>
        [
            ("parcelsIn", f.ParcelsIn),
            ("parcelsOut", f.ParcelsOut),
            ("farmParcelsOut", f.FarmParcelsOut),
            ("villageParcelsAddressed", f.VillageParcelsAddressed),
            ("villageParcelsDelivered", f.VillageParcelsDelivered),
            ("handoversDue", f.HandoversDue),
            ("handoversOnTime", f.HandoversOnTime),
            ("runs", f.Runs),
            ("emptyReturns", f.EmptyReturns),
        ];

    private static IEnumerable<(string Member, decimal? Value)> Amounts(ReportFigures f) =>
        [
            ("farmValueYuan", f.FarmValueYuan),
            ("tonnesIn", f.TonnesIn),
            ("tonnesOut", f.TonnesOut),
            ("capacityCubicMeters", f.CapacityCubicMeters),
            ("carriedCubicMeters", f.CarriedCubicMeters),
            ("coldOccupiedCubicMeters", f.ColdOccupiedCubicMeters),
            ("costYuan", f.CostYuan),
            ("sharedRevenueYuan", f.SharedRevenueYuan),
        ];

    private static IEnumerable<(string Member, decimal? Part, decimal? Whole, string Words)> Parts(ReportFigures f) =>
        [
            ("farmParcelsOut", f.FarmParcelsOut, f.ParcelsOut, "农产品件数不能多于出件数。"),
            (
                "villageParcelsDelivered",
                f.VillageParcelsDelivered,
                f.VillageParcelsAddressed,
                "直投到村件数不能多于寄往本村的件数。"
            ),
            ("handoversOnTime", f.HandoversOnTime, f.HandoversDue, "按时交接数不能多于应交接数。"),
            ("emptyReturns", f.EmptyReturns, f.Runs, "空返班次不能多于班次。"),
            ("carriedCubicMeters", f.CarriedCubicMeters, f.CapacityCubicMeters, "实载体积不能大于可载体积。"),
        ];

    private static Refusal Wrong(string detail, string member) =>
        new("invalid-figure", "Invalid figure", detail, "/figures/" + member);
}

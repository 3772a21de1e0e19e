using RuralEc.Traceability.Parties;
using RuralEc.Traceability.Plots;

namespace RuralEc.Traceability.Lots;

/// <summary>What a harvest must satisfy.</summary>
internal static class HarvestRules
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    public static Refusal? Check(HarvestCommand command, DateTimeOffset now)
    {
        var span = EventTimes.CheckSpan(command.StartedAt, command.EndedAt, now, "/startedAt", "/endedAt");
        if (span is not null)
        {
            return span;
        }
        if (command.EndedAt - command.StartedAt > Longest)
        {
            return new Refusal("harvest-too-long", "Longer than a day", "一个采收批次不能超过24小时。", "/endedAt");
        }
        return command.PulpMinCelsius > command.PulpMaxCelsius
            ? new Refusal(
                "min-above-max",
                "Minimum above maximum",
                "果肉温度的最低值不能高于最高值。",
                "/pulpMinCelsius"
            )
            : null;
    }

    public static Refusal? Check(Plot plot, Product product)
    {
        if (product.NetContentKg is not null)
        {
            return new Refusal("not-bulk", "Not a bulk product", "采收批次应使用按公斤计的散装产品。", "/gtin");
        }
        return product.ProductClass != plot.ProductClass
            ? new Refusal("other-crop", "Another crop", "该地块种植的不是这种产品。", "/gtin")
            : null;
    }

    public static Refusal InsideInterval(FarmLogEntry forbidding)
    {
        var from = SafetyInterval.AllowedFrom(forbidding);
        return new Refusal(
            "inside-safety-interval",
            "Harvest inside a safety interval",
            $"{forbidding.ActiveIngredient ?? forbidding.InputName}最后使用于{LotEvents.Iso(forbidding.AppliedTo)}，"
                + $"安全间隔期{forbidding.IntervalDays}天，{LotEvents.Iso(from)}起方可采收。",
            "/startedAt"
        )
        {
            Facts = new Dictionary<string, object?>
            {
                ["allowedFrom"] = LotEvents.Iso(from),
                ["activeIngredient"] = forbidding.ActiveIngredient,
                ["lastApplied"] = LotEvents.Iso(forbidding.AppliedTo),
                ["intervalDays"] = forbidding.IntervalDays,
            },
        };
    }
}

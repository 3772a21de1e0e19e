namespace RuralEc.Traceability.Lots;

/// <summary>What a pre-cooling must satisfy.</summary>
internal static class PrecoolingRules
{
    public static Refusal? Check(PrecoolingCommand command, DateTimeOffset now)
    {
        var span = EventTimes.CheckSpan(command.StartedAt, command.EndedAt, now, "/startedAt", "/endedAt");
        if (span is not null)
        {
            return span;
        }
        return command.PulpAfterCelsius > command.PulpBeforeCelsius
            ? new Refusal(
                "warmer-after-cooling",
                "Warmer after cooling",
                "预冷后的果肉温度不应高于预冷前。",
                "/pulpAfterCelsius"
            )
            : null;
    }

    /// <param name="stock">The loose stock to cool; null when it does not lie in one place.</param>
    public static Refusal? Check(PrecoolingCommand command, Lot lot, Stock? stock)
    {
        if (stock is null)
        {
            return new Refusal(
                "not-in-one-place",
                "Not in one place",
                "该批次在本主体名下没有散放库存，或分散在几个地点。",
                "/place"
            );
        }
        if (stock.Uom != Uom.KGM)
        {
            return new Refusal("not-bulk", "Not a bulk lot", "预冷记录用于按公斤计的散装批次。", "/gtin");
        }
        if (EventTimes.DayOf(command.StartedAt) < lot.HarvestedOn)
        {
            return new Refusal("before-harvest", "Before the harvest", "预冷时间早于采收日期。", "/startedAt");
        }
        if (command.ShrinkKg >= stock.Quantity)
        {
            return new Refusal("not-enough-stock", "Not enough stock", "失重不能达到或超过库存。", "/shrinkKg");
        }

        // Shrink is a stated loss; within the tolerance it explains itself.
        var needsReason = command.ShrinkKg > stock.Quantity * MassBalance.Tolerance;
        return needsReason && string.IsNullOrWhiteSpace(command.LossReason)
            ? new Refusal("field-required", "Field required", "失重超过2%，须写明原因。", "/lossReason")
            : null;
    }
}

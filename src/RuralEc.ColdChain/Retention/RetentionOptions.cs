namespace RuralEc.ColdChain.Retention;

/// <summary>How long raw readings are kept; section <c>Retention</c> of the configuration. Their hours are kept for good.</summary>
public sealed class RetentionOptions
{
    /// <summary>Days after the measurement, of readings tied to no goods and to no hold; at least 30.</summary>
    public int UntiedDays { get; set; } = 90;

    /// <summary>Years after goods left the logger's asset; at least the two that GB 31605-2020 asks for.</summary>
    public int GoodsYears { get; set; } = 3;

    /// <summary>
    /// Years after goods under legal hold left, or after the time that is held; longer while the hold lasts. At least
    /// <see cref="GoodsYears"/>. 行政处罚法 art. 36 lets an offence against life or health be punished for five years.
    /// </summary>
    public int HeldYears { get; set; } = 5;
}

/// <summary>
/// Goods of which these were made, which were made of them, and what they lay on, by their canonical URIs, with the goods
/// themselves: rather too much than too little.
/// </summary>
public delegate Task<IReadOnlyCollection<string>> RelatedGoods(string itemUri, CancellationToken ct);

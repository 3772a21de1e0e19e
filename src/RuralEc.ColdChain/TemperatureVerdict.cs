namespace RuralEc.ColdChain;

/// <summary>
/// The judgement of a lot's temperature story. An excursion can be confirmed; its absence is bounded by what was
/// measured, so every verdict stands together with its coverage.
/// </summary>
public enum TemperatureVerdict
{
    /// <summary>No reading covers the window.</summary>
    Unknown,
    NoExcursion,
    Warning,
    Excursion,
    Critical,
}

/// <summary>Judges by the limits of a profile and the part of life that was used.</summary>
public static class TemperatureJudgement
{
    /// <param name="lifeUsed">Part of the shelf life used in the breaches, 0 to 1, or null where no model holds.</param>
    public static TemperatureVerdict Of(
        IEnumerable<Excursion> excursions,
        Coverage coverage,
        double? lifeUsed,
        TemperatureProfile profile
    )
    {
        if (coverage.Covered <= TimeSpan.Zero)
        {
            return TemperatureVerdict.Unknown;
        }

        var worst = excursions
            .Select(e => (TemperatureVerdict)((int)e.Limit.Severity + (int)TemperatureVerdict.Warning))
            .DefaultIfEmpty(TemperatureVerdict.NoExcursion)
            .Max();
        return profile.CriticalLifeUsed is { } limit && lifeUsed >= limit && worst > TemperatureVerdict.NoExcursion
            ? TemperatureVerdict.Critical
            : worst;
    }
}

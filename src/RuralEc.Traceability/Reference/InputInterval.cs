namespace RuralEc.Traceability.Reference;

/// <summary>
/// The safety interval (安全间隔期) of an active ingredient on a crop, in days; <paramref name="Verified"/> says whether
/// it was compared with a registered label.
/// </summary>
public sealed record InputInterval(
    string ActiveIngredient,
    string ActiveIngredientEn,
    string ProductClass,
    int IntervalDays,
    string Source,
    bool Verified
)
{
    public static IReadOnlyList<InputInterval> All { get; } =
        EmbeddedReference.Read<InputInterval>("input-intervals.json");

    /// <summary>Found by the Chinese or the English name of the ingredient.</summary>
    public static InputInterval? Find(string? activeIngredient, string productClass) =>
        All.FirstOrDefault(i =>
            i.ProductClass == productClass
            && (
                i.ActiveIngredient == activeIngredient
                || i.ActiveIngredientEn.Equals(activeIngredient, StringComparison.OrdinalIgnoreCase)
            )
        );
}

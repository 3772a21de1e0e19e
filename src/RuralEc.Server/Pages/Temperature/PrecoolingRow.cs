using RuralEc.ColdChain;
using RuralEc.Gs1;
using RuralEc.Traceability.Lots;

namespace RuralEc.Server.Pages.Temperature;

/// <summary>How long the harvests of one co-operative waited for pre-cooling.</summary>
/// <param name="Median">Of those that were cooled; null when none was.</param>
/// <param name="Late">Cooled later than the product's profile wants.</param>
/// <param name="Uncooled">Harvests without a pre-cooling on record.</param>
internal sealed record PrecoolingRow(
    Gln PartyGln,
    int Harvests,
    TimeSpan? Median,
    TimeSpan? Longest,
    int Late,
    int Uncooled
)
{
    /// <summary>One row for each party, the longest waits first.</summary>
    public static IReadOnlyList<PrecoolingRow> Rank(IReadOnlyList<PrecoolingWait> waits) =>
        [
            .. waits
                .GroupBy(wait => wait.PartyGln)
                .Select(party =>
                {
                    TimeSpan[] lengths = [.. party.Select(wait => wait.Wait).OfType<TimeSpan>().Order()];
                    return new PrecoolingRow(
                        party.Key,
                        party.Count(),
                        lengths.Length > 0 ? MedianOf(lengths) : null,
                        lengths.Length > 0 ? lengths[^1] : null,
                        party.Count(wait => wait.Wait?.TotalHours > HoursOf(wait)),
                        party.Count(wait => wait.Wait is null)
                    );
                })
                .OrderByDescending(row => row.Median),
        ];

    private static double? HoursOf(PrecoolingWait wait) => TemperatureProfile.Of(wait.ProductClass).PrecoolWithinHours;

    private static TimeSpan MedianOf(TimeSpan[] inOrder) =>
        (inOrder[(inOrder.Length - 1) / 2] + inOrder[inOrder.Length / 2]) / 2;
}

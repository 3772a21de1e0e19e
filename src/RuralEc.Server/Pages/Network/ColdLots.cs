using RuralEc.ColdChain;
using RuralEc.Gs1;
using RuralEc.Server.Pages.Temperature;
using RuralEc.Server.Pages.Trace;
using RuralEc.Traceability.Lots;

namespace RuralEc.Server.Pages.Network;

/// <summary>What loggers saw of a lot, all its ways together.</summary>
/// <param name="Verdict">Of its worst way.</param>
/// <param name="CoveragePercent">Of its least covered way.</param>
/// <param name="CoveredMinutes">Of all its ways.</param>
/// <param name="Minutes">In places that are watched, from the first to the last, of all its ways.</param>
internal sealed record ColdLot(
    Gtin Gtin,
    BatchNumber Lot,
    TemperatureVerdict Verdict,
    double CoveragePercent,
    double CoveredMinutes,
    double Minutes
)
{
    /// <summary>The chain broke: a critical excursion, or less than 90 % of the way was seen (domain.md §3.3).</summary>
    public bool Broken => Verdict is TemperatureVerdict.Critical || CoveragePercent < TemperatureLine.EnoughCoverage;
}

/// <summary>Judges lots by their temperature stories: so many at most, for a story takes a dozen questions.</summary>
internal sealed class ColdLots(LotPassportQuery passports, GoodsStories stories)
{
    /// <summary>As many lots as one page waits for.</summary>
    public const int Most = 200;

    /// <summary>Those of the lots that were in a place that is watched; the others were not sent cold.</summary>
    public async Task<IReadOnlyList<ColdLot>> OfAsync(
        IEnumerable<(Gtin Gtin, BatchNumber Lot)> lots,
        CancellationToken ct
    )
    {
        var cold = new List<ColdLot>();
        foreach (var (gtin, number) in lots.Take(Most))
        {
            if (
                await passports.OfAsync(gtin, number, ct) is { } passport
                && Of(gtin, number, await stories.OfLotAsync(passport, ct)) is { } lot
            )
            {
                cold.Add(lot);
            }
        }

        return cold;
    }

    /// <summary>Null where no way of the lot was watched. A way beside a watched one that nobody watched is a gap.</summary>
    internal static ColdLot? Of(Gtin gtin, BatchNumber number, IReadOnlyList<WayStory> ways)
    {
        var lines = ways.Select(way => ColdChainLine.Of(way.Story, way.LastMove)).ToList();
        var watched = lines.OfType<TemperatureLine>().ToList();
        return watched.Count == 0
            ? null
            : new(
                gtin,
                number,
                watched.Max(line => line.Verdict),
                lines.Min(line => line?.CoveragePercent ?? 0),
                watched.Sum(line => line.Window.Length.TotalMinutes * line.CoveragePercent / 100),
                watched.Sum(line => line.Window.Length.TotalMinutes)
            );
    }
}

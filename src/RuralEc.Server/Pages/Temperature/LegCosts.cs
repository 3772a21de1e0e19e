using System.Security.Claims;
using RuralEc.Gs1;
using RuralEc.Server.Pages.Trace;
using RuralEc.Traceability.Lots;

namespace RuralEc.Server.Pages.Temperature;

/// <summary>What the stays of goods in one asset cost of their life, beyond the time that passed.</summary>
/// <param name="Ways">Ways of lots that went through it.</param>
/// <param name="Stayed">Time with readings, of all of them.</param>
/// <param name="Extra">Hours at the reference temperature that the goods aged beyond that time.</param>
/// <param name="LifeUsed">Part of a life that went in excess, 0 to 1 and beyond, of all ways together.</param>
internal sealed record LegCost(
    Guid AssetId,
    string AssetName,
    Gln PartyGln,
    int Ways,
    TimeSpan Stayed,
    double MeanCelsius,
    TimeSpan Extra,
    double LifeUsed
)
{
    /// <summary>Of one way on the average.</summary>
    public TimeSpan ExtraOfAWay => Extra / Ways;
}

/// <summary>Finds where goods lose most of their life on the way.</summary>
internal sealed class LegCosts(LotQuery lots, LotPassportQuery passports, GoodsStories stories)
{
    /// <summary>Lots that are looked at, the latest.</summary>
    public const int MostLots = 200;

    /// <summary>By asset, the dearest first: of the latest packed lots within reach.</summary>
    public async Task<IReadOnlyList<LegCost>> OfAsync(ClaimsPrincipal by, CancellationToken ct)
    {
        var phases = new List<LifePhase>();
        foreach (var lot in (await lots.ListAsync(by, new LotFilter(Take: MostLots), ct)).Lots)
        {
            // A lot that went into others is told in their stories.
            if (lot.PackedOn is null || await passports.OfAsync(lot.Gtin, lot.Lot, ct) is not { } passport)
            {
                continue;
            }

            foreach (var way in await stories.OfLotAsync(passport, ct))
            {
                var until = ColdChainLine.Of(way.Story, way.LastMove)?.Window.To ?? way.Story.From;
                phases.AddRange(LifeBudget.Of(passport, way.Story, until)?.Phases ?? []);
            }
        }

        return Sum(phases);
    }

    internal static IReadOnlyList<LegCost> Sum(IEnumerable<LifePhase> phases) =>
        [
            .. phases
                .Where(phase => phase.Leg is not null)
                .GroupBy(phase => phase.Leg!.AssetId)
                .Select(asset => new LegCost(
                    asset.Key,
                    asset.First().Leg!.AssetName,
                    asset.First().Leg!.PartyGln,
                    asset.Count(),
                    asset.Aggregate(TimeSpan.Zero, (sum, phase) => sum + phase.Length),
                    asset.Sum(phase => phase.Celsius * phase.Length.TotalHours)
                        / asset.Sum(phase => phase.Length.TotalHours),
                    asset.Aggregate(TimeSpan.Zero, (sum, phase) => sum + phase.Extra),
                    asset.Sum(phase => phase.LifeUsed * (phase.Extra / phase.Equivalent))
                ))
                .OrderByDescending(cost => cost.Extra),
        ];
}

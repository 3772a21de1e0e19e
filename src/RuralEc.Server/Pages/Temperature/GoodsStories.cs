using RuralEc.ColdChain.Stories;
using RuralEc.Gs1;
using RuralEc.Server.Pages.Trace;
using RuralEc.Traceability.Codes;
using RuralEc.Traceability.Lots;

namespace RuralEc.Server.Pages.Temperature;

/// <summary>The temperature story of goods that went one way; <paramref name="Ways"/> stayed together all the time.</summary>
/// <param name="LastMove">When they last left or arrived anywhere; null while they have not left.</param>
internal sealed record WayStory(IReadOnlyList<LotWay> Ways, TemperatureStory Story, DateTimeOffset? LastMove);

/// <summary>
/// Tells what goods went through as what they were then: the bulk lot, the packed lot, the pallet. A lot has one story
/// for each way that its goods went.
/// </summary>
internal sealed class GoodsStories(LotTemperature temperatures, PackageWay ways, TimeProvider clock)
{
    /// <summary>One story for each way of the lot; empty while nothing is known to have happened to it.</summary>
    public async Task<IReadOnlyList<WayStory>> OfLotAsync(LotPassport passport, CancellationToken ct) =>
        await OfWaysAsync(passport, await ways.OfLotAsync(passport.Gtin, passport.Lot, ct), ct);

    /// <summary>The same for some of its ways; for goods that went nowhere there is one story, too.</summary>
    public async Task<IReadOnlyList<WayStory>> OfWaysAsync(
        LotPassport passport,
        IReadOnlyList<LotWay> some,
        CancellationToken ct
    )
    {
        if (passport.Steps.Count == 0)
        {
            return [];
        }
        var together = await temperatures.TogetherAsync(
            [.. some.Select(one => one.Pallet?.ToUri()).OfType<string>()],
            ct
        );
        var stories = new List<WayStory>();
        foreach (
            var same in some.DefaultIfEmpty(new(null, new HashSet<string>()))
                .GroupBy(one => one.Pallet is { } sscc ? together[sscc.ToUri()] : -1)
        )
        {
            var story = await StoryAsync(passport, same.First().Pallet, ct);
            stories.Add(new([.. same], story, same.Max(way => JourneyOf.LastMove(passport, way.DespatchNumbers))));
        }
        return stories;
    }

    private Task<TemperatureStory> StoryAsync(LotPassport passport, Sscc? pallet, CancellationToken ct)
    {
        GoodsAs[] goods =
        [
            new(new Lgtin(passport.Gtin, passport.Lot).ToUri()),
            .. passport.Ancestors.Select(ancestor => new GoodsAs(ancestor.Lot.ToUri(), ancestor.Until)),
            .. pallet is { } sscc ? [new GoodsAs(sscc.ToUri())] : Array.Empty<GoodsAs>(),
        ];
        return temperatures.StoryAsync(goods, passport.Steps[0].At, clock.GetUtcNow(), passport.ProductClass, ct);
    }
}

using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using RuralEc.ColdChain.Assets;
using RuralEc.ColdChain.Devices.Calibrations;
using RuralEc.Gs1;

namespace RuralEc.ColdChain.Stories;

internal static class StoryEndpoints
{
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(92);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGroup("/api/temperature-stories")
            .WithTags("Temperature stories")
            .RequireAuthorization()
            .MapGet("/", Tell)
            .WithName("TellTemperatureStory")
            .WithSummary("Tells and judges the temperatures of a lot or a pallet")
            .WithDescription(
                "As far as loggers in your party's or districts' assets saw it: the series in °C, gaps, stays, coverage in % of the window, minutes beyond each limit of the product class, mean kinetic temperature (83.144 kJ/mol), part of shelf life used, the estimated peak inside the goods, how far clocks and calibrations can be relied on, and the verdict: for the whole window and for each stay by itself. Without any reading the verdict is `unknown`. The window is at most 92 days. Example: `?itemUri=https://id.gs1.org/00/095212340000000013&from=2026-06-26T21:30:00Z&to=2026-06-27T01:30:00Z&productClass=litchi`."
            );

    private static async Task<Results<Ok<StoryView>, ProblemHttpResult>> Tell(
        string itemUri,
        OffsetTime from,
        OffsetTime to,
        string productClass,
        LotTemperature temperatures,
        ClaimsPrincipal user,
        CancellationToken ct
    )
    {
        if (from.Value >= to.Value || to.Value - from.Value > LongestWindow)
        {
            return Problems.Invalid(
                "bad-window",
                "The window is empty or too long",
                "时间范围须大于零且不超过92天。",
                "/to"
            );
        }

        var story = await temperatures.StoryAsync(user, itemUri, from.Value, to.Value, productClass, ct);
        return story.Legs.Count > 0
            ? TypedResults.Ok(StoryView.Of(story))
            : Problems.NotFound("没有该批次或托盘的存放记录，或您无权查看。", "/itemUri");
    }
}

/// <param name="ProductClass">Of the profile that judged; <c>chilled</c> where the class is not known.</param>
/// <param name="ProfileVerified">False until somebody compared the profile with the standard in hand.</param>
/// <param name="LifeUsedPercent">Of the shelf life; absent where no model holds.</param>
/// <param name="EquivalentHours">Hours at <paramref name="ReferenceCelsius"/> that age as much.</param>
/// <param name="PulpMaxCelsius">The highest temperature inside the goods, estimated; absent without a time constant.</param>
/// <param name="Calibration">The worst of the loggers that spoke.</param>
internal sealed record StoryView(
    DateTimeOffset From,
    DateTimeOffset To,
    string ProductClass,
    string ProfileSource,
    bool ProfileVerified,
    TemperatureVerdict Verdict,
    double CoveragePercent,
    double? MinCelsius,
    double? MaxCelsius,
    double? MeanCelsius,
    double? MeanKineticCelsius,
    double? ReferenceCelsius,
    double? EquivalentHours,
    double? LifeUsedPercent,
    double? PulpMaxCelsius,
    int DoubtfulTimes,
    CalibrationTrust? Calibration,
    IReadOnlyList<LimitTime> BeyondLimits,
    IReadOnlyList<LegView> Legs,
    IReadOnlyList<Gap> Gaps,
    IReadOnlyList<StoryPoint> Series
)
{
    public static StoryView Of(TemperatureStory story) =>
        new(
            story.From,
            story.To,
            story.Profile.ProductClass,
            story.Profile.Source,
            story.Profile.Verified,
            story.Verdict,
            story.CoveragePercent,
            story.MinCelsius,
            story.MaxCelsius,
            story.MeanCelsius,
            story.MeanKineticCelsius,
            story.Profile.Life?.ReferenceCelsius,
            story.EquivalentTime?.TotalHours,
            100 * story.LifeUsed,
            story.PulpMaxCelsius,
            story.DoubtfulTimes,
            story.Calibration,
            story.BeyondLimits,
            [.. story.Legs.Select(LegView.Of)],
            story.Gaps,
            story.Series
        );
}

/// <summary>The stay of the goods in one asset, judged for itself.</summary>
internal sealed record LegView(
    Guid AssetId,
    string AssetName,
    AssetKind AssetKind,
    Gln PartyGln,
    DateTimeOffset From,
    DateTimeOffset To,
    IReadOnlyList<string> Devices,
    TemperatureVerdict Verdict,
    double CoveragePercent,
    double? MinCelsius,
    double? MaxCelsius,
    double? MeanCelsius,
    double? MeanKineticCelsius,
    double? EquivalentHours,
    double? LifeUsedPercent,
    int DoubtfulTimes,
    CalibrationTrust? Calibration,
    IReadOnlyList<LimitTime> BeyondLimits,
    IReadOnlyList<BreachView> Breaches
)
{
    public static LegView Of(StoryLeg leg) =>
        new(
            leg.AssetId,
            leg.AssetName,
            leg.AssetKind,
            leg.PartyGln,
            leg.From,
            leg.To,
            leg.Devices,
            leg.Verdict,
            leg.CoveragePercent,
            leg.MinCelsius,
            leg.MaxCelsius,
            leg.MeanCelsius,
            leg.MeanKineticCelsius,
            leg.EquivalentTime?.TotalHours,
            100 * leg.LifeUsed,
            leg.DoubtfulTimes,
            leg.Calibration,
            leg.BeyondLimits,
            [
                .. leg.Breaches.Select(b => new BreachView(
                    b.Limit.Severity,
                    b.Limit.Side,
                    b.Limit.Celsius,
                    b.OnsetAt,
                    b.ClearedAt,
                    b.PeakCelsius
                )),
            ]
        );
}

/// <param name="LimitCelsius">The limit that was passed, °C.</param>
/// <param name="ClearedAt">Absent where it lasted to the end of the stay.</param>
/// <param name="PeakCelsius">The worst temperature in it.</param>
internal sealed record BreachView(
    Severity Severity,
    LimitSide Side,
    double LimitCelsius,
    DateTimeOffset OnsetAt,
    DateTimeOffset? ClearedAt,
    double PeakCelsius
);

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace RuralEc.ColdChain.Stories;

internal static class ProfileEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGroup("/api/temperature-profiles")
            .WithTags("Temperature stories")
            .RequireAuthorization()
            .MapGet("/{productClass}", Find)
            .WithName("FindTemperatureProfile")
            .WithSummary("Says by which limits and ageing model a product class is judged")
            .WithDescription(
                "Limits in °C with the minutes that they take to count, the shelf life in days at the reference temperature with Q10 or activation energy, and where the numbers come from. EPCIS summaries name it as `bizRules`. Goods of a class that has no profile are judged as `chilled`."
            );

    private static Results<Ok<ProfileView>, ProblemHttpResult> Find(string productClass) =>
        TemperatureProfile.Of(productClass) is var profile && profile.ProductClass == productClass
            ? TypedResults.Ok(ProfileView.Of(profile))
            : Problems.NotFound("没有这个产品类别的温度要求；这样的货按冷藏食品（chilled）评判。", "/productClass");
}

/// <param name="LifeDays">Shelf life at <paramref name="ReferenceCelsius"/>; absent where no single model holds.</param>
/// <param name="ChillingCelsius">Below this the ageing model is not used.</param>
/// <param name="PulpLagHours">Time constant with which the inside follows the air.</param>
/// <param name="HoldAt">A breach as grave as this stops the goods until somebody has looked at them.</param>
/// <param name="Verified">False until somebody compared the numbers with the standard in hand.</param>
internal sealed record ProfileView(
    string ProductClass,
    double OptimumMinCelsius,
    double OptimumMaxCelsius,
    IReadOnlyList<ProfileLimit> Limits,
    double? ReferenceCelsius,
    double? LifeDays,
    double? Q10,
    double? ActivationEnergyKilojoules,
    double? ChillingCelsius,
    double? PrecoolWithinHours,
    double? PulpLagHours,
    Severity? HoldAt,
    string Source,
    bool Verified
)
{
    public static ProfileView Of(TemperatureProfile profile) =>
        new(
            profile.ProductClass,
            profile.OptimumMinCelsius,
            profile.OptimumMaxCelsius,
            [.. profile.Limits.Select(l => new ProfileLimit(l.Severity, l.Side, l.Celsius, l.Onset.TotalMinutes))],
            profile.Life?.ReferenceCelsius,
            profile.Life?.Life.TotalDays,
            profile.Life?.Q10,
            profile.Life?.ActivationEnergy,
            profile.ChillingCelsius,
            profile.PrecoolWithinHours,
            profile.PulpLag?.TotalHours,
            profile.HoldAt,
            profile.Source,
            profile.Verified
        );
}

/// <param name="Minutes">How long it has to be passed; 0: once is enough.</param>
internal sealed record ProfileLimit(Severity Severity, LimitSide Side, double Celsius, double Minutes);

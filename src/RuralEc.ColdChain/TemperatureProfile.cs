using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RuralEc.ColdChain;

/// <summary>How one product class wants to be kept, and how it ages when it is not.</summary>
/// <param name="ProductClass">The code of the class, such as <c>litchi</c>.</param>
/// <param name="OptimumMinCelsius">°C.</param>
/// <param name="OptimumMaxCelsius">°C.</param>
/// <param name="Limits">What counts as a breach.</param>
/// <param name="Life">Null where no single model holds, as for climacteric fruit.</param>
/// <param name="ChillingCelsius">Below this the ageing model is not used; null where the crop does not chill.</param>
/// <param name="CriticalLifeUsed">Part of life (0 to 1) that a breach may use before it is critical.</param>
/// <param name="PrecoolWithinHours">Longest time from harvest to pre-cooling.</param>
/// <param name="PulpLag">Time constant with which the inside follows the air; null where none is known.</param>
/// <param name="HoldAt">A breach as grave as this stops the goods until somebody has looked at them; null for none.</param>
/// <param name="Source">Where the numbers come from.</param>
/// <param name="Verified">False until somebody has compared them with the standard in hand.</param>
public sealed record TemperatureProfile(
    string ProductClass,
    double OptimumMinCelsius,
    double OptimumMaxCelsius,
    IReadOnlyList<TemperatureLimit> Limits,
    ShelfLife? Life,
    double? ChillingCelsius,
    double? CriticalLifeUsed,
    double? PrecoolWithinHours,
    TimeSpan? PulpLag,
    Severity? HoldAt,
    string Source,
    bool Verified
)
{
    /// <summary>For goods of no known class: the range of GB 31605-2020 for chilled food, 0 to 10 °C.</summary>
    public static readonly TemperatureProfile Chilled = new(
        "chilled",
        0,
        10,
        [
            new(Severity.Excursion, LimitSide.Above, 10, TimeSpan.FromMinutes(30)),
            new(Severity.Excursion, LimitSide.Below, -1, TimeSpan.FromMinutes(30)),
        ],
        null,
        null,
        null,
        null,
        null,
        null,
        "GB 31605-2020 (own reading)",
        false
    );

    private static readonly FrozenDictionary<string, TemperatureProfile> Known = Load();

    /// <summary>All profiles of the reference data.</summary>
    public static IReadOnlyCollection<TemperatureProfile> All => Known.Values;

    /// <summary>The profile of a product class, or <see cref="Chilled"/> for an unknown one or none.</summary>
    public static TemperatureProfile Of(string? productClass) => Known.GetValueOrDefault(productClass ?? "", Chilled);

    private static FrozenDictionary<string, TemperatureProfile> Load()
    {
        using var file = typeof(TemperatureProfile).Assembly.GetManifestResourceStream(
            "RuralEc.ColdChain.profiles.json"
        )!;
        return JsonSerializer
            .Deserialize(file, ProfileJson.Default.ProfileRowArray)!
            .ToFrozenDictionary(row => row.ProductClass, row => row.ToProfile());
    }
}

/// <summary>A profile as the reference file states it; durations in minutes, lives in days.</summary>
internal sealed record ProfileRow(
    string ProductClass,
    double[] OptimumCelsius,
    LimitRow[] Limits,
    double? ReferenceCelsius,
    double? LifeDays,
    double? Q10,
    double? ActivationEnergy,
    double? ChillingCelsius,
    double? CriticalLifeUsed,
    double? PrecoolWithinHours,
    double? PulpLagHours,
    Severity? HoldAt,
    string Source,
    bool Verified
)
{
    public TemperatureProfile ToProfile() =>
        new(
            ProductClass,
            OptimumCelsius[0],
            OptimumCelsius[1],
            [
                .. Limits.Select(l => new TemperatureLimit(
                    l.Severity,
                    l.Side,
                    l.Celsius,
                    TimeSpan.FromMinutes(l.Minutes)
                )),
            ],
            LifeDays is { } days ? new(ReferenceCelsius!.Value, TimeSpan.FromDays(days), Q10, ActivationEnergy) : null,
            ChillingCelsius,
            CriticalLifeUsed,
            PrecoolWithinHours,
            PulpLagHours is { } hours ? TimeSpan.FromHours(hours) : null,
            HoldAt,
            Source,
            Verified
        );
}

internal sealed record LimitRow(Severity Severity, LimitSide Side, double Celsius, double Minutes);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = false
)]
[JsonSerializable(typeof(ProfileRow[]))]
internal sealed partial class ProfileJson : JsonSerializerContext;

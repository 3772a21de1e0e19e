using System.Text.Json.Serialization;
using RuralEc.ColdChain;
using RuralEc.ColdChain.Assets;

namespace RuralEc.Server.Pages.Trace;

/// <summary>One measured temperature.</summary>
public readonly record struct TemperaturePoint(DateTimeOffset At, double Celsius);

/// <summary>A stretch of time, <paramref name="To"/> excluded.</summary>
public readonly record struct Stretch(DateTimeOffset From, DateTimeOffset To)
{
    [JsonIgnore]
    public TimeSpan Length => To - From;
}

/// <summary>A stretch outside a limit, and the farthest temperature in it.</summary>
public readonly record struct Breach(Stretch When, double PeakCelsius)
{
    [JsonIgnore]
    public TimeSpan Length => When.Length;
}

/// <summary>The temperature story of one lot as the page shows it.</summary>
public sealed record TemperatureLine
{
    public required Stretch Window { get; init; }

    /// <summary>The readings in the order of time.</summary>
    public required IReadOnlyList<TemperaturePoint> Points { get; init; }

    /// <summary>Stretches of the window without readings, in the order of time.</summary>
    public required IReadOnlyList<Stretch> Gaps { get; init; }

    /// <summary>Stretches outside the limits, in the order of time.</summary>
    public required IReadOnlyList<Breach> Breaches { get; init; }

    /// <summary>The lowest temperature that the product's profile allows, in °C.</summary>
    public double? LowCelsius { get; init; }

    /// <summary>The highest temperature that the product's profile allows, in °C.</summary>
    public double? HighCelsius { get; init; }

    /// <summary>The lowest and the highest reading in °C.</summary>
    public double? MinCelsius { get; init; }

    public double? MaxCelsius { get; init; }

    /// <summary>How long readings were above <see cref="HighCelsius"/>.</summary>
    public TimeSpan TimeAbove { get; init; }

    /// <summary>How long readings were below <see cref="LowCelsius"/>.</summary>
    public TimeSpan TimeBelow { get; init; }

    /// <summary>The places of the way that loggers watched, in the order of time.</summary>
    public IReadOnlyList<TemperatureLeg> Legs { get; init; } = [];

    /// <summary>How much of the window readings cover, 0 to 100.</summary>
    public required double CoveragePercent { get; init; }

    public required TemperatureVerdict Verdict { get; init; }

    /// <summary>Share of the shelf life used on this way, 0 to 100, where the profile can tell.</summary>
    public double? LifeUsedPercent { get; init; }

    /// <summary>Goods of one lot go different ways; of more than one this is the line of the worst.</summary>
    public int Ways { get; init; } = 1;

    /// <summary>With one decimal. 100 is shown only for 100: 99.97 % is shown as 99.9 %.</summary>
    public double ShownCoverage => Shown(CoveragePercent);

    /// <summary>True when no reading was beyond a limit, however shortly.</summary>
    public bool NeverBeyond =>
        (HighCelsius is null || MaxCelsius is null || MaxCelsius <= HighCelsius)
        && (LowCelsius is null || MinCelsius is null || MinCelsius >= LowCelsius);

    /// <summary>Below this share of the way, readings say too little to call the cold chain kept (domain rule of 90 %).</summary>
    public const double EnoughCoverage = 90;

    internal static double Shown(double percent) => percent >= 100 ? 100 : Math.Clamp(Math.Round(percent, 1), 0, 99.9);

    public bool CoversEnough => CoveragePercent >= EnoughCoverage;
}

/// <summary>A stay of the goods in a truck, a cold room or a box.</summary>
public sealed record TemperatureLeg(AssetKind Kind, Stretch When, double CoveragePercent, TemperatureVerdict Verdict);

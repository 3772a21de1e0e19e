using RuralEc.ColdChain;

namespace RuralEc.Server.Pages.Trace;

/// <summary>One measured temperature.</summary>
public readonly record struct TemperaturePoint(DateTimeOffset At, double Celsius);

/// <summary>A stretch of time, <paramref name="To"/> excluded.</summary>
public readonly record struct Stretch(DateTimeOffset From, DateTimeOffset To)
{
    public TimeSpan Length => To - From;
}

/// <summary>A stretch outside a limit, and the farthest temperature in it.</summary>
public readonly record struct Breach(Stretch When, double PeakCelsius)
{
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

    /// <summary>How much of the window readings cover, 0 to 100.</summary>
    public required double CoveragePercent { get; init; }

    public required TemperatureVerdict Verdict { get; init; }

    /// <summary>Share of the shelf life used on this way, 0 to 100, where the profile can tell.</summary>
    public double? LifeUsedPercent { get; init; }

    /// <summary>With one decimal. 100 is shown only for 100: 99.97 % is shown as 99.9 %.</summary>
    public double ShownCoverage => CoveragePercent >= 100 ? 100 : Math.Clamp(Math.Round(CoveragePercent, 1), 0, 99.9);

    /// <summary>Below this share of the way, readings say too little to call the cold chain kept (domain rule of 90 %).</summary>
    public const double EnoughCoverage = 90;

    public bool CoversEnough => CoveragePercent >= EnoughCoverage;
}

using RuralEc.FirmwareSim.Scenarios;

namespace RuralEc.FirmwareSim.Model;

/// <summary>The air that a logger measures: a pure function of seed and simulated second.</summary>
public static class TemperatureModel
{
    private const double DoorTauSeconds = 900;
    private const double DoorRecoveryTauSeconds = 600;
    private const double FailureTauSeconds = 7200;
    private const double FailureRecoveryTauSeconds = 1800;

    /// <summary>What the sensor shows, in °C to two decimals.</summary>
    public static double MeasuredCelsius(LoggerSpec logger, long seed, double second, long sample) =>
        Math.Round(
            AirCelsius(logger, seed, second) + logger.Noise * Chance.Normal(seed, logger.Device, "noise", sample),
            2,
            MidpointRounding.AwayFromZero
        );

    /// <summary>The air itself, in °C, without the sensor's noise.</summary>
    public static double AirCelsius(LoggerSpec logger, long seed, double second)
    {
        if (CourseOf(logger, second) is { } drawn)
        {
            return drawn;
        }

        var phase = Chance.Uniform(seed, logger.Device, "cycle", 0);
        var cycle = logger.CycleCelsius * Math.Sin(2 * Math.PI * (second / logger.CycleSeconds + phase));
        var rise = logger
            .Faults.Where(f => f is { Kind: FaultKind.Door or FaultKind.RefrigerationFailure, Curve: null })
            .Sum(f => Rise(f, logger, second));
        return logger.BaseCelsius + cycle + rise;
    }

    private static double Rise(Fault fault, LoggerSpec logger, double second)
    {
        if (second < fault.FromSeconds)
        {
            return 0;
        }

        var door = fault.Kind == FaultKind.Door;
        var full = fault.RiseCelsius ?? logger.AmbientCelsius - logger.BaseCelsius;
        var tau = fault.TauSeconds ?? (door ? DoorTauSeconds : FailureTauSeconds);
        var back = fault.RecoveryTauSeconds ?? (door ? DoorRecoveryTauSeconds : FailureRecoveryTauSeconds);
        var warmed = full * (1 - Math.Exp(-Math.Min(second - fault.FromSeconds, fault.ForSeconds) / tau));
        return second <= fault.EndSeconds ? warmed : warmed * Math.Exp(-(second - fault.EndSeconds) / back);
    }

    private static double? CourseOf(LoggerSpec logger, double second)
    {
        var fault = logger.Faults.LastOrDefault(f => f is { Curve.Count: > 0 } && f.Covers(second));
        if (fault?.Curve is not { } curve)
        {
            return null;
        }

        var at = second - fault.FromSeconds;
        var after = curve.FirstOrDefault(p => p.AtSeconds >= at);
        var before = curve.LastOrDefault(p => p.AtSeconds <= at);
        if (after is null || before is null)
        {
            return (before ?? after)!.Celsius;
        }

        var width = after.AtSeconds - before.AtSeconds;
        return width == 0
            ? after.Celsius
            : before.Celsius + (after.Celsius - before.Celsius) * (at - before.AtSeconds) / width;
    }
}

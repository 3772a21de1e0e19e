using RuralEc.FirmwareSim.Scenarios;

namespace RuralEc.FirmwareSim.Model;

/// <summary>The air around a logger, in °C: a pure function of seed and simulated second, free of the sensor's errors.</summary>
internal sealed class Air(LoggerSpec logger, FaultBook faults, Dice dice)
{
    private const double DoorTauSeconds = 900;
    private const double DoorRecoveryTauSeconds = 600;
    private const double FailureTauSeconds = 7200;
    private const double FailureRecoveryTauSeconds = 1800;
    private const double DefrostEverySeconds = 21_600;
    private const double DefrostEachSeconds = 1200;
    private const double DefrostRiseCelsius = 8;

    // After 20 time constants the rest of a 100 K rise is below the last bit that a sensor shows.
    private const double Forgotten = 20;

    private readonly double _phase = dice.Uniform("cycle", 0);

    private readonly Fault[] _warmth =
    [
        .. faults.Planned.Where(f =>
            f is { Kind: FaultKind.Door or FaultKind.Defrost or FaultKind.RefrigerationFailure, Curve: null }
        ),
    ];

    private readonly Fault[] _courses = [.. faults.Planned.Where(f => f is { Curve.Count: > 0 })];

    public double At(double second)
    {
        for (var i = _courses.Length - 1; i >= 0; i--)
        {
            if (_courses[i].Covers(second))
            {
                return CourseAt(_courses[i], second);
            }
        }

        var air =
            logger.BaseCelsius + logger.CycleCelsius * Math.Sin(2 * Math.PI * (second / logger.CycleSeconds + _phase));
        foreach (var fault in _warmth)
        {
            air += Rise(fault, second);
        }

        return air;
    }

    /// <summary>
    /// Whether the air can only swing with the compressor from one second to another; then it stays within
    /// <see cref="LoggerSpec.CycleCelsius"/> of the base.
    /// </summary>
    public bool IsSteady(double from, double to) =>
        Array.TrueForAll(_warmth, f => to < f.FromSeconds || from > f.EndSeconds + Forgotten * BackOf(f))
        && Array.TrueForAll(_courses, f => to < f.FromSeconds || from > f.EndSeconds);

    /// <summary>Whether a door stands open.</summary>
    public bool IsDoorOpen(double second)
    {
        foreach (var fault in _warmth)
        {
            if (fault.Kind == FaultKind.Door && fault.Covers(second) && Into(fault, second) < EachOf(fault))
            {
                return true;
            }
        }

        return false;
    }

    private double Rise(Fault fault, double second)
    {
        if (second < fault.FromSeconds)
        {
            return 0;
        }

        var each = EachOf(fault);
        if (EveryOf(fault) is not { } every)
        {
            return Rise(fault, fault.FromSeconds, each, second);
        }

        // What earlier times left fades; only those that still count are added up.
        var last = Math.Floor((Math.Min(second, fault.EndSeconds) - fault.FromSeconds) / every);
        var rise = 0d;
        for (var time = last; time >= 0; time--)
        {
            var from = fault.FromSeconds + time * every;
            if (second - from - each > Forgotten * BackOf(fault))
            {
                break;
            }

            rise += Rise(fault, from, Math.Min(each, fault.EndSeconds - from), second);
        }

        return rise;
    }

    private double Rise(Fault fault, double from, double length, double second)
    {
        var full =
            fault.RiseCelsius
            ?? (fault.Kind == FaultKind.Defrost ? DefrostRiseCelsius : logger.AmbientCelsius - logger.BaseCelsius);
        var tau = fault.TauSeconds ?? (IsFailure(fault) ? FailureTauSeconds : DoorTauSeconds);
        var warmed = full * (1 - Math.Exp(-Math.Min(second - from, length) / tau));
        return second <= from + length ? warmed : warmed * Math.Exp(-(second - from - length) / BackOf(fault));
    }

    private static double Into(Fault fault, double second) =>
        EveryOf(fault) is { } every ? (second - fault.FromSeconds) % every : second - fault.FromSeconds;

    private static double? EveryOf(Fault fault) =>
        fault.Kind == FaultKind.Defrost ? fault.EverySeconds ?? DefrostEverySeconds : fault.EverySeconds;

    private static double EachOf(Fault fault) =>
        fault.Kind == FaultKind.Defrost
            ? fault.EachSeconds ?? Math.Min(DefrostEachSeconds, EveryOf(fault)!.Value)
            : fault.EachSeconds ?? fault.ForSeconds;

    private static double BackOf(Fault fault) =>
        fault.RecoveryTauSeconds ?? (IsFailure(fault) ? FailureRecoveryTauSeconds : DoorRecoveryTauSeconds);

    private static bool IsFailure(Fault fault) => fault.Kind == FaultKind.RefrigerationFailure;

    private static double CourseAt(Fault fault, double second)
    {
        var curve = fault.Curve!;
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

using RuralEc.FirmwareSim.Scenarios;

namespace RuralEc.FirmwareSim.Model;

/// <summary>One time from power-up to power-down.</summary>
/// <param name="From">Second of the power-up.</param>
/// <param name="To">Second of the power-down; infinite when none comes.</param>
/// <param name="Boot">The counter of power-ups that the device tells.</param>
/// <param name="FullPercent">Battery at <paramref name="FullSince"/>.</param>
/// <param name="FullSince">Second since which this battery is used.</param>
internal sealed record PowerLife(double From, double To, uint Boot, double FullPercent, double FullSince);

/// <summary>When a device has power, which boot number it tells and how full its battery is.</summary>
internal sealed class PowerLives
{
    private const double DyingSeconds = 3600;
    private const double DyingPercent = 3;
    private const double DaySeconds = 86_400;
    private const double NewBatteryPercent = 100;

    private readonly PowerLife[] _lives;
    private readonly double _percentPerDay;
    private readonly double[] _batteryEnds;

    public PowerLives(LoggerSpec logger, FaultBook faults, uint firstBoot)
    {
        _percentPerDay = logger.BatteryPercentPerDay;
        _batteryEnds = [.. faults.Of(FaultKind.BatteryEnd).Select(f => f.FromSeconds).Order()];
        _lives = [.. Of(logger, faults, firstBoot)];
    }

    /// <summary>The life that lasts at a second, or null while there is no power.</summary>
    public PowerLife? At(double second) => LastBegun(second) is { } life && second < life.To ? life : null;

    /// <summary>The life that lasts at a second or was the last before it.</summary>
    public PowerLife LastBegun(double second)
    {
        for (var i = _lives.Length - 1; i > 0; i--)
        {
            if (_lives[i].From <= second)
            {
                return _lives[i];
            }
        }

        return _lives[0];
    }

    /// <summary>The lives that tell a boot number.</summary>
    public IEnumerable<PowerLife> OfBoot(uint boot) => _lives.Where(life => life.Boot == boot);

    /// <summary>Other lives that tell the same boot number.</summary>
    public IEnumerable<PowerLife> SameBoot(PowerLife life) => OfBoot(life.Boot).Where(other => other != life);

    public double NextEdgeAfter(double second)
    {
        foreach (var life in _lives)
        {
            if (life.From > second)
            {
                return life.From;
            }

            if (life.To > second)
            {
                return life.To;
            }
        }

        return double.PositiveInfinity;
    }

    /// <summary>Battery in whole % of full: it falls evenly, and fast in the hour before it ends.</summary>
    public int BatteryPercent(double second)
    {
        var life = LastBegun(second);
        var left = Math.Max(life.FullPercent - (second - life.FullSince) * _percentPerDay / DaySeconds, 0);
        foreach (var end in _batteryEnds)
        {
            if (end > second)
            {
                var share = Math.Min((end - second) / DyingSeconds, 1);
                left = Math.Min(left, DyingPercent + share * (left - DyingPercent));
                break;
            }
        }

        return (int)Math.Round(Math.Clamp(left, 0, 100), MidpointRounding.AwayFromZero);
    }

    private static IEnumerable<PowerLife> Of(LoggerSpec logger, FaultBook faults, uint firstBoot)
    {
        var dark = faults.Planned.Where(f => DarkKind(f.Kind)).OrderBy(f => f.FromSeconds).ToList();
        var life = new PowerLife(0, double.PositiveInfinity, firstBoot, logger.BatteryPercent, 0);
        while (true)
        {
            var empty =
                logger.BatteryPercentPerDay > 0
                    ? life.FullSince + life.FullPercent / logger.BatteryPercentPerDay * DaySeconds
                    : double.PositiveInfinity;
            // An empty battery waits for a new one, whatever else happens.
            var next = dark.Find(f => f.FromSeconds >= life.From && f.FromSeconds <= empty);
            next ??= dark.Find(f => f.Kind == FaultKind.BatteryEnd && f.EndSeconds > empty);
            var end = Math.Min(empty, next?.FromSeconds ?? double.PositiveInfinity);
            yield return life with
            {
                To = end,
            };
            if (next is null)
            {
                yield break;
            }

            var causes = Together(dark, next);
            dark.RemoveAll(causes.Contains);
            life = After(life, causes, firstBoot);
        }
    }

    private static PowerLife After(PowerLife life, List<Fault> causes, uint firstBoot)
    {
        var up = causes.Max(f => f.EndSeconds);
        var lost = causes.Find(f => f.Kind == FaultKind.LostBootCounter);
        var replaced = causes.Exists(f => f.Kind == FaultKind.BatteryEnd);
        return new(
            up,
            double.PositiveInfinity,
            lost is null ? unchecked(life.Boot + 1) : lost.Boot ?? firstBoot,
            replaced ? NewBatteryPercent : life.FullPercent,
            replaced ? up : life.FullSince
        );
    }

    // Outages that overlap are one: there is one power-up after them.
    private static List<Fault> Together(List<Fault> dark, Fault first)
    {
        var causes = new List<Fault> { first };
        while (
            dark.Find(f =>
                !causes.Contains(f)
                && f.FromSeconds <= causes.Max(c => c.EndSeconds)
                && f.EndSeconds >= causes.Min(c => c.FromSeconds)
            )
                is { } more
        )
        {
            causes.Add(more);
        }

        return causes;
    }

    private static bool DarkKind(FaultKind kind) =>
        kind is FaultKind.BatteryEnd or FaultKind.PowerLoss or FaultKind.Reboot or FaultKind.LostBootCounter;
}

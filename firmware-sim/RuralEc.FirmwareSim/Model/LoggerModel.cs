using RuralEc.FirmwareSim.Scenarios;

namespace RuralEc.FirmwareSim.Model;

/// <summary>
/// A logger's life as pure functions of seed and simulated second: when it measures and what, whether it has power and
/// network, what its clock says. The network plays this; it decides nothing here.
/// </summary>
/// <param name="logger">The logger and its faults.</param>
/// <param name="seed">The scenario's seed.</param>
/// <param name="start">True time at simulated second 0.</param>
/// <param name="firstBoot">Counter of power-ups at the start; each replaced battery adds one.</param>
public sealed class LoggerModel(LoggerSpec logger, long seed, DateTimeOffset start, uint firstBoot)
{
    private const double DyingSeconds = 3600;
    private const double DyingPercent = 3;
    private const double SecondsPerPercent = 86_400;

    private readonly Fault[] _batteryEnds = [.. logger.FaultsOf(FaultKind.BatteryEnd).OrderBy(f => f.FromSeconds)];

    // Loggers are not switched on in the same second: that spreads the fleet's uploads.
    private readonly long _phaseSeconds =
        logger.PhaseSeconds
        ?? (long)(
            Chance.Uniform(seed, logger.Device, "phase", 0) * Math.Min(logger.SamplingSeconds, logger.UploadSeconds)
        );

    public LoggerSpec Logger => logger;

    public bool HasPower(double second) => !Array.Exists(_batteryEnds, f => f.Covers(second));

    public bool HasNetwork(double second) =>
        HasPower(second) && !logger.FaultsOf(FaultKind.NetworkLoss).Any(f => f.Covers(second));

    /// <summary>The counter of power-ups at a second.</summary>
    public uint BootAt(double second) => firstBoot + (uint)_batteryEnds.Count(f => f.EndSeconds <= second);

    /// <summary>The measurements after one second and up to another, in order.</summary>
    public IEnumerable<Reading> Between(double after, double upTo)
    {
        for (var sample = FirstSampleAfter(after); SecondOf(sample) <= upTo; sample++)
        {
            if (HasPower(SecondOf(sample)))
            {
                yield return Measure(sample);
            }
        }
    }

    public double NextSampleAfter(double second) => SecondOf(FirstSampleAfter(second));

    public double NextUploadAfter(double second) => NextAfter(second, logger.UploadSeconds);

    /// <summary>The second before which a reading is not offered to the network.</summary>
    public double HeldUntil(Reading reading)
    {
        var hold = logger.FaultsOf(FaultKind.OutOfOrder).FirstOrDefault(f => f.Covers(reading.Second));
        return hold is null
            ? reading.Second
            : reading.Second + hold.SpreadSeconds * Chance.Uniform(seed, logger.Device, "hold", (long)reading.Second);
    }

    /// <summary>Whether a message that begins with a reading is sent twice.</summary>
    public bool IsRepeated(Reading first, double second) =>
        logger.FaultsOf(FaultKind.Duplicates).FirstOrDefault(f => f.Covers(second)) is { } fault
        && Chance.Uniform(seed, logger.Device, "repeat", (long)first.Second) < fault.Share;

    /// <summary>The waiting readings' order of sending while they arrive out of order; null otherwise.</summary>
    public double? Shuffled(Reading reading, double second) =>
        logger.FaultsOf(FaultKind.OutOfOrder).Any(f => f.Covers(second))
            ? Chance.Uniform(seed, logger.Device, "order", (long)reading.Second)
            : null;

    private Reading Measure(long sample)
    {
        var second = SecondOf(sample);
        var powerUp = _batteryEnds.LastOrDefault(f => f.EndSeconds <= second)?.EndSeconds;
        var firstSample = powerUp is { } up ? FirstSampleFrom(up) : 0;
        var door = logger.Faults.Any(f => f.Kind == FaultKind.Door);
        return new(
            BootAt(second),
            (uint)(sample - firstSample + 1),
            second,
            DeviceMilliseconds(second),
            TemperatureModel.MeasuredCelsius(logger, seed, second, sample),
            Humidity(sample),
            door || logger.DoorSensor ? logger.FaultsOf(FaultKind.Door).Any(f => f.Covers(second)) : null,
            BatteryPercent(second)
        );
    }

    // A logger's clock has whole seconds.
    private long DeviceMilliseconds(double second)
    {
        var error = logger
            .FaultsOf(FaultKind.ClockError)
            .Where(f => f.Covers(second))
            .Sum(f => f.OffsetSeconds + (second - f.FromSeconds) * f.DriftPpm / 1e6);
        return start.AddSeconds(Math.Floor(second + error)).ToUnixTimeSeconds() * 1000;
    }

    private double? Humidity(long sample) =>
        logger.HumidityPercent is { } mean
            ? Math.Round(
                Math.Clamp(mean + 1.5 * Chance.Normal(seed, logger.Device, "humidity", sample), 0, 100),
                1,
                MidpointRounding.AwayFromZero
            )
            : null;

    private int BatteryPercent(double second)
    {
        var replaced = _batteryEnds.LastOrDefault(f => f.EndSeconds <= second);
        var (full, since) = replaced is null ? (logger.BatteryPercent, 0d) : (100d, replaced.EndSeconds);
        var left = Math.Max(full - (second - since) / SecondsPerPercent, 0);
        if (_batteryEnds.FirstOrDefault(f => f.FromSeconds > second) is { } next)
        {
            var share = Math.Min((next.FromSeconds - second) / DyingSeconds, 1);
            left = Math.Min(left, DyingPercent + share * (left - DyingPercent));
        }

        return (int)Math.Round(Math.Clamp(left, 0, 100), MidpointRounding.AwayFromZero);
    }

    private double SecondOf(long sample) => _phaseSeconds + sample * (double)logger.SamplingSeconds;

    private long FirstSampleAfter(double second) =>
        Math.Max(0, (long)Math.Floor((second - _phaseSeconds) / logger.SamplingSeconds) + 1);

    private long FirstSampleFrom(double second) =>
        Math.Max(0, (long)Math.Ceiling((second - _phaseSeconds) / logger.SamplingSeconds));

    private double NextAfter(double second, int every) =>
        _phaseSeconds + Math.Max(0, Math.Floor((second - _phaseSeconds) / every) + 1) * every;
}

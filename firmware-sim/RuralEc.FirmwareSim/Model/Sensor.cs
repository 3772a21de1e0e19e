using RuralEc.FirmwareSim.Scenarios;

namespace RuralEc.FirmwareSim.Model;

/// <summary>What the sensors make of the air: noise, drift, a stuck value, spikes, or nothing at all.</summary>
internal sealed class Sensor(LoggerSpec logger, FaultBook faults, Air air, Dice dice, Beat beat)
{
    private const double HumidityNoise = 1.5;
    private const double SpikeShare = 0.02;
    private const double SpikeCelsius = 20;
    private const double DaySeconds = 86_400;

    /// <summary>°C to two decimals, or null where the sensor gives no value.</summary>
    public double? Celsius(long sample)
    {
        var second = beat.SecondOf(sample);
        if (faults.Active(FaultKind.NoValue, second) is not null)
        {
            return null;
        }

        if (faults.Active(FaultKind.StuckSensor, second) is { } stuck)
        {
            var held = beat.FirstFrom(stuck.FromSeconds);
            return Shown(beat.SecondOf(held), held);
        }

        var shown = Shown(second, sample);
        if (
            faults.Active(FaultKind.Spikes, second) is { } spikes
            && dice.Uniform("spike", sample) < (spikes.Share ?? SpikeShare)
        )
        {
            var size = spikes.RiseCelsius ?? SpikeCelsius;
            shown = Rounded(shown + (dice.Uniform("spike/side", sample) < 0.5 ? -size : size));
        }

        return shown;
    }

    /// <summary>% to one decimal, where the logger has that sensor.</summary>
    public double? Humidity(long sample) =>
        logger.HumidityPercent is { } mean
            ? Math.Round(
                Math.Clamp(mean + HumidityNoise * dice.Normal("humidity", sample), 0, 100),
                1,
                MidpointRounding.AwayFromZero
            )
            : null;

    private double Shown(double second, long sample) =>
        Rounded(air.At(second) + Drift(second) + logger.Noise * dice.Normal("noise", sample));

    private double Drift(double second) =>
        faults.Active(FaultKind.SensorDrift, second) is { } drift
            ? (drift.CelsiusPerDay ?? 1) * (second - drift.FromSeconds) / DaySeconds
            : 0;

    private static double Rounded(double celsius) => Math.Round(celsius, 2, MidpointRounding.AwayFromZero);
}

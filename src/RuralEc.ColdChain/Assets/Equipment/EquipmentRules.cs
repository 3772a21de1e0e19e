namespace RuralEc.ColdChain.Assets.Equipment;

/// <summary>
/// What temperatures say of the machine that makes them. Pure. The thresholds are our own and unconfirmed: they say where
/// somebody should look, not what is broken.
/// </summary>
public static class EquipmentRules
{
    /// <summary>Starts of a compressor an hour from which it is said to short-cycle (own, verified=false).</summary>
    public const double MostCyclesAnHour = 6;

    /// <summary>K by which daily medians have to move over the window to be a drift (own, verified=false).</summary>
    public const double LeastDriftKelvin = 1;

    /// <summary>K between the medians of two loggers in one asset from which one of them is doubted (own, verified=false).</summary>
    public const double LeastDisagreementKelvin = 1;

    /// <summary>Part of a day for which a door may stand open (own, verified=false).</summary>
    public const double MostDoorShare = 0.05;

    // Less is noise of the sensor, and frost on the coil.
    private const double LeastSwingKelvin = 0.3;
    private const int FewestDays = 5;

    /// <summary>
    /// How often an hour the temperature swings from warm to cold and back; null where the samples are too far apart or
    /// too few to tell, so that silence is never called steady.
    /// </summary>
    /// <param name="samples">In order of time.</param>
    /// <param name="interval">Between two samples; the swings that matter last ten minutes, so it has to be a fifth of that.</param>
    public static double? CyclesAnHour(IReadOnlyList<TemperatureSample> samples, TimeSpan interval)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (interval * 5 > TimeSpan.FromHours(1 / MostCyclesAnHour) || samples.Count < 60)
        {
            return null;
        }

        var time = TimeSpan.Zero;
        var cycles = 0;
        bool? up = null;
        var (low, high) = (samples[0].Celsius, samples[0].Celsius);
        foreach (var (one, next) in samples.Zip(samples.Skip(1)))
        {
            if (next.At - one.At > 3 * interval)
            {
                // Nobody knows what was in between.
                (up, low, high) = (null, next.Celsius, next.Celsius);
                continue;
            }

            time += next.At - one.At;
            (low, high) = (Math.Min(low, next.Celsius), Math.Max(high, next.Celsius));
            if (up != true && next.Celsius - low >= LeastSwingKelvin)
            {
                cycles += up is null ? 0 : 1;
                (up, high) = (true, next.Celsius);
            }
            else if (up != false && high - next.Celsius >= LeastSwingKelvin)
            {
                (up, low) = (false, next.Celsius);
            }
        }

        return time > TimeSpan.Zero ? cycles / time.TotalHours : null;
    }

    /// <summary>
    /// K a day by which daily medians move: the median of the slopes between all pairs of days (Theil–Sen), which one hot
    /// day does not bend. Null with fewer than five days.
    /// </summary>
    public static double? DriftKelvinADay(IReadOnlyList<(DateOnly Day, double MedianCelsius)> days)
    {
        ArgumentNullException.ThrowIfNull(days);
        return days.Count < FewestDays
            ? null
            : Median([
                .. days.SelectMany(
                    (one, i) =>
                        days.Skip(i + 1)
                            .Select(other =>
                                (other.MedianCelsius - one.MedianCelsius) / (other.Day.DayNumber - one.Day.DayNumber)
                            )
                ),
            ]);
    }

    /// <exception cref="ArgumentException">There is none.</exception>
    public static double Median(double[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length == 0)
        {
            throw new ArgumentException("No values have no median.", nameof(values));
        }

        Array.Sort(values);
        var middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}

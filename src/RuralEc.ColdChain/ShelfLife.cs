namespace RuralEc.ColdChain;

/// <summary>
/// How fast a product ages at a temperature, relative to its reference temperature: by Q10 or by Arrhenius. Not valid
/// below the chilling limit of sensitive crops (USDA Handbook 66).
/// </summary>
/// <param name="ReferenceCelsius">Temperature at which <paramref name="Life"/> holds, °C.</param>
/// <param name="Life">Shelf life at the reference temperature.</param>
/// <param name="Q10">Factor by which ageing quickens for 10 °C more; null to use Arrhenius.</param>
/// <param name="ActivationEnergy">kJ/mol, for Arrhenius.</param>
public sealed record ShelfLife(double ReferenceCelsius, TimeSpan Life, double? Q10, double? ActivationEnergy)
{
    /// <summary>Fits both models to two known lives; the first is the reference.</summary>
    public static ShelfLife FromTwoLives(TimeSpan life, double celsius, TimeSpan otherLife, double otherCelsius)
    {
        var q10 = Math.Pow(life / otherLife, 10 / (otherCelsius - celsius));
        var kelvin = celsius + MeanKineticTemperature.ZeroCelsius;
        var otherKelvin = otherCelsius + MeanKineticTemperature.ZeroCelsius;
        var energy =
            MeanKineticTemperature.GasConstant
            * Math.Log(life / otherLife)
            * kelvin
            * otherKelvin
            / (otherKelvin - kelvin);
        return new(celsius, life, q10, energy);
    }

    /// <summary>Ageing at <paramref name="celsius"/> relative to the reference temperature; 1 at the reference.</summary>
    /// <exception cref="InvalidOperationException">Neither Q10 nor an activation energy is known.</exception>
    public double RateAt(double celsius)
    {
        if (Q10 is { } q10)
        {
            return Math.Pow(q10, (celsius - ReferenceCelsius) / 10);
        }

        var energy =
            ActivationEnergy ?? throw new InvalidOperationException("Neither Q10 nor an activation energy is known.");
        return Math.Exp(
            energy
                / MeanKineticTemperature.GasConstant
                * (
                    (1 / (ReferenceCelsius + MeanKineticTemperature.ZeroCelsius))
                    - (1 / (celsius + MeanKineticTemperature.ZeroCelsius))
                )
        );
    }

    /// <summary>
    /// Time at the reference temperature that ages as much as the series did: each segment at the mean of its ends.
    /// Segments longer than <paramref name="longestSegment"/> are gaps and age nothing, because nobody knows.
    /// </summary>
    /// <param name="samples">In order of time.</param>
    public TimeSpan EquivalentTime(IReadOnlyList<TemperatureSample> samples, TimeSpan longestSegment)
    {
        var total = TimeSpan.Zero;
        for (var i = 1; i < samples.Count; i++)
        {
            var length = samples[i].At - samples[i - 1].At;
            if (length <= longestSegment)
            {
                total += length * RateAt((samples[i - 1].Celsius + samples[i].Celsius) / 2);
            }
        }

        return total;
    }

    /// <summary>Part of the shelf life used by <paramref name="equivalentTime"/>: 0 is fresh, 1 the end of life.</summary>
    public double LifeUsed(TimeSpan equivalentTime) => equivalentTime / Life;

    /// <summary>What is left at a constant temperature when <paramref name="used"/> (0 to 1) is gone; never below zero.</summary>
    public TimeSpan Remaining(double used, double celsius) => Math.Max(0, 1 - used) * Life / RateAt(celsius);
}

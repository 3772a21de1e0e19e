namespace RuralEc.ColdChain;

/// <summary>
/// The single temperature that would have done the same damage as the series (Haynes 1971; USP &lt;1160&gt;). It never
/// excuses a breach of a hard limit.
/// </summary>
public static class MeanKineticTemperature
{
    /// <summary>The activation energy that USP &lt;1160&gt; assumes where none is known, in kJ/mol.</summary>
    public const double UspActivationEnergy = 83.144;

    internal const double GasConstant = 8.314462618e-3;
    internal const double ZeroCelsius = 273.15;

    /// <summary>In K; for a database that adds rates up itself.</summary>
    public const double UspEnergyOverGas = UspActivationEnergy / GasConstant;

    /// <summary>
    /// How quickly damage is done at a temperature, relative to an infinite one, with the energy of USP: what samples at
    /// equal intervals add up by.
    /// </summary>
    /// <param name="celsius">°C, above −273.15.</param>
    public static double RateOf(double celsius) => Math.Exp(-UspEnergyOverGas / (celsius + ZeroCelsius));

    /// <summary>The mean kinetic temperature, in °C, of samples whose mean <see cref="RateOf"/> is this.</summary>
    public static double OfMeanRate(double rate) => (UspEnergyOverGas / -Math.Log(rate)) - ZeroCelsius;

    /// <param name="celsius">Samples at equal intervals, at least one, in °C.</param>
    /// <param name="activationEnergy">In kJ/mol, above 0.</param>
    /// <returns>°C.</returns>
    /// <exception cref="ArgumentException">There is no sample.</exception>
    public static double Of(IReadOnlyCollection<double> celsius, double activationEnergy = UspActivationEnergy)
    {
        if (celsius.Count == 0)
        {
            throw new ArgumentException("A mean needs at least one sample.", nameof(celsius));
        }

        var energyOverGas = activationEnergy / GasConstant;
        var mean = celsius.Average(t => Math.Exp(-energyOverGas / (t + ZeroCelsius)));
        return (energyOverGas / -Math.Log(mean)) - ZeroCelsius;
    }
}

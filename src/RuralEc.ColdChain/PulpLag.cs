namespace RuralEc.ColdChain;

/// <summary>
/// Estimates the temperature inside the fruit from the air around it: a first-order lag. The time constant is 2 to 4 h
/// for a 2.5 kg foam box and has to be fitted from data where it matters.
/// </summary>
public static class PulpLag
{
    /// <param name="air">Air temperatures in order of time.</param>
    /// <param name="initialCelsius">Inside temperature at the first sample, °C.</param>
    /// <param name="timeConstant">Above zero.</param>
    public static IReadOnlyList<TemperatureSample> Of(
        IReadOnlyList<TemperatureSample> air,
        double initialCelsius,
        TimeSpan timeConstant
    )
    {
        var pulp = new List<TemperatureSample>(air.Count);
        var inside = initialCelsius;
        for (var i = 0; i < air.Count; i++)
        {
            if (i > 0)
            {
                // A step longer than the time constant would overshoot the air: it ends at the air's temperature.
                var part = Math.Min(1, (air[i].At - air[i - 1].At) / timeConstant);
                inside += (air[i].Celsius - inside) * part;
            }

            pulp.Add(new(air[i].At, inside));
        }

        return pulp;
    }
}

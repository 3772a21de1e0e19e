namespace RuralEc.ColdChain;

/// <summary>How bad a breach is.</summary>
public enum Severity
{
    Warning,
    Excursion,
    Critical,
}

/// <summary>Which side of a limit is the wrong one.</summary>
public enum LimitSide
{
    Above,
    Below,
}

/// <summary>
/// A limit that may be passed for a while. <paramref name="Celsius"/> in °C; the breach begins when the temperature
/// has been beyond it for <paramref name="Onset"/> and ends when it is back by <see cref="Hysteresis"/>.
/// </summary>
public sealed record TemperatureLimit(Severity Severity, LimitSide Side, double Celsius, TimeSpan Onset)
{
    /// <summary>K by which the temperature must return before a breach is over, so that one episode stays one.</summary>
    public const double Hysteresis = 0.5;

    public bool IsBeyond(double celsius) => Side == LimitSide.Above ? celsius > Celsius : celsius < Celsius;

    public bool IsClear(double celsius) =>
        Side == LimitSide.Above ? celsius <= Celsius - Hysteresis : celsius >= Celsius + Hysteresis;

    public double Worse(double one, double other) =>
        Side == LimitSide.Above ? Math.Max(one, other) : Math.Min(one, other);
}

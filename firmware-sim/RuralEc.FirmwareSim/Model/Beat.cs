namespace RuralEc.FirmwareSim.Model;

/// <summary>When a logger measures: every so many seconds from its first second on.</summary>
internal readonly record struct Beat(long PhaseSeconds, int EverySeconds)
{
    public double SecondOf(long sample) => PhaseSeconds + sample * (double)EverySeconds;

    /// <summary>The first sample after a second.</summary>
    public long FirstAfter(double second) => Math.Max(0, (long)Math.Floor((second - PhaseSeconds) / EverySeconds) + 1);

    /// <summary>The first sample at or after a second, which may be infinite.</summary>
    public long FirstFrom(double second) =>
        double.IsPositiveInfinity(second)
            ? long.MaxValue
            : Math.Max(0, (long)Math.Ceiling((second - PhaseSeconds) / EverySeconds));
}

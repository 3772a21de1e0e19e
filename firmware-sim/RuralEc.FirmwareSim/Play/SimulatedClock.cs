namespace RuralEc.FirmwareSim.Play;

/// <summary>Runs simulated seconds from the wall clock, <paramref name="speed"/> times as fast.</summary>
internal sealed class SimulatedClock(TimeProvider time, double speed)
{
    // Timers take no infinity.
    private const double LongestWaitSeconds = 3600;

    private long _begun = time.GetTimestamp();

    /// <summary>Simulated seconds since the start.</summary>
    public double Second => time.GetElapsedTime(_begun).TotalSeconds * speed;

    /// <summary>Begins at second 0 now: everything is made ready.</summary>
    public void Start() => _begun = time.GetTimestamp();

    /// <summary>The simulated second of a timestamp of the time provider.</summary>
    public double SecondAt(long timestamp) => time.GetElapsedTime(_begun, timestamp).TotalSeconds * speed;

    /// <summary>Real time until a simulated second; nothing when it is past.</summary>
    public TimeSpan Until(double second) =>
        TimeSpan.FromSeconds(Math.Clamp((second - Second) / speed, 0, LongestWaitSeconds));
}

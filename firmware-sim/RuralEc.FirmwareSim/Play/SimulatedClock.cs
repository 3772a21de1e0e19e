namespace RuralEc.FirmwareSim.Play;

/// <summary>Runs simulated seconds from the wall clock, <paramref name="speed"/> times as fast.</summary>
public sealed class SimulatedClock(TimeProvider time, double speed)
{
    // Task.Delay rounds to milliseconds; a shorter wait would spin.
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    private readonly long _begun = time.GetTimestamp();

    /// <summary>Simulated seconds since the start.</summary>
    public double Second => time.GetElapsedTime(_begun).TotalSeconds * speed;

    /// <summary>Waits until a simulated second, but no longer than <paramref name="atMost"/> of real time.</summary>
    public Task UntilAsync(double second, TimeSpan atMost, CancellationToken ct)
    {
        var wait = TimeSpan.FromSeconds(Math.Clamp((second - Second) / speed, 0, 86_400));
        wait = wait < atMost ? wait : atMost;
        return Task.Delay(wait > Shortest ? wait : Shortest, time, ct);
    }
}

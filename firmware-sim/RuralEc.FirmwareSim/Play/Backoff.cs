namespace RuralEc.FirmwareSim.Play;

/// <summary>Waiting times between attempts to connect: doubling up to half a minute, with jitter against herds.</summary>
internal static class Backoff
{
    private const double FirstSeconds = 0.5;
    private const double LongestSeconds = 30;

    /// <param name="failures">Attempts that failed in a row, from 1.</param>
    /// <param name="chance">From 0 up to 1: where between half of the full time and all of it.</param>
    public static TimeSpan After(int failures, double chance) =>
        TimeSpan.FromSeconds(
            Math.Min(LongestSeconds, FirstSeconds * Math.Pow(2, Math.Min(failures - 1, 16))) * (0.5 + chance / 2)
        );
}

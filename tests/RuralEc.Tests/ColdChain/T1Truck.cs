using RuralEc.ColdChain;

namespace RuralEc.Tests.ColdChain;

/// <summary>
/// The truck of the sample season whose refrigeration failed: 49 air temperatures, one every 5 minutes from 05:30.
/// 3.8 °C to minute 30, linear to 17.6 at 120, level to 140, linear to 4.5 at 185, linear to 3.9 at 240.
/// </summary>
internal static class T1Truck
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);
    public static readonly DateTimeOffset Leaves = new(2026, 6, 27, 5, 30, 0, TimeSpan.FromHours(8));
    public static readonly DateTimeOffset Arrives = Leaves.AddMinutes(240);

    public static readonly IReadOnlyList<TemperatureSample> Air =
    [
        .. Enumerable.Range(0, 49).Select(i => new TemperatureSample(Leaves + (i * Interval), At(i * 5))),
    ];

    /// <summary>The same trip with the readings of 09:00 to 09:20 lost.</summary>
    public static readonly IReadOnlyList<TemperatureSample> WithGap =
    [
        .. Air.Where(s => s.At < Leaves.AddMinutes(210) || s.At >= Leaves.AddMinutes(230)),
    ];

    private static double At(int minute) =>
        minute switch
        {
            <= 30 => 3.8,
            <= 120 => Between(30, 3.8, 120, 17.6, minute),
            <= 140 => 17.6,
            <= 185 => Between(140, 17.6, 185, 4.5, minute),
            _ => Between(185, 4.5, 240, 3.9, minute),
        };

    private static double Between(int from, double first, int to, double last, int minute) =>
        first + ((last - first) * (minute - from) / (to - from));
}

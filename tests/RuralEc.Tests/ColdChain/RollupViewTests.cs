using RuralEc.ColdChain;
using RuralEc.ColdChain.Devices;
using Xunit;

namespace RuralEc.Tests.ColdChain;

public class RollupViewTests
{
    /// <summary>Four in the afternoon in London is midnight in China.</summary>
    private static readonly DateTimeOffset Midnight = new(2026, 6, 25, 16, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);

    [Fact]
    public void A_day_is_one_of_China_and_weighs_each_reading_the_same()
    {
        // One reading of 10 °C at 23:50, eleven of 4 °C and one of 16 °C from midnight on.
        var views = ViewsOf(
            RollupStep.Day,
            [(-10, 10), .. Enumerable.Range(0, 11).Select(i => (i * 5, 4.0)), (90, 16)]
        );

        Assert.Equal([Midnight.AddDays(-1), Midnight], views.Select(v => v.From));
        Assert.Equal([1L, 12L], views.Select(v => v.Count));
        Assert.Equal((4.0, 16.0, 5.0), (views[1].Min, views[1].Max, views[1].Mean));
        // 12 samples by USP <1160>, ΔH/R = 10,000 K: 10000 / -ln((11 e^(-10000/277.15) + e^(-10000/289.15)) / 12) - 273.15
        Assert.Equal(5.9649, views[1].MeanKinetic!.Value, 0.0001);
    }

    [Fact]
    public void Covered_is_what_the_readings_speak_for_across_the_hour_and_not_twice()
    {
        // 00:00, 00:03 and 00:58; each speaks for five minutes.
        var views = ViewsOf(RollupStep.Hour, [(0, 4), (3, 4), (58, 4), (60, 4), (110, 4)]);

        Assert.Equal([Midnight, Midnight.AddHours(1)], views.Select(v => v.From));
        // 8 minutes and 2; the third and the fourth reach to 01:05 together, and the last has five of its own.
        Assert.Equal([600, 600], views.Select(v => v.CoveredSeconds));
    }

    [Fact]
    public void A_reading_that_speaks_for_hours_covers_the_day_beyond_hours_without_one()
    {
        var views = ViewsOf(RollupStep.Day, [(0, 4), (12 * 60, 4)], TimeSpan.FromHours(9));

        Assert.Equal(18 * 3600, Assert.Single(views).CoveredSeconds);
    }

    [Fact]
    public void The_bounds_of_a_step_are_its_own()
    {
        Assert.Equal(Midnight, RollupView.StartOf(Midnight, RollupStep.Day));
        Assert.Equal(Midnight, RollupView.EndOf(Midnight, RollupStep.Day));
        Assert.Equal(Midnight.AddDays(1), RollupView.EndOf(Midnight.AddTicks(1), RollupStep.Day));
        Assert.Equal(Midnight.AddDays(-1), RollupView.StartOf(Midnight.AddTicks(-1), RollupStep.Day));
        Assert.Equal(Midnight.AddHours(1), RollupView.EndOf(Midnight.AddMinutes(1), RollupStep.Hour));
    }

    private static List<RollupView> ViewsOf(
        RollupStep step,
        IEnumerable<(int Minute, double Celsius)> readings,
        TimeSpan? interval = null
    ) =>
        RollupView.Of(
            HourRollup.Of(
                Quantities.Temperature,
                [.. readings.Select(r => (Midnight.AddMinutes(r.Minute).ToUnixTimeMilliseconds(), r.Celsius))]
            ),
            step,
            interval ?? FiveMinutes
        );
}

using RuralEc.ColdChain;
using RuralEc.ColdChain.Assets;
using RuralEc.ColdChain.Stories;
using Xunit;

namespace RuralEc.Tests.ColdChain;

public class TemperatureStoryTests
{
    private static readonly TemperatureProfile Litchi = TemperatureProfile.Of("litchi");

    [Fact]
    public void The_truck_with_the_failure_tells_the_figures_of_the_sample_season()
    {
        var story = Tell(T1Truck.Air);

        Assert.Equal(100, story.CoveragePercent);
        Assert.Equal(8.88, story.MeanCelsius!.Value, 0.005);
        Assert.Equal(17.60, story.MaxCelsius!.Value, 0.005);
        Assert.Equal(10.45, story.MeanKineticCelsius!.Value, 0.005);
        Assert.Equal(8.66, story.EquivalentTime!.Value.TotalHours, 0.005);
        Assert.Equal(0.0144, story.LifeUsed!.Value, 0.00005);
        Assert.Equal(115, MinutesAbove(story, 8));
        Assert.Equal(95, MinutesAbove(story, 10));
        Assert.Equal(TemperatureVerdict.Excursion, story.Verdict);
        Assert.Equal(TemperatureVerdict.Excursion, Assert.Single(story.Legs).Verdict);
    }

    [Fact]
    public void Twenty_lost_minutes_are_said_and_the_verdict_stands()
    {
        var story = Tell(T1Truck.WithGap);

        Assert.Equal(91.7, story.CoveragePercent, 0.05);
        Assert.Single(story.Gaps);
        Assert.Equal(TemperatureVerdict.Excursion, story.Verdict);
    }

    [Fact]
    public void Goods_that_no_logger_was_with_have_no_verdict()
    {
        var story = Tell([]);

        Assert.Equal(0, story.CoveragePercent);
        Assert.Equal(TemperatureVerdict.Unknown, story.Verdict);
        Assert.Null(story.MeanCelsius);
        Assert.Null(story.LifeUsed);
    }

    [Fact]
    public void Two_loggers_in_one_truck_do_not_age_the_goods_twice()
    {
        var one = Tell(T1Truck.Air);
        var two = TemperatureStory.Of(
            [Track("DL-1", T1Truck.Air), Track("DL-2", T1Truck.Air)],
            T1Truck.Leaves,
            T1Truck.Arrives,
            Litchi
        );

        Assert.Equal(one.EquivalentTime!.Value.TotalHours, two.EquivalentTime!.Value.TotalHours, 1e-6);
        Assert.Equal(95, MinutesAbove(two, 10));
        Assert.Equal(["DL-1", "DL-2"], Assert.Single(two.Legs).Devices);
    }

    [Fact]
    public void Of_two_loggers_the_warmer_counts()
    {
        TemperatureSample[] cold = [.. T1Truck.Air.Select(s => s with { Celsius = 4 })];
        var story = TemperatureStory.Of(
            [Track("DL-1", cold), Track("DL-2", T1Truck.Air)],
            T1Truck.Leaves,
            T1Truck.Arrives,
            Litchi
        );

        Assert.True(story.EquivalentTime >= Tell(T1Truck.Air).EquivalentTime);
        Assert.Equal(TemperatureVerdict.Excursion, story.Verdict);
    }

    private static double MinutesAbove(TemperatureStory story, double celsius) =>
        story.BeyondLimits.Single(l => l.Side == LimitSide.Above && l.Celsius == celsius).Minutes;

    private static TemperatureStory Tell(IReadOnlyList<TemperatureSample> samples) =>
        TemperatureStory.Of([Track("DL-1", samples)], T1Truck.Leaves, T1Truck.Arrives, Litchi);

    private static TemperatureTrack Track(string device, IReadOnlyList<TemperatureSample> samples) =>
        new(Guid.Empty, "T1", AssetKind.Truck, device, T1Truck.Leaves, T1Truck.Arrives, T1Truck.Interval, samples);
}

using RuralEc.ColdChain;
using RuralEc.ColdChain.Assets;
using RuralEc.ColdChain.Devices.Calibrations;
using RuralEc.ColdChain.Stories;
using RuralEc.Gs1;
using Xunit;

namespace RuralEc.Tests.ColdChain;

public class TemperatureStoryTests
{
    private static readonly TemperatureProfile Litchi = TemperatureProfile.Of("litchi");
    private static readonly Gln Packhouse = Gln.Parse("9521234100027");
    private static readonly Gln Carrier = Gln.Parse("9521234100126");

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

    /// <summary>Fourteen hours in the cold room at 4 °C, then the truck: each stay is judged for itself.</summary>
    [Fact]
    public void Each_stay_has_its_own_figures()
    {
        var stored = T1Truck.Leaves.AddHours(-14);
        var room = new TemperatureTrack(
            new Guid("0197a000-0000-7000-8000-00000000000a"),
            "R1",
            AssetKind.ColdRoom,
            Packhouse,
            "DL-0",
            stored,
            T1Truck.Leaves,
            T1Truck.Interval,
            [.. Enumerable.Range(0, 169).Select(i => new TemperatureSample(stored + (i * T1Truck.Interval), 4))]
        );

        var story = TemperatureStory.Of([Track("DL-1", T1Truck.Air), room], stored, T1Truck.Arrives, Litchi);

        Assert.Equal(["R1", "T1"], story.Legs.Select(l => l.AssetName));
        var (cold, warm) = (story.Legs[0], story.Legs[1]);
        Assert.Equal(TemperatureVerdict.NoExcursion, cold.Verdict);
        Assert.Equal(14, cold.EquivalentTime!.Value.TotalHours, 1e-6);
        Assert.Equal(4, cold.MeanKineticCelsius!.Value, 1e-6);
        Assert.Empty(cold.Breaches);
        Assert.Equal(TemperatureVerdict.Excursion, warm.Verdict);
        Assert.Equal(10.45, warm.MeanKineticCelsius!.Value, 0.005);
        Assert.Equal(8.66, warm.EquivalentTime!.Value.TotalHours, 0.005);
        Assert.Equal(0.0144, warm.LifeUsed!.Value, 0.00005);
        Assert.Equal(95, warm.BeyondLimits.Single(l => l.Side == LimitSide.Above && l.Celsius == 10).Minutes);
        Assert.Equal([8, 10], warm.Breaches.Select(b => b.Limit.Celsius));
        Assert.Equal([Packhouse, Carrier], story.Custody.Select(c => c.PartyGln));
        Assert.Equal(TemperatureVerdict.NoExcursion, story.Custody[0].Verdict);
        Assert.Equal(T1Truck.Arrives, story.Custody[1].To);
    }

    /// <summary>Two trucks of one carrier after each other are one time in its hands, gap and all.</summary>
    [Fact]
    public void Stays_with_one_party_are_one_custody()
    {
        var second = Track("DL-2", []) with
        {
            AssetId = new Guid("0197a000-0000-7000-8000-00000000000b"),
            From = T1Truck.Arrives.AddHours(2),
            To = T1Truck.Arrives.AddHours(4),
        };

        var story = TemperatureStory.Of([second, Track("DL-1", T1Truck.Air)], T1Truck.Leaves, second.To, Litchi);

        Assert.Equal(2, story.Legs.Count);
        var hands = Assert.Single(story.Custody);
        Assert.Equal((T1Truck.Leaves, second.To), (hands.From, hands.To));
        Assert.Equal(50, hands.CoveragePercent, 6);
        Assert.Equal(TemperatureVerdict.Excursion, hands.Verdict);
        Assert.Equal(TemperatureVerdict.Unknown, story.Legs[1].Verdict);
    }

    /// <summary>The worst of what spoke; a logger that said nothing is not relied on.</summary>
    [Fact]
    public void Clocks_and_calibrations_are_told_with_the_story()
    {
        var story = TemperatureStory.Of(
            [
                Track("DL-1", T1Truck.Air) with
                {
                    Calibration = CalibrationTrust.InDate,
                    DoubtfulTimes = 2,
                },
                Track("DL-2", T1Truck.Air) with
                {
                    Calibration = CalibrationTrust.Unstated,
                    DoubtfulTimes = 1,
                },
                Track("DL-3", []) with
                {
                    Calibration = CalibrationTrust.Overdue,
                },
            ],
            T1Truck.Leaves,
            T1Truck.Arrives,
            Litchi
        );

        Assert.Equal(CalibrationTrust.Unstated, story.Calibration);
        Assert.Equal(3, story.DoubtfulTimes);
        Assert.Equal(CalibrationTrust.Unstated, Assert.Single(story.Legs).Calibration);
        Assert.Null(Tell([]).Calibration);
    }

    /// <summary>The sample season's boxes, had they been at the air's 3.8 °C: 8.74 by the same sum done elsewhere.</summary>
    [Fact]
    public void The_inside_stays_cooler_than_the_air_and_only_where_a_time_constant_is_known()
    {
        Assert.Equal(8.737, Tell(T1Truck.Air).PulpMaxCelsius!.Value, 0.0005);
        Assert.Null(
            TemperatureStory
                .Of([Track("DL-1", T1Truck.Air)], T1Truck.Leaves, T1Truck.Arrives, TemperatureProfile.Chilled)
                .PulpMaxCelsius
        );
    }

    private static double MinutesAbove(TemperatureStory story, double celsius) =>
        story.BeyondLimits.Single(l => l.Side == LimitSide.Above && l.Celsius == celsius).Minutes;

    private static TemperatureStory Tell(IReadOnlyList<TemperatureSample> samples) =>
        TemperatureStory.Of([Track("DL-1", samples)], T1Truck.Leaves, T1Truck.Arrives, Litchi);

    private static TemperatureTrack Track(string device, IReadOnlyList<TemperatureSample> samples) =>
        new(
            Guid.Empty,
            "T1",
            AssetKind.Truck,
            Carrier,
            device,
            T1Truck.Leaves,
            T1Truck.Arrives,
            T1Truck.Interval,
            samples
        );
}

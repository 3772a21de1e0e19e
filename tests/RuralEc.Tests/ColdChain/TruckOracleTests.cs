using RuralEc.ColdChain;
using Xunit;

namespace RuralEc.Tests.ColdChain;

/// <summary>The figures that the sample season states for the truck T1, computed independently of this code.</summary>
public class TruckOracleTests
{
    private static readonly TemperatureProfile Litchi = TemperatureProfile.Of("litchi");
    private static readonly ShelfLife ByQ10 = new(4, TimeSpan.FromDays(25), 3.25, null);
    private static readonly ShelfLife ByArrhenius = new(4, TimeSpan.FromDays(25), null, 79.5);

    private static double[] Celsius => [.. T1Truck.Air.Select(s => s.Celsius)];

    [Fact]
    public void Mean_and_maximum_are_those_of_the_series()
    {
        Assert.Equal(8.88, Celsius.Average(), 0.005);
        Assert.Equal(17.60, Celsius.Max(), 0.005);
    }

    [Theory]
    [InlineData(83.144, 10.45)]
    [InlineData(79.5, 10.38)]
    public void The_mean_kinetic_temperature_lies_above_the_mean(double activationEnergy, double expected) =>
        Assert.Equal(expected, MeanKineticTemperature.Of(Celsius, activationEnergy), 0.005);

    [Theory]
    [InlineData(5, 145)]
    [InlineData(8, 115)]
    [InlineData(10, 95)]
    public void Minutes_above_a_limit_are_samples_times_the_interval(double limit, int minutes) =>
        Assert.Equal(minutes, Celsius.Count(c => c > limit) * 5);

    [Fact]
    public void Four_hours_with_the_failure_age_the_fruit_like_eight_and_two_thirds()
    {
        Assert.Equal(8.66, ByQ10.EquivalentTime(T1Truck.Air, T1Truck.Interval).TotalHours, 0.005);
        Assert.Equal(8.78, ByArrhenius.EquivalentTime(T1Truck.Air, T1Truck.Interval).TotalHours, 0.005);
        Assert.Equal(0.0144, ByQ10.LifeUsed(ByQ10.EquivalentTime(T1Truck.Air, T1Truck.Interval)), 0.00005);
    }

    /// <summary>Boxes that left the cold room (3.5 to 4.5 °C) at 4.2.</summary>
    [Fact]
    public void The_pulp_stays_cooler_than_the_air()
    {
        var pulp = PulpLag.Of(T1Truck.Air, 4.2, TimeSpan.FromHours(3));

        Assert.Equal(8.89, pulp.Max(p => p.Celsius), 0.005);
    }

    [Fact]
    public void Forty_five_minutes_above_15_are_an_excursion_and_not_critical() =>
        Assert.Equal(TemperatureVerdict.Excursion, Judge(T1Truck.Air));

    [Fact]
    public void Twenty_lost_minutes_leave_91_7_percent_covered_and_one_gap()
    {
        var coverage = Cover(T1Truck.WithGap);

        Assert.Equal(0.917, coverage.Part, 0.0005);
        Assert.Equal(
            new Gap(T1Truck.Leaves.AddMinutes(210), T1Truck.Leaves.AddMinutes(230)),
            Assert.Single(coverage.Gaps)
        );
        Assert.Equal(TemperatureVerdict.Excursion, Judge(T1Truck.WithGap));
    }

    /// <summary>A first-grade box from the tree to the village: 193.5 h of 600 at 4 °C are gone.</summary>
    [Fact]
    public void The_hours_before_precooling_cost_more_than_the_failed_truck()
    {
        (double Hours, double Celsius)[] legs = [(4.5, 28), (8, 12)];
        double[] equivalents = [.. legs.Select(l => l.Hours * ByQ10.RateAt(l.Celsius))];

        Assert.Equal(76.2, equivalents[0], 0.05);
        Assert.Equal(20.5, equivalents[1], 0.05);

        var known = 1.8 + 5.4 + 14.0 + 8.7 + 6.4 + 37.7 + 22.8;
        var used = ByQ10.LifeUsed(TimeSpan.FromHours(equivalents.Sum() + known));
        Assert.Equal(8.06, used * 25, 0.005);
        Assert.Equal(16.9, ByQ10.Remaining(used, 4).TotalDays, 0.05);
        Assert.Equal(2.6, ByQ10.Remaining(used, 20).TotalDays, 0.05);
    }

    private static Coverage Cover(IEnumerable<TemperatureSample> samples) =>
        Coverage.Of(samples.Select(s => s.At), T1Truck.Leaves, T1Truck.Arrives, T1Truck.Interval);

    private static TemperatureVerdict Judge(IReadOnlyList<TemperatureSample> samples) =>
        TemperatureJudgement.Of(
            Litchi.Limits.SelectMany(l => ExcursionDetector.Over(samples, l, 3 * T1Truck.Interval)),
            Cover(samples),
            0.0144,
            Litchi
        );
}

using RuralEc.ColdChain;
using RuralEc.ColdChain.Assets.Equipment;
using Xunit;

namespace RuralEc.Tests.ColdChain;

public class EquipmentRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 26, 4, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    // Up and down by 1 K: every 8 minutes is 7.5 an hour, every 30 minutes 2.
    [InlineData(8, 7.5)]
    [InlineData(30, 2)]
    public void Swings_of_a_compressor_are_counted(int minutesOfCycle, double anHour)
    {
        var cycles = EquipmentRules.CyclesAnHour(
            [
                .. Enumerable
                    .Range(0, 8 * 60)
                    .Select(i => (Phase: i % minutesOfCycle, Half: minutesOfCycle / 2, i))
                    .Select(s => new TemperatureSample(
                        Noon + (s.i * Minute),
                        4 + (1.0 - (Math.Abs(s.Phase - s.Half) / (double)s.Half))
                    )),
            ],
            Minute
        );
        // The first rise of the eight hours may be the end of a cycle.
        Assert.InRange(cycles!.Value, anHour - (1.05 / 8), anHour + (0.05 / 8));
    }

    [Fact]
    public void Noise_is_no_cycle_and_neither_is_a_silence()
    {
        Assert.Equal(0, EquipmentRules.CyclesAnHour(Samples(i => 4 + (i % 2 * 0.1)), Minute));
        // Warmer after each of the silences, but who knows how it got there.
        TemperatureSample[] apart =
        [
            .. Enumerable
                .Range(0, 120)
                .Select(i => new TemperatureSample(Noon.AddMinutes(i + (i / 20 * 60)), 4 + (i / 20 % 2))),
        ];
        Assert.Equal(0, EquipmentRules.CyclesAnHour(apart, Minute));
    }

    [Fact]
    public void Samples_too_far_apart_or_too_few_tell_nothing()
    {
        Assert.Null(EquipmentRules.CyclesAnHour(Samples(_ => 4), TimeSpan.FromMinutes(5)));
        Assert.Null(EquipmentRules.CyclesAnHour(Samples(_ => 4)[..59], Minute));
    }

    [Fact]
    public void One_hot_day_does_not_bend_a_drift()
    {
        // Ten of the fifteen pairs of days rise by 0.1 K a day; the five with the hot day lie on both sides of that.
        var drift = EquipmentRules.DriftKelvinADay(Days(4, 4.1, 4.2, 9, 4.4, 4.5));
        Assert.Equal(0.1, drift!.Value, 9);
        Assert.Null(EquipmentRules.DriftKelvinADay(Days(4, 4.1, 4.2, 4.3)));
    }

    [Fact]
    public void A_median_of_an_even_number_lies_between_the_two()
    {
        Assert.Equal(3, EquipmentRules.Median([9, 1, 3]));
        Assert.Equal(2.5, EquipmentRules.Median([4, 1, 3, 2]));
        Assert.Throws<ArgumentException>(() => EquipmentRules.Median([]));
    }

    private static TemperatureSample[] Samples(Func<int, double> celsius) =>
        [.. Enumerable.Range(0, 240).Select(i => new TemperatureSample(Noon + (i * Minute), celsius(i)))];

    private static (DateOnly, double)[] Days(params double[] medians) =>
        [.. medians.Select((median, i) => (new DateOnly(2026, 6, 1).AddDays(i), median))];
}

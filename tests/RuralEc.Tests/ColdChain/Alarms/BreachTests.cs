using CsCheck;
using RuralEc.ColdChain;
using RuralEc.ColdChain.Alarms.Rules;
using Xunit;

namespace RuralEc.Tests.ColdChain.Alarms;

public class BreachTests
{
    private static readonly DateTimeOffset Start = new(2026, 6, 26, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan LongestGap = TimeSpan.FromMinutes(15);

    private static readonly TemperatureLimit Above10 = new(
        Severity.Excursion,
        LimitSide.Above,
        10,
        TimeSpan.FromMinutes(15)
    );

    private static readonly Gen<TemperatureSample[]> Series = Gen.Select(
        Gen.Int[0, 500],
        Gen.Double[5, 15],
        (minute, celsius) => new TemperatureSample(Start.AddMinutes(minute), Math.Round(celsius, 1))
    ).Array[0, 80];

    [Fact]
    public void It_is_raised_when_it_has_lasted_as_long_as_the_limit_allows()
    {
        var breach = Assert.Single(Over(9, 11, 11, 13, 12, 11));

        Assert.Equal(Start.AddMinutes(5), breach.OnsetAt);
        Assert.Equal(Start.AddMinutes(20), breach.RaisedAt);
        Assert.Equal(13, breach.PeakCelsius);
        Assert.Equal(Start.AddMinutes(15), breach.PeakAt);
        Assert.Null(breach.ClearedAt);
    }

    [Fact]
    public void A_short_return_does_not_end_it() =>
        Assert.Null(Assert.Single(Over(11, 11, 11, 11, 9, 9, 11, 9, 9)).ClearedAt);

    [Fact]
    public void A_return_that_stays_ends_it_when_it_began() =>
        Assert.Equal(Start.AddMinutes(20), Assert.Single(Over(11, 11, 11, 11, 9, 9, 9, 9)).ClearedAt);

    [Fact]
    public void Within_the_hysteresis_it_lasts() =>
        Assert.Null(Assert.Single(Over(11, 11, 11, 11, 9.6, 9.6, 9.6, 9.6, 9.6)).ClearedAt);

    [Fact]
    public void Nobody_counts_a_silence_towards_the_return()
    {
        TemperatureSample[] samples =
        [
            new(Start, 11),
            new(Start.AddMinutes(15), 11),
            new(Start.AddMinutes(20), 9),
            new(Start.AddMinutes(60), 9),
        ];

        Assert.Null(Assert.Single(BreachDetector.Over("A", samples, Above10, LongestGap)).ClearedAt);
    }

    [Fact]
    public void Nobody_counts_a_silence_towards_the_onset() =>
        Assert.Empty(BreachDetector.Over("A", [new(Start, 11), new(Start.AddMinutes(40), 11)], Above10, LongestGap));

    // A limit that is passed at once is left at once: then both detectors have to say the same.
    [Fact]
    public void Without_a_time_it_is_the_excursion_of_the_verdict() =>
        Series.Sample(samples =>
        {
            var limit = Above10 with { Onset = TimeSpan.Zero };

            Assert.Equal(
                ExcursionDetector.Over(samples, limit, LongestGap).Select(e => (e.OnsetAt, e.PeakCelsius, e.ClearedAt)),
                BreachDetector
                    .Over("A", samples, limit, LongestGap)
                    .Select(b => (b.OnsetAt, b.PeakCelsius, b.ClearedAt))
            );
        });

    [Fact]
    public void Every_breach_lasted_long_enough_and_every_end_stayed() =>
        Series.Sample(samples =>
        {
            var breaches = BreachDetector.Over("A", samples, Above10, LongestGap);

            Assert.All(
                breaches,
                b =>
                {
                    Assert.True(b.RaisedAt - b.OnsetAt >= Above10.Onset);
                    Assert.Equal(
                        samples
                            .Where(s => s.At >= b.OnsetAt && (b.ClearedAt is null || s.At < b.ClearedAt))
                            .Max(s => s.Celsius),
                        b.PeakCelsius
                    );
                    var after = samples.Where(s => s.At > b.ClearedAt && s.At < b.ClearedAt + Above10.Onset);
                    Assert.DoesNotContain(after, s => s.Celsius > 9.5);
                }
            );
            Assert.All(
                breaches.Zip(breaches.Skip(1)),
                pair => Assert.True(pair.Second.OnsetAt >= pair.First.ClearedAt + Above10.Onset)
            );
        });

    private static IReadOnlyList<Breach> Over(params double[] everyFiveMinutes) =>
        BreachDetector.Over(
            "A",
            everyFiveMinutes.Select((celsius, i) => new TemperatureSample(Start.AddMinutes(5 * i), celsius)),
            Above10,
            LongestGap
        );
}

using CsCheck;
using RuralEc.ColdChain;
using Xunit;

namespace RuralEc.Tests.ColdChain;

public class ExcursionTests
{
    private static readonly DateTimeOffset Start = new(2026, 6, 26, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan LongestGap = TimeSpan.FromMinutes(15);

    private static readonly TemperatureLimit Above10 = new(
        Severity.Excursion,
        LimitSide.Above,
        10,
        TimeSpan.FromMinutes(30)
    );

    private static readonly Gen<TemperatureSample[]> Series = Gen.Select(
        Gen.Int[0, 500],
        Gen.Double[-5, 25],
        (minute, celsius) => new TemperatureSample(Start.AddMinutes(minute), Math.Round(celsius, 1))
    ).Array[0, 60];

    [Fact]
    public void A_breach_opens_after_its_onset_and_begins_at_its_first_sample()
    {
        var found = Assert.Single(Over(9, 11, 11, 12, 11, 11, 11, 11));

        Assert.Equal(Start.AddMinutes(5), found.OnsetAt);
        Assert.Equal(12, found.PeakCelsius);
        Assert.Null(found.ClearedAt);
    }

    [Fact]
    public void A_short_breach_is_none() => Assert.Empty(Over(9, 11, 11, 11, 11, 11, 9, 9));

    [Fact]
    public void Wavering_around_the_limit_is_one_episode()
    {
        var found = Assert.Single(Over(11, 11, 11, 11, 11, 11, 11, 9.8, 10.4, 9.6, 11, 9.4, 9));

        Assert.Equal(Start.AddMinutes(55), found.ClearedAt);
    }

    [Fact]
    public void Nobody_counts_a_silence_towards_the_onset()
    {
        TemperatureSample[] samples = [new(Start, 11), new(Start.AddMinutes(40), 11)];

        Assert.Empty(ExcursionDetector.Over(samples, Above10, LongestGap));
    }

    [Fact]
    public void A_limit_without_onset_is_broken_at_once()
    {
        TemperatureLimit freezing = new(Severity.Critical, LimitSide.Below, 0, TimeSpan.Zero);

        var found = Assert.Single(ExcursionDetector.Over([new(Start, -0.1)], freezing, LongestGap));
        Assert.Equal(-0.1, found.PeakCelsius);
    }

    [Fact]
    public void Order_and_repetition_of_arrival_change_nothing() =>
        Gen.Select(Series, Gen.Int[0, 1000])
            .Sample(
                (samples, seed) =>
                {
                    TemperatureSample[] again = [.. samples, .. samples];
                    new Random(seed).Shuffle(again);

                    Assert.Equal(
                        ExcursionDetector.Over(samples, Above10, LongestGap),
                        ExcursionDetector.Over(again, Above10, LongestGap)
                    );
                }
            );

    [Fact]
    public void Grouping_of_arrival_changes_nothing() =>
        Gen.Select(Series, Gen.Int[1, 7])
            .Sample(
                (samples, size) =>
                {
                    var ordered = samples.Distinct().OrderBy(s => s.At).ThenBy(s => s.Celsius).ToArray();
                    var closed = new List<Excursion>();
                    var state = ExcursionState.Start;
                    foreach (var group in ordered.Chunk(size))
                    {
                        foreach (var sample in group)
                        {
                            (state, var news) = ExcursionDetector.Next(state, sample, Above10, LongestGap);
                            closed.AddRange(news is { ClearedAt: not null } ? [news] : []);
                        }
                    }

                    closed.AddRange(state.Open is { } open ? [open] : []);
                    Assert.Equal(ExcursionDetector.Over(samples, Above10, LongestGap), closed);
                }
            );

    [Fact]
    public void Every_breach_lasts_at_least_its_onset_and_peaks_beyond_the_limit() =>
        Series.Sample(samples =>
            Assert.All(
                ExcursionDetector.Over(samples, Above10, LongestGap),
                e =>
                {
                    Assert.True(e.PeakCelsius > Above10.Celsius);
                    Assert.True(e.ClearedAt is null || e.ClearedAt - e.OnsetAt >= Above10.Onset);
                }
            )
        );

    private static IReadOnlyList<Excursion> Over(params double[] everyFiveMinutes) =>
        ExcursionDetector.Over(
            everyFiveMinutes.Select((celsius, i) => new TemperatureSample(Start.AddMinutes(5 * i), celsius)),
            Above10,
            LongestGap
        );
}

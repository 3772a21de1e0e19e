using CsCheck;
using RuralEc.ColdChain;
using Xunit;

namespace RuralEc.Tests.ColdChain;

public class TemperatureEpisodeTests
{
    private static readonly DateTimeOffset Start = new(2026, 6, 26, 0, 0, 0, TimeSpan.Zero);
    private static readonly TemperatureLimit Warm = new(Severity.Warning, LimitSide.Above, 8, TimeSpan.Zero);
    private static readonly TemperatureLimit Hot = new(Severity.Excursion, LimitSide.Above, 10, TimeSpan.Zero);
    private static readonly TemperatureLimit Cold = new(Severity.Critical, LimitSide.Below, 0, TimeSpan.Zero);

    [Fact]
    public void The_truck_with_the_failure_is_one_episode()
    {
        var breaches = TemperatureProfile
            .Of("litchi")
            .Limits.SelectMany(l => ExcursionDetector.Over(T1Truck.Air, l, 3 * T1Truck.Interval));

        var episode = Assert.Single(TemperatureEpisode.Of(breaches));
        Assert.Equal(Severity.Excursion, episode.Severity);
        Assert.Equal(10, episode.LimitCelsius);
        Assert.Equal(17.6, episode.PeakCelsius, 1e-9);
        Assert.NotNull(episode.ClearedAt);
    }

    [Fact]
    public void Breaches_that_do_not_touch_are_two_episodes() =>
        Assert.Equal(2, TemperatureEpisode.Of([Breach(Warm, 0, 10, 9), Breach(Warm, 20, 30, 9)]).Count);

    [Fact]
    public void Too_warm_and_too_cold_are_two_episodes() =>
        Assert.Equal(2, TemperatureEpisode.Of([Breach(Warm, 0, 10, 9), Breach(Cold, 5, 7, -1)]).Count);

    [Fact]
    public void An_episode_lasts_while_any_of_its_breaches_is_open()
    {
        var episode = Assert.Single(TemperatureEpisode.Of([Breach(Warm, 0, null, 12), Breach(Hot, 5, 10, 12)]));

        Assert.Null(episode.ClearedAt);
        Assert.Equal(Severity.Excursion, episode.Severity);
    }

    [Fact]
    public void Order_changes_nothing() =>
        Gen.Select(Gen.Int[0, 100], Gen.Int[1, 30], Gen.Bool)
            .Array[0, 12]
            .Sample(breaches =>
            {
                Excursion[] some =
                [
                    .. breaches.Select(b => Breach(b.Item3 ? Warm : Hot, b.Item1, b.Item1 + b.Item2, 10 + b.Item2)),
                ];
                var episodes = TemperatureEpisode.Of(some);

                Assert.Equal(episodes, TemperatureEpisode.Of(some.Reverse()));
                Assert.All(episodes.Zip(episodes.Skip(1)), e => Assert.True(e.First.ClearedAt < e.Second.OnsetAt));
            });

    private static Excursion Breach(TemperatureLimit limit, int from, int? to, double peak) =>
        new(limit, Start.AddMinutes(from), peak, to is { } end ? Start.AddMinutes(end) : null);
}

using CsCheck;
using RuralEc.ColdChain;
using RuralEc.ColdChain.Alarms.Rules;
using Xunit;

namespace RuralEc.Tests.ColdChain.Alarms;

public class EpisodeTests
{
    private static readonly DateTimeOffset Start = new(2026, 6, 26, 0, 0, 0, TimeSpan.Zero);
    private static readonly TemperatureLimit Warm = new(Severity.Warning, LimitSide.Above, 8, TimeSpan.FromMinutes(2));
    private static readonly TemperatureLimit Hot = new(
        Severity.Excursion,
        LimitSide.Above,
        10,
        TimeSpan.FromMinutes(2)
    );
    private static readonly TemperatureLimit Cold = new(Severity.Critical, LimitSide.Below, 0, TimeSpan.Zero);

    // Domain oracle of the sample season: beyond 8 °C from minute 60, beyond 10 °C from minute 75, by samples of five minutes;
    // the litchi limits allow 30 minutes each, and 15 °C for 60 minutes is not reached.
    [Fact]
    public void The_truck_with_the_failure_is_one_episode_that_gets_worse()
    {
        var breaches = TemperatureProfile
            .Of("litchi")
            .Limits.SelectMany(l => BreachDetector.Over("T1", T1Truck.Air, l, 3 * T1Truck.Interval));

        var episode = Assert.Single(Episode.Of(breaches));
        var start = T1Truck.Air[0].At;
        Assert.Equal(start.AddMinutes(60), episode.OnsetAt);
        Assert.Equal(
            [
                new SeverityStep(start.AddMinutes(90), Severity.Warning, 8),
                new SeverityStep(start.AddMinutes(105), Severity.Excursion, 10),
            ],
            episode.Steps
        );
        Assert.Equal(17.6, episode.Peak, 1e-9);
        Assert.Equal(start.AddMinutes(175), episode.ClearedAt);
    }

    [Fact]
    public void Breaches_that_do_not_touch_are_two_episodes() =>
        Assert.Equal(2, Episode.Of([Breach(Warm, 0, 10, 9), Breach(Warm, 20, 30, 9)]).Count);

    [Fact]
    public void Too_warm_and_too_cold_are_two_episodes() =>
        Assert.Equal(2, Episode.Of([Breach(Warm, 0, 10, 9), Breach(Cold, 5, 7, -1)]).Count);

    [Fact]
    public void Two_loggers_in_one_room_are_one_episode_and_the_worst_is_named()
    {
        var episode = Assert.Single(Episode.Of([Breach(Warm, 0, 10, 9, "A"), Breach(Warm, 8, 20, 11, "B")]));

        Assert.Equal("B", episode.Device);
        Assert.Equal(Start.AddMinutes(20), episode.ClearedAt);
    }

    [Fact]
    public void An_episode_lasts_while_any_of_its_breaches_is_open()
    {
        var episode = Assert.Single(Episode.Of([Breach(Warm, 0, null, 12), Breach(Hot, 5, 10, 12)]));

        Assert.Null(episode.ClearedAt);
        Assert.Equal(Severity.Excursion, episode.Severity);
        Assert.Equal(10, episode.Limit);
    }

    [Fact]
    public void Order_changes_nothing() =>
        Gen.Select(Gen.Int[0, 100], Gen.Int[2, 30], Gen.Bool, Gen.OneOfConst("A", "B", "C"))
            .Array[0, 12]
            .Sample(drawn =>
            {
                Breach[] some =
                [
                    .. drawn.Select(b =>
                        Breach(b.Item3 ? Warm : Hot, b.Item1, b.Item1 + b.Item2, 10 + b.Item2, b.Item4)
                    ),
                ];
                var episodes = Episode.Of(some);

                Assert.Equal(episodes.Select(Facts), Episode.Of(some.Reverse()).Select(Facts));
                Assert.All(episodes.Zip(episodes.Skip(1)), e => Assert.True(e.First.ClearedAt < e.Second.OnsetAt));
                Assert.All(
                    episodes,
                    e => Assert.True(e.Steps.Zip(e.Steps.Skip(1)).All(s => s.First.Severity < s.Second.Severity))
                );
            });

    private static string Facts(Episode e) =>
        $"{e.Side} {e.Device} {e.OnsetAt:O} {e.ClearedAt:O} {e.Peak} {e.PeakAt:O} {string.Join(';', e.Steps)}";

    private static Breach Breach(TemperatureLimit limit, int from, int? to, double peak, string device = "A") =>
        new(
            limit,
            device,
            Start.AddMinutes(from),
            Start.AddMinutes(from) + limit.Onset,
            peak,
            Start.AddMinutes(from),
            to is { } end ? Start.AddMinutes(end) : null
        );
}

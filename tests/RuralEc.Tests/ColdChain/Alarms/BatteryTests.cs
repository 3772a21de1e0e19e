using RuralEc.ColdChain;
using RuralEc.ColdChain.Alarms.Rules;
using Xunit;

namespace RuralEc.Tests.ColdChain.Alarms;

public class BatteryTests
{
    private static readonly DateTimeOffset Start = new(2026, 6, 26, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void It_is_low_below_fifteen_and_fine_only_above_twenty()
    {
        var episode = Assert.Single(Over(16, 15, 14, 16, 14, 20, 21, 18));

        Assert.Equal(Start.AddHours(2), episode.OnsetAt);
        Assert.Equal(Start.AddHours(6), episode.ClearedAt);
        Assert.Equal(14, episode.Peak);
        Assert.Equal(Severity.Warning, episode.Severity);
    }

    [Fact]
    public void An_almost_empty_one_is_worse()
    {
        var episode = Assert.Single(Over(30, 14, 4));

        Assert.Equal([Severity.Warning, Severity.Excursion], episode.Steps.Select(s => s.Severity));
        Assert.Null(episode.ClearedAt);
        Assert.Equal(4, episode.Peak);
    }

    [Fact]
    public void It_ends_with_the_mounting() =>
        Assert.Equal(
            Start.AddDays(1),
            Assert.Single(BatteryRule.Default.Over("A", [(Start, 10)], Start.AddDays(1))).ClearedAt
        );

    private static IReadOnlyList<Episode> Over(params double[] hourly) =>
        BatteryRule.Default.Over("A", hourly.Select((percent, i) => (Start.AddHours(i), percent)).Reverse(), null);
}

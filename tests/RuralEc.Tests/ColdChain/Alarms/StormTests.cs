using CsCheck;
using RuralEc.ColdChain;
using RuralEc.ColdChain.Alarms.Rules;
using Xunit;

namespace RuralEc.Tests.ColdChain.Alarms;

public class StormTests
{
    private static readonly DateTimeOffset Start = new(2026, 6, 26, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Two_warm_rooms_are_two_alarms() => Assert.Empty(StormRules.Of([Warm(1, 0, null), Warm(2, 10, null)]));

    [Fact]
    public void Three_rooms_that_go_warm_within_an_hour_are_one_and_later_ones_join()
    {
        var storm = Assert.Single(
            StormRules.Of([Warm(1, 0, 200), Warm(2, 30, null), Warm(3, 59, 100), Warm(4, 300, null)])
        );

        Assert.Equal(Start, storm.OnsetAt);
        Assert.Null(storm.ClearedAt);
        Assert.Equal(4, storm.Members.Count);
    }

    [Fact]
    public void One_after_the_other_is_no_storm() =>
        Assert.Empty(StormRules.Of([Warm(1, 0, 5), Warm(2, 10, 15), Warm(3, 20, 25), Warm(4, 30, 35)]));

    [Fact]
    public void The_slow_one_of_long_before_is_no_member()
    {
        var storm = Assert.Single(
            StormRules.Of([Warm(9, -500, null), Warm(1, 0, 100), Warm(2, 1, 110), Warm(3, 2, 120)])
        );

        Assert.Equal(3, storm.Members.Count);
        Assert.Equal(Start.AddMinutes(120), storm.ClearedAt);
    }

    [Fact]
    public void Order_changes_nothing_and_no_alarm_is_in_two_storms() =>
        Gen.Select(Gen.Int[0, 6], Gen.Int[0, 400], Gen.Int[1, 90])
            .Array[0, 25]
            .Sample(drawn =>
            {
                WarmAlarm[] alarms = [.. drawn.Select(d => Warm(d.Item1, d.Item2, d.Item2 + d.Item3))];
                var storms = StormRules.Of(alarms);

                Assert.Equal(storms.Select(Facts), StormRules.Of(alarms.Reverse()).Select(Facts));
                Assert.Equal(storms.Sum(s => s.Members.Count), storms.SelectMany(s => s.Members).Distinct().Count());
                Assert.All(storms.Zip(storms.Skip(1)), s => Assert.True(s.First.ClearedAt < s.Second.OnsetAt));
            });

    private static string Facts(Storm s) =>
        $"{s.OnsetAt:O} {s.ClearedAt:O} {s.Severity} {string.Join(' ', s.Members.Order())}";

    private static WarmAlarm Warm(int asset, int from, int? to) =>
        new(
            Key(asset, from, to ?? 9999),
            Key(asset, 0, 0),
            Start.AddMinutes(from),
            to is { } end ? Start.AddMinutes(end) : null,
            Severity.Excursion
        );

    private static Guid Key(int a, int b, int c) => new(a, (short)b, (short)c, 0, 0, 0, 0, 0, 0, 0, 0);
}

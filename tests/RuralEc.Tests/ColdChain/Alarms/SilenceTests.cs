using CsCheck;
using RuralEc.ColdChain.Alarms.Rules;
using Xunit;

namespace RuralEc.Tests.ColdChain.Alarms;

public class SilenceTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 26, 3, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Always = Now.AddDays(-30);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    [Fact]
    public void One_silent_logger_among_living_ones_is_told_at_once_and_alone() =>
        Assert.Equal(
            [new SilenceNews.Falls("A", Minutes(16), Grouped: false)],
            Decide([Heard("A", 16), Heard("B", 1), Heard("C", 3), Heard("D", 4)])
        );

    [Fact]
    public void A_logger_is_not_overdue_before_the_server_listened() =>
        Assert.Empty(SilenceRules.Decide([Heard("A", 400)], null, Now, listeningSince: Now.AddMinutes(-14)));

    [Fact]
    public void While_all_are_overdue_the_first_silent_one_waits() =>
        Assert.Empty(Decide([Heard("A", 16), Heard("B", 14), Heard("C", 13), Heard("D", 12)]));

    [Fact]
    public void A_node_that_loses_power_is_one_alarm_with_members()
    {
        var news = Decide([Heard("A", 19), Heard("B", 18), Heard("C", 17), Heard("D", 16), Heard("E", 14)]);

        Assert.Equal(
            [
                new SilenceNews.NodeDark(Minutes(16)),
                new SilenceNews.Falls("A", Minutes(19), true),
                new SilenceNews.Falls("B", Minutes(18), true),
                new SilenceNews.Falls("C", Minutes(17), true),
                new SilenceNews.Falls("D", Minutes(16), true),
            ],
            news
        );
    }

    [Fact]
    public void One_that_died_long_before_is_no_part_of_it_and_does_not_prevent_it()
    {
        var news = Decide([
            Heard("old", 5000) with
            {
                AlarmedSince = Minutes(5000),
            },
            Heard("A", 19),
            Heard("B", 17),
            Heard("C", 16),
        ]);

        Assert.Equal(3, news.OfType<SilenceNews.Falls>().Count(f => f.Grouped));
        Assert.Empty(news.OfType<SilenceNews.Joins>());
    }

    [Fact]
    public void Two_loggers_or_half_a_node_are_told_one_by_one()
    {
        Assert.Empty(Decide([Heard("A", 17), Heard("B", 16)]).OfType<SilenceNews.NodeDark>());
        Assert.Equal(
            3,
            Decide([Heard("A", 19), Heard("B", 17), Heard("C", 16), Heard("D", 1), Heard("E", 2), Heard("F", 3)])
                .OfType<SilenceNews.Falls>()
                .Count(f => !f.Grouped)
        );
    }

    [Fact]
    public void A_later_one_joins_the_dark_node() =>
        Assert.Equal(
            [new SilenceNews.Falls("D", Minutes(16), true)],
            SilenceRules.Decide(
                [Dark("A"), Dark("B"), Dark("C"), Heard("D", 16)],
                new(Minutes(20), [new("A", null), new("B", null), new("C", null)]),
                Now,
                Always
            )
        );

    [Fact]
    public void Each_member_leaves_when_it_is_heard_and_the_last_ends_it()
    {
        var news = SilenceRules.Decide(
            [Heard("A", 4), Heard("B", 3), Dark("C") with { HeardAt = Minutes(1) }],
            new(Minutes(60), [new("A", Minutes(4)), new("B", Minutes(3)), new("C", null)]),
            Now,
            Always
        );

        Assert.Equal([new SilenceNews.Speaks("C", Minutes(1)), new SilenceNews.NodeBack(Minutes(1))], news);
    }

    [Fact]
    public void While_the_others_are_still_due_nobody_stands_alone() =>
        Assert.Empty(
            SilenceRules.Decide(
                [Heard("A", 14), Heard("B", 10), Dark("C")],
                new(Minutes(60), [new("A", Minutes(14)), new("B", Minutes(10)), new("C", null)]),
                Now,
                Always
            )
        );

    [Fact]
    public void Who_stays_silent_after_the_power_came_back_is_an_alarm_of_its_own() =>
        Assert.Equal(
            [new SilenceNews.StandsAlone("C"), new SilenceNews.NodeBack(Now)],
            SilenceRules.Decide(
                [Heard("A", 2), Heard("B", 3), Dark("C")],
                new(Minutes(90), [new("A", Minutes(40)), new("B", Minutes(30)), new("C", null)]),
                Now,
                Always
            )
        );

    // Whatever the moments of the last messages and of the round, a power cut at a node of n loggers is one alarm to be told.
    [Fact]
    public void A_power_cut_never_gives_two_messages() =>
        Gen.Select(Gen.Double[0, 5].Array[3, 60], Gen.Double[0, 1])
            .Sample(
                (phases, offset) =>
                {
                    var cut = Now;
                    var loggers = phases
                        .Select((p, i) => new WatchedLogger($"L{i}", cut.AddMinutes(-p), Limit))
                        .ToDictionary(l => l.Device);
                    var told = 0;
                    DarkNode? dark = null;
                    for (var at = cut.AddMinutes(offset); at < cut.AddMinutes(40); at = at.AddSeconds(20))
                    {
                        foreach (var news in SilenceRules.Decide([.. loggers.Values], dark, at, Always))
                        {
                            if (news is SilenceNews.NodeDark begins)
                            {
                                (dark, told) = (new(begins.OnsetAt, []), told + 1);
                            }
                            else if (news is SilenceNews.Falls falls)
                            {
                                told += falls.Grouped ? 0 : 1;
                                loggers[falls.Device] = loggers[falls.Device] with { AlarmedSince = falls.OnsetAt };
                                dark = dark! with { Members = [.. dark.Members, new(falls.Device, null)] };
                            }
                        }
                    }

                    Assert.Equal(1, told);
                    Assert.Equal(phases.Length, dark!.Members.Count);
                }
            );

    private static IReadOnlyList<SilenceNews> Decide(WatchedLogger[] loggers) =>
        SilenceRules.Decide(loggers, null, Now, Always);

    private static WatchedLogger Heard(string device, int minutesAgo) => new(device, Minutes(minutesAgo), Limit);

    private static WatchedLogger Dark(string device) => Heard(device, 60) with { AlarmedSince = Minutes(60) };

    private static DateTimeOffset Minutes(int ago) => Now.AddMinutes(-ago);
}

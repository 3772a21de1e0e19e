using CsCheck;
using RuralEc.FirmwareSim.Model;
using RuralEc.FirmwareSim.Scenarios;
using Xunit;

namespace RuralEc.Tests.FirmwareSim;

public class ChaosTests
{
    private const double Day = 86_400;

    private static readonly ChaosSpec Rough = new();

    private static LoggerModel ModelOf(long seed, string device = "DL-01", ChaosSpec? chaos = null) =>
        new(
            new() { Device = device, Party = "9521234100003" },
            seed,
            DateTimeOffset.UnixEpoch.AddYears(56),
            firstBoot: 1,
            chaos ?? Rough
        );

    [Fact]
    public void The_same_seed_brings_the_same_trouble_however_it_is_asked()
    {
        var expected = ModelOf(3).Faults.ChaosBetween(-1, Day).ToList();

        Gen.Double[1, 2500]
            .Array[1, 60]
            .Sample(
                steps =>
                {
                    var faults = ModelOf(3).Faults;
                    var met = new List<Fault>();
                    var second = -1d;
                    foreach (var step in steps)
                    {
                        met.AddRange(faults.ChaosBetween(second, second + step));
                        // A backlog is measured again in between.
                        _ = faults.Active(FaultKind.ClockError, second / 2);
                        second += step;
                    }

                    return second > Day
                        || InOrder(met).SequenceEqual(InOrder(expected.Where(f => f.FromSeconds <= second)));
                },
                iter: 200
            );
    }

    [Fact]
    public void Another_seed_or_another_device_meets_other_trouble()
    {
        var faults = ModelOf(3).Faults.ChaosBetween(-1, Day).ToList();

        Assert.NotEqual(faults, ModelOf(4).Faults.ChaosBetween(-1, Day));
        Assert.NotEqual(faults, ModelOf(3, "DL-02").Faults.ChaosBetween(-1, Day));
        Assert.NotEqual(faults, ModelOf(3, chaos: new() { Seed = 9 }).Faults.ChaosBetween(-1, Day));
        Assert.Equal(
            ModelOf(3, chaos: new() { Seed = 9 }).Faults.ChaosBetween(-1, Day),
            ModelOf(4, chaos: new() { Seed = 9 }).Faults.ChaosBetween(-1, Day)
        );
    }

    [Fact]
    public void All_kinds_of_trouble_come_as_often_as_stated_and_end_with_their_span()
    {
        var spans = 0;
        var met = new List<Fault>();
        for (var device = 0; device < 50; device++)
        {
            met.AddRange(ModelOf(1, $"DL-{device}").Faults.ChaosBetween(-1, Day - 1));
            spans += 48;
        }

        double Part(FaultKind kind) => met.Count(f => f.Kind == kind) / (double)spans;
        Assert.InRange(Part(FaultKind.NetworkLoss), 0.46, 0.54);
        Assert.InRange(Part(FaultKind.Duplicates), 0.26, 0.34);
        Assert.InRange(Part(FaultKind.OutOfOrder), 0.16, 0.24);
        Assert.InRange(Part(FaultKind.ClockError), 0.07, 0.13);
        Assert.Equal(3, met.Where(f => f.Kind == FaultKind.NetworkLoss).Select(f => f.Break).Distinct().Count());
        Assert.All(
            met,
            f =>
            {
                Assert.True(f.ForSeconds > 0);
                Assert.True(f.EndSeconds <= (Math.Floor(f.FromSeconds / 1800) + 1) * 1800);
                Assert.InRange(Math.Abs(f.OffsetSeconds ?? 0), 0, 3600);
            }
        );
    }

    [Fact]
    public void Every_beginning_and_end_is_an_edge()
    {
        var faults = ModelOf(5).Faults;
        var edges = new List<double>();
        for (var second = 0d; second < Day; second = edges[^1])
        {
            edges.Add(faults.NextEdgeAfter(second));
        }

        Assert.All(
            faults.ChaosBetween(0, Day - 1800),
            f =>
            {
                Assert.Contains(f.FromSeconds, edges);
                Assert.Contains(f.EndSeconds, edges);
            }
        );
    }

    [Fact]
    public void Chaos_changes_what_the_clock_says_and_never_what_is_measured()
    {
        var calm = new LoggerModel(ModelOf(1).Logger, 1, DateTimeOffset.UnixEpoch.AddYears(56), 1);
        var rough = ModelOf(1, chaos: new() { ClockJumps = 1 });

        var (one, other) = (calm.Between(-1, Day).ToList(), rough.Between(-1, Day).ToList());

        Assert.Equal(one.Select(r => (r.Boot, r.Seq, r.Celsius)), other.Select(r => (r.Boot, r.Seq, r.Celsius)));
        Assert.NotEqual(one.Select(r => r.ClockMilliseconds), other.Select(r => r.ClockMilliseconds));
    }

    private static IOrderedEnumerable<Fault> InOrder(IEnumerable<Fault> faults) =>
        faults.OrderBy(f => f.FromSeconds).ThenBy(f => f.Kind);
}

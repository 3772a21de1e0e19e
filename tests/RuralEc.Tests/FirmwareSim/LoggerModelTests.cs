using CsCheck;
using RuralEc.FirmwareSim.Model;
using RuralEc.FirmwareSim.Play;
using RuralEc.FirmwareSim.Scenarios;
using Xunit;

namespace RuralEc.Tests.FirmwareSim;

public class LoggerModelTests
{
    private static readonly DateTimeOffset Start = new(2026, 6, 26, 10, 0, 0, TimeSpan.FromHours(8));

    private static LoggerModel ModelOf(long seed, params Fault[] faults) =>
        new(
            new()
            {
                Device = "DL-01",
                Party = "9521234100003",
                PhaseSeconds = 0,
                Faults = faults,
            },
            seed,
            Start,
            firstBoot: 7
        );

    private static Fault FaultOf(FaultKind kind, double from, double length) =>
        new()
        {
            Kind = kind,
            FromSeconds = from,
            ForSeconds = length,
        };

    [Fact]
    public void The_same_seed_measures_the_same_however_the_time_is_cut() =>
        Gen.Select(Gen.Long, Gen.Double[1, 5000].Array[1, 20])
            .Sample(
                (seed, steps) =>
                {
                    var model = ModelOf(seed, FaultOf(FaultKind.BatteryEnd, 4000, 1000));
                    var pieces = new List<Reading>();
                    var second = -1d;
                    foreach (var step in steps)
                    {
                        pieces.AddRange(model.Between(second, second + step));
                        second += step;
                    }

                    return pieces.SequenceEqual(
                        ModelOf(seed, FaultOf(FaultKind.BatteryEnd, 4000, 1000)).Between(-1, second)
                    );
                },
                iter: 200
            );

    [Fact]
    public void Another_seed_measures_otherwise() =>
        Assert.NotEqual(ModelOf(1).Between(-1, 3600), ModelOf(2).Between(-1, 3600));

    [Fact]
    public void Sequences_count_from_one_without_a_gap()
    {
        var readings = ModelOf(1).Between(-1, 3600).ToList();
        Assert.Equal(Enumerable.Range(1, 61).Select(n => (uint)n), readings.Select(r => r.Seq));
        Assert.All(readings, r => Assert.Equal(7u, r.Boot));
    }

    [Fact]
    public void A_new_battery_is_a_new_boot_that_counts_from_one()
    {
        var model = ModelOf(1, FaultOf(FaultKind.BatteryEnd, 600, 330));
        var readings = model.Between(-1, 1200).ToList();

        Assert.DoesNotContain(readings, r => r.Second is >= 600 and < 930);
        Assert.False(model.HasNetwork(700));
        var after = readings.Where(r => r.Second >= 930).ToList();
        Assert.Equal([960, 1020, 1080, 1140, 1200], after.Select(r => r.Second));
        Assert.Equal([1u, 2, 3, 4, 5], after.Select(r => r.Seq));
        Assert.All(after, r => Assert.Equal(8u, r.Boot));
        Assert.InRange(readings.Last(r => r.Second < 600).BatteryPercent, 3, 5);
    }

    [Fact]
    public void A_wrong_clock_changes_the_stated_time_only()
    {
        var wrong = FaultOf(FaultKind.ClockError, 600, 600) with { OffsetSeconds = -90, DriftPpm = 10_000 };
        var right = ModelOf(1).Between(-1, 1800).ToList();
        var readings = ModelOf(1, wrong).Between(-1, 1800).ToList();

        long ErrorAt(double second) =>
            (
                readings.Single(r => r.Second == second).ClockMilliseconds
                - right.Single(r => r.Second == second).ClockMilliseconds
            )!.Value;
        Assert.Equal(0, ErrorAt(540));
        Assert.Equal(-90_000, ErrorAt(600));
        // 10,000 ppm of 300 s are 3 s.
        Assert.Equal(-87_000, ErrorAt(900));
        Assert.Equal(0, ErrorAt(1200));
        Assert.Equal(right.Select(r => r.Celsius), readings.Select(r => r.Celsius));
    }

    [Fact]
    public void A_faster_run_ends_now_so_that_no_reading_lies_in_the_future()
    {
        var options = new PlayOptions(
            new Uri("mqtt://localhost"),
            Speed: 60,
            DurationSeconds: 86_400,
            ConnectsPerSecond: 500,
            Drain: TimeSpan.FromSeconds(1),
            ReportEvery: TimeSpan.FromSeconds(1)
        );
        // A day at 60 times the speed lasts 24 minutes.
        Assert.Equal(Start.AddDays(-1).AddMinutes(24), Fleet.StartOf(new Scenario(), options, Start));
        Assert.Equal(
            Start,
            Fleet.StartOf(new Scenario(), options with { Speed = 1, DurationSeconds = double.PositiveInfinity }, Start)
        );
    }

    [Fact]
    public void Waits_between_attempts_double_up_to_half_a_minute() =>
        Gen.Select(Gen.Int[1, 1000], Gen.Double.Unit)
            .Sample(
                (failures, chance) =>
                {
                    var full = Math.Min(30, 0.5 * Math.Pow(2, failures - 1));
                    var wait = Backoff.After(failures, chance).TotalSeconds;
                    return wait >= full / 2 - 0.001 && wait <= full + 0.001;
                }
            );
}

using CsCheck;
using RuralEc.FirmwareSim.Scenarios;
using RuralEc.FirmwareSim.Truth;
using Xunit;

namespace RuralEc.Tests.FirmwareSim;

public class CrossingsTests
{
    private static readonly LoggerSpec Quiet = new()
    {
        Device = "DL-01",
        Party = "9521234100003",
        BaseCelsius = 4,
        CycleCelsius = 0,
    };

    private static Crossings CrossingsOf(LoggerSpec logger, params double[] limits) =>
        new(new(logger, new(logger.Faults, null), new(1, logger.Device)), logger, limits);

    private static LoggerSpec Ramp() =>
        Quiet with
        {
            Faults =
            [
                new()
                {
                    Kind = FaultKind.RefrigerationFailure,
                    FromSeconds = 1000,
                    ForSeconds = 4001,
                    Curve = [new(0, 4), new(1000, 14), new(3000, 14), new(4000, 4)],
                },
            ],
        };

    [Fact]
    public void A_straight_course_passes_a_limit_when_geometry_says_so()
    {
        // 0.01 °C a second: 8 °C after 400 s, 10 °C after 600 s, and the same on the way back.
        var found = CrossingsOf(Ramp(), 8, 10, 20).Between(-1, 10_000).ToList();

        Assert.Equal(
            [(8d, 1400d, true), (10, 1600, true), (10, 4400, false), (8, 4600, false)],
            found.Select(c => (c.LimitCelsius, Math.Round(c.Second, 2), c.IsUp))
        );
    }

    [Fact]
    public void It_does_not_matter_how_time_is_cut()
    {
        var expected = CrossingsOf(Ramp(), 8, 10).Between(-1, 10_000).Select(Rounded).ToList();

        Gen.Double[0.5, 900]
            .Array[1, 40]
            .Sample(
                steps =>
                {
                    var crossings = CrossingsOf(Ramp(), 8, 10);
                    var found = new List<Crossing>();
                    var second = -1d;
                    foreach (var step in steps)
                    {
                        found.AddRange(crossings.Between(second, second + step));
                        second += step;
                    }

                    return found.Select(Rounded).SequenceEqual(expected.TakeWhile(c => c.Second <= second));
                },
                iter: 200
            );
    }

    [Fact]
    public void Air_that_begins_above_a_limit_passes_it_at_the_start() =>
        Assert.Equal([new(3, 0, true)], CrossingsOf(Quiet, 3, 5).Between(-1, 86_400));

    [Fact]
    public void The_compressor_alone_passes_a_limit_twice_a_cycle()
    {
        var logger = Quiet with { CycleCelsius = 1, CycleSeconds = 600 };

        Assert.InRange(CrossingsOf(logger, 4.5).Between(-1, 6000).Count(), 19, 21);
        Assert.Empty(CrossingsOf(logger, 5.5).Between(-1, 6000));
    }

    private static Crossing Rounded(Crossing crossing) => crossing with { Second = Math.Round(crossing.Second, 1) };
}

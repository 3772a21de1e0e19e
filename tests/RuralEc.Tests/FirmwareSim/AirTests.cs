using RuralEc.FirmwareSim.Model;
using RuralEc.FirmwareSim.Scenarios;
using Xunit;

namespace RuralEc.Tests.FirmwareSim;

public class AirTests
{
    private static readonly LoggerSpec Quiet = new()
    {
        Device = "DL-01",
        Party = "9521234100003",
        BaseCelsius = 4,
        AmbientCelsius = 30,
        Noise = 0,
        CycleCelsius = 0,
    };

    private static Air AirOf(LoggerSpec logger) =>
        new(logger, new FaultBook(logger.Faults, null), new Dice(1, logger.Device));

    [Fact]
    public void The_air_keeps_to_the_base_while_nothing_fails() =>
        Assert.All(Enumerable.Range(0, 100), n => Assert.Equal(4, AirOf(Quiet).At(n * 61)));

    [Fact]
    public void A_failing_refrigeration_reaches_63_percent_of_the_rise_after_one_tau_and_recovers()
    {
        var logger = Quiet with
        {
            Faults =
            [
                new()
                {
                    Kind = FaultKind.RefrigerationFailure,
                    FromSeconds = 1000,
                    ForSeconds = 7200,
                    TauSeconds = 7200,
                    RecoveryTauSeconds = 1800,
                },
            ],
        };

        Assert.Equal(4, AirOf(logger).At(1000), 6);
        // 4 + 26 (1 - 1/e)
        Assert.Equal(20.435, AirOf(logger).At(8200), 3);
        // 4 + 16.435/e
        Assert.Equal(10.046, AirOf(logger).At(10_000), 3);
        Assert.Equal(4, AirOf(logger).At(40_000), 3);
    }

    [Fact]
    public void An_open_door_only_warms_and_a_closed_one_only_cools()
    {
        var logger = Quiet with
        {
            Faults =
            [
                new()
                {
                    Kind = FaultKind.Door,
                    FromSeconds = 600,
                    ForSeconds = 300,
                },
            ],
        };
        double[] air = [.. Enumerable.Range(0, 200).Select(n => AirOf(logger).At(10 * n))];

        Assert.All(Enumerable.Range(60, 29), n => Assert.True(air[n + 1] > air[n]));
        Assert.All(Enumerable.Range(90, 100), n => Assert.True(air[n + 1] < air[n]));
        Assert.True(air.Max() < 30);
    }

    [Fact]
    public void A_door_that_opens_again_and_again_opens_at_its_times()
    {
        var air = AirOf(
            Quiet with
            {
                Faults =
                [
                    new()
                    {
                        Kind = FaultKind.Door,
                        FromSeconds = 600,
                        ForSeconds = 3000,
                        EverySeconds = 1000,
                        EachSeconds = 120,
                    },
                ],
            }
        );

        Assert.Equal(
            [600, 660, 1620, 1680, 2640, 2700],
            Enumerable.Range(0, 120).Select(n => n * 60).Where(second => air.IsDoorOpen(second))
        );
        // One opening: 26 (1 - e^(-120/900)); a second one adds to what 1000 s left of the first: 3.2455 e^(-1000/600).
        Assert.Equal(4 + 3.2455, air.At(720), 0.0001);
        Assert.Equal(4 + 0.6130 + 3.2455, air.At(1720), 0.0001);
    }

    [Fact]
    public void A_defrost_warms_at_its_times_and_never_opens_the_door()
    {
        var air = AirOf(
            Quiet with
            {
                Faults =
                [
                    new()
                    {
                        Kind = FaultKind.Defrost,
                        FromSeconds = 1000,
                        ForSeconds = 100_000,
                    },
                ],
            }
        );

        // 8 (1 - e^(-1200/900)) every six hours for twenty minutes.
        Assert.Equal(4, air.At(999), 3);
        Assert.Equal(4 + 5.891, air.At(2200), 3);
        Assert.Equal(4 + 5.891, air.At(2200 + 21_600), 3);
        Assert.Equal(4, air.At(1000 + 21_599), 3);
        Assert.False(air.IsDoorOpen(1500));
    }

    [Fact]
    public void The_truck_of_the_sample_season_measures_the_series_of_the_excursion()
    {
        var scenario = ScenarioFile.Parse(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "scenarios", "season.json")),
            "season.json"
        );
        var truck = scenario.Loggers.Single(l => l.Device == "DL-03");
        var model = new LoggerModel(truck, scenario.Seed, DateTimeOffset.UnixEpoch, 1);

        double[] series = [.. model.Between(70_199, 70_200 + 14_400).Select(r => r.Celsius!.Value)];

        Assert.Equal(49, series.Length);
        Assert.Equal(8.88, series.Average(), 2);
        Assert.Equal(17.6, series.Max());
        Assert.Equal(145 / 5, series.Count(c => c > 5));
        Assert.Equal(115 / 5, series.Count(c => c > 8));
        Assert.Equal(95 / 5, series.Count(c => c > 10));
    }
}

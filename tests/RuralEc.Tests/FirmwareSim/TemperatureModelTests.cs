using RuralEc.FirmwareSim.Model;
using RuralEc.FirmwareSim.Scenarios;
using Xunit;

namespace RuralEc.Tests.FirmwareSim;

public class TemperatureModelTests
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

    [Fact]
    public void The_air_keeps_to_the_base_while_nothing_fails() =>
        Assert.All(Enumerable.Range(0, 100), n => Assert.Equal(4, TemperatureModel.AirCelsius(Quiet, 1, n * 61)));

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

        Assert.Equal(4, TemperatureModel.AirCelsius(logger, 1, 1000), 6);
        // 4 + 26 (1 - 1/e)
        Assert.Equal(20.435, TemperatureModel.AirCelsius(logger, 1, 8200), 3);
        // 4 + 16.435/e
        Assert.Equal(10.046, TemperatureModel.AirCelsius(logger, 1, 10_000), 3);
        Assert.Equal(4, TemperatureModel.AirCelsius(logger, 1, 40_000), 3);
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
        double[] air = [.. Enumerable.Range(0, 200).Select(n => TemperatureModel.AirCelsius(logger, 1, 10 * n))];

        Assert.All(Enumerable.Range(60, 29), n => Assert.True(air[n + 1] > air[n]));
        Assert.All(Enumerable.Range(90, 100), n => Assert.True(air[n + 1] < air[n]));
        Assert.True(air.Max() < 30);
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

        double[] series = [.. model.Between(70_199, 70_200 + 14_400).Select(r => r.Celsius)];

        Assert.Equal(49, series.Length);
        Assert.Equal(8.88, series.Average(), 2);
        Assert.Equal(17.6, series.Max());
        Assert.Equal(145 / 5, series.Count(c => c > 5));
        Assert.Equal(115 / 5, series.Count(c => c > 8));
        Assert.Equal(95 / 5, series.Count(c => c > 10));
    }
}

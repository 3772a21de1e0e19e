using RuralEc.FirmwareSim.Scenarios;
using Xunit;

namespace RuralEc.Tests.FirmwareSim;

public class ScenarioFileTests
{
    [Theory]
    [InlineData("", "cannot be read")]
    [InlineData("null", "empty")]
    [InlineData("{}", "no loggers")]
    [InlineData("""{"loggers":[{"device":"A"}]}""", "cannot be read")]
    [InlineData("""{"loggers":[{"device":"A","party":"P","speed":1}]}""", "$.loggers[0].speed")]
    [InlineData("""{"loggers":[{"device":"A/B","party":"P"}]}""", "A/B")]
    [InlineData("""{"loggers":[{"device":"A","party":"P"},{"device":"A","party":"P"}]}""", "twice")]
    [InlineData("""{"loggers":[{"device":"A","party":"P","samplingSeconds":0}]}""", "samplingSeconds")]
    [InlineData(
        """{"loggers":[{"device":"A","party":"P","faults":[{"kind":"flood","fromSeconds":1,"forSeconds":1}]}]}""",
        "kind"
    )]
    [InlineData(
        """{"loggers":[{"device":"A","party":"P","faults":[{"kind":"door","fromSeconds":-1,"forSeconds":1}]}]}""",
        "fromSeconds"
    )]
    [InlineData("""{"fleet":{"count":0,"like":{"device":"A","party":"P"}}}""", "count")]
    public void A_scenario_that_cannot_be_played_is_refused_in_one_sentence(string json, string names)
    {
        var wrong = Assert.Throws<ScenarioException>(() => ScenarioFile.Parse(json, "x.json"));

        Assert.Contains(names, wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', wrong.Message);
        Assert.EndsWith(".", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fleet_is_numbered_and_takes_its_secrets_from_the_credentials_file()
    {
        var folder = Directory.CreateTempSubdirectory("ruralec-sim-");
        try
        {
            var scenario = Path.Combine(folder.FullName, "scenario.json");
            var secrets = Path.Combine(folder.FullName, "secrets.json");
            File.WriteAllText(scenario, """{"fleet":{"count":2,"like":{"device":"DL-","party":"9521234100003"}}}""");
            File.WriteAllText(secrets, """{"DL-0002":{"secret":"s2"}}""");

            var loggers = ScenarioFile.Read(scenario, secrets).Loggers;

            Assert.Equal([("DL-0001", null), ("DL-0002", "s2")], loggers.Select(l => (l.Device, l.Secret)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}

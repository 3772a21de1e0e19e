using RuralEc.FirmwareSim.Scenarios;
using Xunit;

namespace RuralEc.Tests.FirmwareSim;

public class ScenarioFileTests
{
    [Theory]
    [InlineData("", "cannot be read")]
    [InlineData("null", "empty")]
    [InlineData("{}", "no loggers")]
    [InlineData("""{"loggers":[{"device":"A"}]}""", "$.loggers[0], line 1: party is missing")]
    [InlineData("""{"loggers":[{"device":"A","party":"P","speed":1}]}""", "$.loggers[0].speed")]
    [InlineData("""{"loggers":[{"device":"A/B","party":"P"}]}""", "$.loggers[0].device: 'A/B'")]
    [InlineData("""{"loggers":[{"device":"A","party":"P","samplingSeconds":0}]}""", "$.loggers[0].samplingSeconds: 0")]
    [InlineData("""{"loggers":[{"device":"A","party":"P","group":"X"}],"groups":{"Y":{}}}""", "$.loggers[0].group")]
    [InlineData(
        """{"loggers":[{"device":"A","party":"P","faults":[{"kind":"fire","fromSeconds":1,"forSeconds":1}]}]}""",
        "$.loggers[0].faults[0].kind, line 1: it is one of refrigeration_failure, door,"
    )]
    [InlineData(
        """{"loggers":[{"device":"A","party":"P"},{"device":"B","party":"P","faults":[{"kind":"door","fromSeconds":-1,"forSeconds":1}]}]}""",
        "$.loggers[1].faults[0].fromSeconds: -1"
    )]
    [InlineData(
        """{"loggers":[{"device":"A","party":"P","faults":[{"kind":"flood","fromSeconds":1,"forSeconds":1,"tauSeconds":5}]}]}""",
        "$.loggers[0].faults[0].tauSeconds: a fault flood has no such field"
    )]
    [InlineData(
        """{"loggers":[{"device":"A","party":"P"}],"groups":{"N":{"faults":[{"kind":"spikes","fromSeconds":1,"forSeconds":1,"share":2}]}}}""",
        "$.groups.N.faults[0].share: 2"
    )]
    [InlineData(
        """{"loggers":[{"device":"A","party":"P","faults":[{"kind":"door","fromSeconds":1,"forSeconds":9,"everySeconds":3}]}]}""",
        "everySeconds and eachSeconds"
    )]
    [InlineData("""{"fleets":[{"count":0,"like":{"device":"A{n}","party":"P"}}]}""", "$.fleets[0].count: 0")]
    [InlineData(
        """{"fleets":[{"count":2,"like":{"device":"A","party":"P"}}]}""",
        "$.fleets[0].like.device: 'A' needs {n}"
    )]
    [InlineData("""{"fleets":[{"count":2,"like":{"device":"A{m}","party":"P"}}]}""", "$.fleets[0].like.device")]
    [InlineData(
        """{"fleets":[{"count":2,"like":{"device":"A{n}","party":"P"},"vary":{"noise":3}}]}""",
        "$.fleets[0].vary.noise: 3"
    )]
    [InlineData("""{"fleets":[{"count":20001,"like":{"device":"A{n}","party":"P"}}]}""", "20001")]
    [InlineData("""{"loggers":[{"device":"A","party":"P"}],"chaos":{"kills":2}}""", "$.chaos.kills: 2")]
    [InlineData("""{"loggers":[{"device":"A","party":"P"}],"limitsCelsius":[8,999]}""", "$.limitsCelsius[1]: 999")]
    public void A_scenario_that_cannot_be_played_is_refused_in_one_sentence_that_names_the_place(
        string json,
        string names
    )
    {
        var wrong = Assert.Throws<ScenarioException>(() => ScenarioFile.Parse(json, "x.json"));

        Assert.Contains(names, wrong.Message, StringComparison.Ordinal);
        Assert.StartsWith("x.json", wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', wrong.Message);
        Assert.EndsWith(".", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_field_and_every_fault_is_in_the_description_of_the_language()
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "firmware-sim", "scenario.md"));
        var fields = new[]
        {
            typeof(Scenario),
            typeof(GroupSpec),
            typeof(ChaosSpec),
            typeof(FleetSpec),
            typeof(VarySpec),
            typeof(LoggerSpec),
            typeof(Fault),
            typeof(CurvePoint),
        }
            .SelectMany(type => type.GetProperties())
            .Where(field => field.GetMethod!.IsPublic)
            .Select(field => char.ToLowerInvariant(field.Name[0]) + field.Name[1..]);
        var kinds = Enum.GetValues<FaultKind>().Select(ScenarioFile.WordOf);
        var forms = Enum.GetValues<PayloadForm>()
            .Select(ScenarioFile.WordOf)
            .Concat(Enum.GetValues<Acknowledgement>().Select(ScenarioFile.WordOf));

        Assert.All(
            fields.Concat(kinds).Concat(forms),
            word => Assert.Contains($"`{word}`", text, StringComparison.Ordinal)
        );
        var faults = text[
            text.IndexOf("## Faults", StringComparison.Ordinal)..text.IndexOf("## Chaos", StringComparison.Ordinal)
        ];
        // The row of a kind names every field that only some kinds have.
        Assert.All(
            Enum.GetValues<FaultKind>(),
            kind =>
            {
                var row = faults
                    .Split('\n')
                    .Single(line => line.StartsWith($"| `{ScenarioFile.WordOf(kind)}`", StringComparison.Ordinal));
                Assert.All(
                    FaultRules.FieldsOf(kind),
                    field => Assert.Contains($"`{field.Name}`", row, StringComparison.Ordinal)
                );
            }
        );
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_example_can_be_played(string file)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "scenarios", file);

        Assert.NotEmpty(Roster.Of(ScenarioFile.Read(path), Credentials.None, file));
    }

    public static TheoryData<string> Examples =>
        [
            .. Directory
                .GetFiles(Path.Combine(AppContext.BaseDirectory, "scenarios"), "*.json")
                .Select(f => Path.GetFileName(f)),
        ];
}

using RuralEc.FirmwareSim.Scenarios;
using Xunit;

namespace RuralEc.Tests.FirmwareSim;

public class RosterTests
{
    private static IReadOnlyList<LoggerSpec> Of(string json, string credentials = "{}") =>
        Roster.Of(ScenarioFile.Parse(json, "x.json"), Credentials.Parse(credentials, "secrets"), "x.json");

    [Fact]
    public void A_template_numbers_its_loggers_and_their_groups()
    {
        var loggers = Of(
            """{"fleets":[{"count":5,"first":9,"perGroup":2,"like":{"device":"DL-{n:4}","party":"P{g}","group":"node-{g:2}","secret":"s{n}"}}]}"""
        );

        Assert.Equal(
            [
                ("DL-0009", "P1", "node-01", "s9"),
                ("DL-0010", "P1", "node-01", "s10"),
                ("DL-0011", "P2", "node-02", "s11"),
                ("DL-0012", "P2", "node-02", "s12"),
                ("DL-0013", "P3", "node-03", "s13"),
            ],
            loggers.Select(l => (l.Device, l.Party, l.Group!, l.Secret!))
        );
    }

    [Fact]
    public void A_name_that_comes_twice_is_refused()
    {
        var wrong = Assert.Throws<ScenarioException>(() =>
            Of(
                """{"loggers":[{"device":"DL-2","party":"P"}],"fleets":[{"count":3,"like":{"device":"DL-{n}","party":"P"}}]}"""
            )
        );

        Assert.Equal("x.json: $: DL-2 is there twice.", wrong.Message);
    }

    [Fact]
    public void Loggers_of_a_template_differ_by_seed_within_the_stated_width()
    {
        const string Fleet = """
            {"seed":SEED,"fleets":[{"count":200,"like":{"device":"DL-{n}","party":"P","humidityPercent":99},
             "vary":{"baseCelsius":1.5,"humidityPercent":5,"payloads":["json","senml_cbor","compact_cbor"]}}]}
            """;
        var one = Of(Fleet.Replace("SEED", "1", StringComparison.Ordinal));
        var again = Of(Fleet.Replace("SEED", "1", StringComparison.Ordinal));
        var other = Of(Fleet.Replace("SEED", "2", StringComparison.Ordinal));

        Assert.Equal(one.Select(l => l.BaseCelsius), again.Select(l => l.BaseCelsius));
        Assert.NotEqual(one.Select(l => l.BaseCelsius), other.Select(l => l.BaseCelsius));
        Assert.All(one, l => Assert.InRange(l.BaseCelsius, 2.5, 5.5));
        Assert.InRange(one.Max(l => l.BaseCelsius) - one.Min(l => l.BaseCelsius), 2.5, 3);
        Assert.All(one, l => Assert.InRange(l.HumidityPercent!.Value, 94, 100));
        Assert.Equal(
            [PayloadForm.Json, PayloadForm.SenmlCbor, PayloadForm.CompactCbor, PayloadForm.Json],
            one.Take(4).Select(l => l.Payload)
        );
        Assert.All(one, l => Assert.Equal(0.1, l.Noise));
    }

    [Fact]
    public void A_group_shares_its_faults()
    {
        var loggers = Of(
            """
            {"groups":{"node-1":{"faults":[{"kind":"power_loss","fromSeconds":60,"forSeconds":60}]}},
             "loggers":[
              {"device":"A","party":"P","group":"node-1"},
              {"device":"B","party":"P","group":"node-1","faults":[{"kind":"flood","fromSeconds":1,"forSeconds":1}]},
              {"device":"C","party":"P"}]}
            """
        );

        Assert.Equal(
            [
                [FaultKind.PowerLoss],
                [FaultKind.PowerLoss, FaultKind.Flood],
                [],
            ],
            loggers.Select(l => l.Faults.Select(f => f.Kind))
        );
    }

    [Fact]
    public void A_fault_can_meet_a_share_of_the_loggers_at_differing_times()
    {
        var loggers = Of(
            """
            {"fleets":[{"count":1000,"like":{"device":"DL-{n}","party":"P","faults":[
             {"kind":"door","fromSeconds":100,"forSeconds":60,"deviceShare":0.3,"startSpreadSeconds":1000}]}}]}
            """
        );
        var met = loggers.SelectMany(l => l.Faults).ToList();

        Assert.InRange(met.Count, 250, 350);
        Assert.All(met, f => Assert.InRange(f.FromSeconds, 100, 1100));
        Assert.True(met.Select(f => f.FromSeconds).Distinct().Count() > 200);
    }

    [Fact]
    public void Secrets_come_from_the_file_then_from_the_scenario_then_from_the_key()
    {
        var loggers = Of(
            """
            {"secretKey":"test","loggers":[
              {"device":"A","party":"P","secret":"own"},
              {"device":"B","party":"P","secret":"own"},
              {"device":"DL-7","party":"P"}]}
            """,
            """{"A":{"secret":"from the file","party":"Q"}}"""
        );

        Assert.Equal(
            [
                ("Q", "from the file"),
                ("P", "own"),
                // printf DL-7 | openssl dgst -sha256 -hmac test
                ("P", "991a54a6f578a4b8addfe4c83914403687e8bface5777e11be35ebd7aefc0beb"[..32]),
            ],
            loggers.Select(l => (l.Party, l.Secret!))
        );
    }

    [Fact]
    public void Secrets_can_come_as_CSV_with_any_columns_beside()
    {
        var loggers = Of(
            """{"loggers":[{"device":"A","party":"P"},{"device":"B","party":"P"}]}""",
            "\uFEFFid,device,secret,note\r\n1,A,s1,\"a, b\"\r\n2,B,\"s\"\"2\",\r\n"
        );

        Assert.Equal(["s1", "s\"2"], loggers.Select(l => l.Secret));
    }

    [Theory]
    [InlineData("name,secret\nA,1", "the first line must name the columns device and secret")]
    [InlineData("device,secret\nA", "line 2: there are fewer fields than columns")]
    [InlineData("device,secret\nA,1\nA,2", "line 3: A is there twice")]
    [InlineData("""{"A":{"secrets":"1"}}""", "$.A.secrets, line 1: there is no such field")]
    public void Secrets_that_cannot_be_read_are_refused_in_one_sentence_that_names_the_place(
        string text,
        string names
    ) =>
        Assert.Contains(
            names,
            Assert.Throws<ScenarioException>(() => Credentials.Parse(text, "secrets")).Message,
            StringComparison.Ordinal
        );
}

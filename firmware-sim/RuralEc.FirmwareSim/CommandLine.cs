using System.CommandLine;
using RuralEc.FirmwareSim.Play;
using RuralEc.FirmwareSim.Scenarios;

namespace RuralEc.FirmwareSim;

/// <summary>The command line. Exit codes: 0 played, 1 no logger ever connected, 2 cannot be played as asked.</summary>
internal static class CommandLine
{
    private const double FastestSpeed = 100_000;

    private static readonly Argument<string> ScenarioPath = new("scenario") { Description = "Scenario file (JSON)" };

    private static readonly Option<string> Broker = new("--broker")
    {
        Description = "Address of the broker, mqtt://host:port or mqtts://host:port",
        DefaultValueFactory = _ => "mqtt://127.0.0.1:1883",
    };

    private static readonly Option<string?> Credentials = new("--credentials")
    {
        Description = """File of secrets: {"DL-01":{"party":"…","secret":"…"}}""",
    };

    private static readonly Option<double> Speed = new("--speed")
    {
        Description = "Simulated seconds in a real second",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<double?> Duration = new("--duration")
    {
        Description = "Simulated seconds to play (default: until Ctrl-C)",
    };

    private static readonly Option<long?> Seed = new("--seed")
    {
        Description = "Seed of all chance, instead of the scenario's",
    };

    private static readonly Option<double> ReportEvery = new("--report-every")
    {
        Description = "Real seconds between two lines of figures",
        DefaultValueFactory = _ => 10,
    };

    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Plays a fleet of data loggers over MQTT 5 from a scenario file.")
        {
            ScenarioPath,
            Broker,
            Credentials,
            Speed,
            Duration,
            Seed,
            ReportEvery,
        };
        root.SetAction(PlayAsync);
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            return Refuse(parsed.Errors[0].Message);
        }

        return await parsed.InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(5) });
    }

    private static async Task<int> PlayAsync(ParseResult parsed, CancellationToken ct)
    {
        var broker = parsed.GetValue(Broker)!;
        var speed = parsed.GetValue(Speed);
        var duration = parsed.GetValue(Duration) ?? double.PositiveInfinity;
        var every = parsed.GetValue(ReportEvery);
        if (!Uri.TryCreate(broker, UriKind.Absolute, out var address) || address.Scheme is not ("mqtt" or "mqtts"))
        {
            return Refuse($"--broker takes mqtt://host:port or mqtts://host:port, not '{broker}'.");
        }

        if (!(speed > 0 && speed <= FastestSpeed))
        {
            return Refuse($"--speed takes a number above 0 and up to {FastestSpeed}.");
        }

        if (!(duration > 0) || !(every > 0 && every <= 86_400))
        {
            return Refuse("--duration and --report-every take seconds above 0.");
        }

        try
        {
            var scenario = ScenarioFile.Read(parsed.GetValue(ScenarioPath)!, parsed.GetValue(Credentials));
            scenario = scenario with { Seed = parsed.GetValue(Seed) ?? scenario.Seed };
            if (speed > 1 && double.IsInfinity(duration) && scenario.Start is null)
            {
                return Refuse(
                    "--speed above 1 needs --duration or a scenario with a start: else readings lie ahead of time."
                );
            }

            var options = new PlayOptions(address, speed, duration, TimeSpan.FromSeconds(every));
            var tally = await Fleet.PlayAsync(scenario, options, TimeProvider.System, Console.Out, ct);
            Console.WriteLine(tally.ToJson());
            return tally.Connections > 0 ? 0 : 1;
        }
        catch (ScenarioException wrong)
        {
            return Refuse(wrong.Message);
        }
    }

    private static int Refuse(string sentence)
    {
        Console.Error.WriteLine(sentence);
        return 2;
    }
}

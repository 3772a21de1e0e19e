using System.CommandLine;
using System.Net.Sockets;
using RuralEc.FirmwareSim.Play;
using RuralEc.FirmwareSim.Scenarios;
using RuralEc.FirmwareSim.Truth;

namespace RuralEc.FirmwareSim;

/// <summary>The command line. Exit codes: 0 played, 1 no logger ever connected, 2 cannot be played as asked.</summary>
internal static class CommandLine
{
    private const double FastestSpeed = 100_000;
    private const double MostConnects = 100_000;
    private const double DaySeconds = 86_400;

    private static readonly Argument<string> ScenarioPath = new("scenario")
    {
        Description = "Scenario file (JSON); its language is in firmware-sim/scenario.md",
    };

    private static readonly Option<string> Broker = new("--broker")
    {
        Description = "Address of the broker, mqtt://host:port or mqtts://host:port",
        DefaultValueFactory = _ => "mqtt://127.0.0.1:1883",
    };

    private static readonly Option<string?> Credentials = new("--credentials")
    {
        Description = """File of secrets: JSON {"DL-01":{"secret":"…"}} or CSV with the columns device and secret""",
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

    private static readonly Option<long?> Chaos = new("--chaos")
    {
        Description =
            "Adds trouble to the whole fleet, by this seed or the scenario's: killed connections, repetitions, wrong order, jumping clocks",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> TruthPath = new("--truth")
    {
        Description = "Writes what really happened to this file (JSON Lines); its form is in firmware-sim/truth.md",
    };

    private static readonly Option<double> ConnectRate = new("--connect-rate")
    {
        Description = "Attempts to connect in a real second, of the whole fleet",
        DefaultValueFactory = _ => 200,
    };

    private static readonly Option<double> Drain = new("--drain")
    {
        Description = "Real seconds at the end in which what is left is still sent",
        DefaultValueFactory = _ => 15,
    };

    private static readonly Option<double> ReportEvery = new("--report-every")
    {
        Description = "Real seconds between two lines of figures",
        DefaultValueFactory = _ => 10,
    };

    private static readonly Option<bool> WithStandardInput = new("--with-standard-input")
    {
        Description =
            "End when standard input ends, so that a program which plays the fleet takes it along when it dies",
    };

    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand(
            "Plays a fleet of data loggers over MQTT 5 from a scenario file. The last line of output is the figures as JSON. "
                + "Exit codes: 0 played, 1 no logger ever connected, 2 options or scenario are wrong."
        )
        {
            ScenarioPath,
            Broker,
            Credentials,
            Speed,
            Duration,
            Seed,
            Chaos,
            TruthPath,
            ConnectRate,
            Drain,
            ReportEvery,
            WithStandardInput,
        };
        root.SetAction(PlayAsync);
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            return Refuse(parsed.Errors[0].Message);
        }

        return await parsed.InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(10) });
    }

    private static async Task<int> PlayAsync(ParseResult parsed, CancellationToken ct)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct);
        if (parsed.GetValue(WithStandardInput))
        {
            _ = EndWithAsync(Console.OpenStandardInput(), ending);
        }

        try
        {
            var options = OptionsOf(parsed);
            var path = parsed.GetValue(ScenarioPath)!;
            var scenario = ScenarioFile.Read(path);
            scenario = scenario with { Seed = parsed.GetValue(Seed) ?? scenario.Seed };
            if (parsed.GetResult(Chaos) is not null)
            {
                var chaos = scenario.Chaos ?? new ChaosSpec();
                scenario = scenario with { Chaos = chaos with { Seed = parsed.GetValue(Chaos) ?? chaos.Seed } };
            }

            if (options.Speed > 1 && double.IsInfinity(options.DurationSeconds) && scenario.Start is null)
            {
                throw new ScenarioException(
                    "--speed above 1 needs --duration or a scenario with a start: else readings lie ahead of time."
                );
            }

            var credentials = parsed.GetValue(Credentials) is { } file
                ? Scenarios.Credentials.Read(file)
                : Scenarios.Credentials.None;
            var loggers = Roster.Of(scenario, credentials, path);
            var tally = await Fleet.PlayAsync(
                scenario,
                loggers,
                options,
                TimeProvider.System,
                Console.Out,
                ending.Token
            );
            Console.WriteLine(tally.ToJson());
            return tally.Connections > 0 ? 0 : 1;
        }
        catch (ScenarioException wrong)
        {
            return Refuse(wrong.Message);
        }
        catch (SocketException unknown)
            when (unknown.SocketErrorCode is SocketError.HostNotFound or SocketError.TryAgain)
        {
            return Refuse($"--broker: nobody knows the host of {parsed.GetValue(Broker)}.");
        }
        catch (TruthFileException disk)
        {
            return Refuse(disk.Message);
        }
    }

    /// <exception cref="ScenarioException">An option is out of its range.</exception>
    private static PlayOptions OptionsOf(ParseResult parsed)
    {
        var broker = parsed.GetValue(Broker)!;
        if (!Uri.TryCreate(broker, UriKind.Absolute, out var address) || address.Scheme is not ("mqtt" or "mqtts"))
        {
            throw new ScenarioException($"--broker takes mqtt://host:port or mqtts://host:port, not '{broker}'.");
        }

        double Within(Option<double> option, double low, double high)
        {
            var value = parsed.GetValue(option);
            // Negated so that NaN is refused too.
            return value > low && value <= high
                ? value
                : throw new ScenarioException($"{option.Name} takes a number above {low} and up to {high}.");
        }

        var duration = parsed.GetValue(Duration) ?? double.PositiveInfinity;
        if (!(duration > 0))
        {
            throw new ScenarioException("--duration takes seconds above 0.");
        }

        return new(
            address,
            Within(Speed, 0, FastestSpeed),
            duration,
            Within(ConnectRate, 0, MostConnects),
            TimeSpan.FromSeconds(Within(Drain, 0, DaySeconds)),
            TimeSpan.FromSeconds(Within(ReportEvery, 0, DaySeconds)),
            parsed.GetValue(TruthPath)
        );
    }

    private static async Task EndWithAsync(Stream input, CancellationTokenSource ending)
    {
        await input.CopyToAsync(Stream.Null, ending.Token);
        await ending.CancelAsync();
    }

    private static int Refuse(string sentence)
    {
        Console.Error.WriteLine(sentence);
        return 2;
    }
}

using System.Diagnostics;
using System.Text;
using System.Text.Json;
using RuralEc.ColdChain.Devices;
using RuralEc.Server.Mqtt;

namespace RuralEc.Server.Demo;

/// <summary>Plays the simulated fleet as a process of its own, which knows nothing but the broker's address.</summary>
internal sealed class DemoFleet(EmbeddedBroker broker, DeviceKeys keys, ServerOptions options) : BackgroundService
{
    private const int SamplingSeconds = 10;

    private readonly TaskCompletionSource _mayPlay = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>
    /// True when the season was seeded to its end: a scenario was written, and its secrets open the loggers of this
    /// database. One written for another database in the same folder does not count.
    /// </summary>
    public async Task<bool> IsReadyAsync(CancellationToken ct)
    {
        try
        {
            await using var file = File.OpenRead(ScenarioOf(options));
            using var scenario = await JsonDocument.ParseAsync(file, cancellationToken: ct);
            var logger = scenario.RootElement.GetProperty("loggers")[0];
            var secret = Encoding.UTF8.GetBytes(logger.GetProperty("secret").GetString() ?? "");
            return await keys.FindAsync(logger.GetProperty("device").GetString() ?? "", secret, ct) is not null;
        }
        catch (Exception none) when (none is FileNotFoundException or JsonException or KeyNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Writes the scenario: ten loggers that report every ten seconds, and what goes wrong with some of them.</summary>
    public static async Task WriteScenarioAsync(
        ServerOptions options,
        IReadOnlyList<DemoLogger> loggers,
        CancellationToken ct
    )
    {
        var scenario = new
        {
            seed = 20260626,
            loggers = loggers.Select(logger => new
            {
                device = logger.Device,
                party = logger.Party,
                secret = logger.Secret,
                baseCelsius = logger.Celsius,
                noise = 0.1,
                samplingSeconds = SamplingSeconds,
                uploadSeconds = SamplingSeconds,
                faults = FaultsOf(logger.Device),
            }),
        };
        var file = ScenarioOf(options);
        await File.WriteAllTextAsync(file + ".new", JsonSerializer.Serialize(scenario), ct);
        File.Move(file + ".new", file, overwrite: true);
    }

    private static string ScenarioOf(ServerOptions options) => Path.Combine(options.DataFolder, "demo-fleet.json");

    /// <summary>Starts the fleet: its scenario is written and the broker listens.</summary>
    public void Play() => _mayPlay.TrySetResult();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await _mayPlay.Task.WaitAsync(stoppingToken);
        var program = Path.Combine(AppContext.BaseDirectory, "RuralEc.FirmwareSim.dll");
        using var fleet = new Process
        {
            StartInfo = new(
                Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet"
                    ? host
                    : "dotnet"
            )
            {
                ArgumentList =
                {
                    program,
                    ScenarioOf(options),
                    "--broker",
                    $"mqtt://127.0.0.1:{broker.Port}",
                    "--report-every",
                    "3600",
                    "--with-standard-input",
                },
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        fleet.OutputDataReceived += (_, _) => { };
        fleet.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is { Length: > 0 } words)
            {
                Console.Error.WriteLine("fleet: " + words);
            }
        };
        fleet.Start();
        fleet.BeginOutputReadLine();
        fleet.BeginErrorReadLine();
        try
        {
            await fleet.WaitForExitAsync(stoppingToken);
        }
        finally
        {
            if (!fleet.HasExited)
            {
                fleet.Kill();
            }
        }
    }

    private static object[] FaultsOf(string device) =>
        device switch
        {
            "DL-T3" =>
            [
                new
                {
                    kind = "refrigeration_failure",
                    fromSeconds = 300,
                    forSeconds = 2400,
                },
            ],
            "DL-T2" =>
            [
                new
                {
                    kind = "network_loss",
                    fromSeconds = 240,
                    forSeconds = 180,
                },
            ],
            "DL-TS1" =>
            [
                new
                {
                    kind = "door",
                    fromSeconds = 120,
                    forSeconds = 90,
                },
            ],
            _ => [],
        };
}

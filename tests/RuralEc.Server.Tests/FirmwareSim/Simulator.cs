using System.Diagnostics;
using System.Text.Json;

namespace RuralEc.Server.Tests.FirmwareSim;

/// <summary>The simulated fleet as people start it: a process of its own.</summary>
internal sealed class Simulator : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;
    private readonly DirectoryInfo _folder;

    private Simulator(Process process, DirectoryInfo folder)
    {
        _process = process;
        _folder = folder;
        _output = process.StandardOutput.ReadToEndAsync();
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Where a run writes its ground truth when <c>--truth</c> is given this.</summary>
    public const string TruthFile = "truth.jsonl";

    public int ProcessId => _process.Id;

    /// <summary>The ground truth of a run that has ended.</summary>
    public GroundTruth Truth() => GroundTruth.Read(Path.Combine(_folder.FullName, TruthFile));

    /// <param name="scenario">The scenario's JSON.</param>
    /// <param name="options">Options besides the scenario.</param>
    public static Simulator Play(string scenario, params string[] options)
    {
        var folder = Directory.CreateTempSubdirectory("ruralec-sim-");
        var file = Path.Combine(folder.FullName, "scenario.json");
        File.WriteAllText(file, scenario);
        return new(Start(folder, [file, .. options]), folder);
    }

    public static Simulator Run(params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("ruralec-sim-");
        return new(Start(folder, arguments), folder);
    }

    /// <summary>Waits for the end of the process.</summary>
    public async Task<Ended> EndAsync(CancellationToken ct)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(TimeSpan.FromSeconds(90));
        await _process.WaitForExitAsync(deadline.Token);
        return new(_process.ExitCode, await _output, await _errors);
    }

    /// <summary>As the death of the program that started it: its end of the pipe closes.</summary>
    public void CloseInput() => _process.StandardInput.Close();

    /// <summary>As a power cut: no farewell.</summary>
    public void Kill() => _process.Kill();

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static Process Start(DirectoryInfo folder, string[] arguments) =>
        Process.Start(
            new ProcessStartInfo(
                "dotnet",
                [Path.Combine(AppContext.BaseDirectory, "RuralEc.FirmwareSim.dll"), .. arguments]
            )
            {
                WorkingDirectory = folder.FullName,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
}

/// <summary>How a process ended and what it printed.</summary>
internal sealed record Ended(int ExitCode, string Output, string Errors)
{
    /// <summary>A figure of the last line.</summary>
    public long Figure(string name)
    {
        using var tally = JsonDocument.Parse(Output.TrimEnd().Split('\n')[^1]);
        return tally.RootElement.GetProperty(name).GetInt64();
    }
}

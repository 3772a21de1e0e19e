using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace RuralEc.Server.Tests.Crash;

/// <summary>The server as a process of its own, which a test may kill without a word of warning.</summary>
internal sealed class ServerProcess : IDisposable
{
    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(60);
    private readonly Process _process;

    private ServerProcess(Process process, int httpPort, int mqttPort)
    {
        _process = process;
        MqttPort = mqttPort;
        Http = new() { BaseAddress = new($"http://127.0.0.1:{httpPort}") };
    }

    public HttpClient Http { get; }

    public int MqttPort { get; }

    /// <param name="postgres">Its database; null for SQLite in the folder.</param>
    public static async Task<ServerProcess> StartAsync(DirectoryInfo folder, bool lane = true, string? postgres = null)
    {
        var (http, mqtt) = (FreePort(), FreePort());
        var process = Run(
            folder,
            ["--urls", $"http://127.0.0.1:{http}", "--mqtt-port", $"{mqtt}", .. On(postgres)],
            ("Mqtt__Lane", lane ? "true" : "false")
        );
        var server = new ServerProcess(process, http, mqtt);
        var deadline = Stopwatch.StartNew();
        while (true)
        {
            Assert.True(!process.HasExited && deadline.Elapsed < StartsWithin, "The server did not start.");
            try
            {
                using var ready = await server.Http.GetAsync("/health/ready", TestContext.Current.CancellationToken);
                if (ready.IsSuccessStatusCode)
                {
                    return server;
                }
            }
            catch (HttpRequestException)
            {
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }
        }
    }

    /// <summary>Adds a person by the verb of the command line.</summary>
    public static async Task AddPersonAsync(
        DirectoryInfo folder,
        string name,
        string password,
        string role,
        string? party,
        string? postgres = null
    )
    {
        using var verb = Run(
            folder,
            [
                "user",
                name,
                "--role",
                role,
                .. party is null ? Array.Empty<string>() : ["--party", party],
                .. On(postgres),
            ]
        );
        await verb.StandardInput.WriteLineAsync(password);
        verb.StandardInput.Close();
        await verb.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, verb.ExitCode);
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
        Http.Dispose();
    }

    private static string[] On(string? postgres) => postgres is null ? [] : ["--db", postgres];

    private static Process Run(
        DirectoryInfo folder,
        string[] arguments,
        params (string Name, string Value)[] environment
    )
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] all =
        [
            Path.Combine(AppContext.BaseDirectory, "RuralEc.Server.dll"),
            .. arguments,
            "--data",
            folder.FullName,
        ];
        foreach (var argument in all)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

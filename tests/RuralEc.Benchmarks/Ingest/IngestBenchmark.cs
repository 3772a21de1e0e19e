using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Server;
using RuralEc.ColdChain;
using RuralEc.ColdChain.Devices;
using RuralEc.Server;
using RuralEc.Server.Mqtt;

namespace RuralEc.Benchmarks.Ingest;

/// <summary>
/// 200 loggers, QoS 1, one reading of four values per message, one in flight each: how many are acknowledged a second by
/// the server, which stores them durably in SQLite first, and by the same broker whose handler does nothing.
/// </summary>
internal static class IngestBenchmark
{
    private const int Loggers = 200;
    private const string Party = "9521234100003";
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(5);

    public static async Task RunAsync()
    {
        // In turns, because a shared machine is not equally quiet all the time.
        var empty = new List<double>();
        var stored = new List<double>();
        for (var round = 1; round <= 3; round++)
        {
            empty.Add(await NoOpAsync());
            stored.Add(await StoredAsync());
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"round {round}: no-op {empty[^1], 8:N0}/s   stored {stored[^1], 8:N0}/s   ratio {stored[^1] / empty[^1]:P0}"
                )
            );
        }

        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"median:  no-op {Median(empty), 8:N0}/s   stored {Median(stored), 8:N0}/s   ratio {Median(stored) / Median(empty):P0}"
            )
        );
    }

    private static async Task<double> NoOpAsync()
    {
        using var listener = new DeviceListener(new MqttOptions { Port = 0 }, NullLogger.Instance);
        using var broker = new MqttServerFactory().CreateMqttServer(
            new MqttServerOptions(),
            [listener],
            new MqttNetNullLogger()
        );
        broker.InterceptingPublishAsync += publish =>
        {
            publish.ProcessPublish = false;
            return Task.CompletedTask;
        };
        await broker.StartAsync();
        var rate = await RateAsync(
            listener.Port,
            [.. Enumerable.Range(0, Loggers).Select(i => (Device: $"DL-{i}", Secret: "none"))]
        );
        await broker.StopAsync(new MqttServerStopOptions());
        return rate;
    }

    private static async Task<double> StoredAsync()
    {
        var folder = Directory.CreateTempSubdirectory("ruralec-ingest-");
        await using var app = RuralServer.Build(
            new()
            {
                DataFolder = folder.FullName,
                Urls = "http://127.0.0.1:0",
                MqttPort = 0,
            },
            services => services.AddLogging(logging => logging.ClearProviders())
        );
        await app.StartAsync();
        var rate = await RateAsync(app.Services.GetRequiredService<EmbeddedBroker>().Port, await RegisteredAsync(app));
        await app.StopAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        await app.DisposeAsync();
        folder.Delete(recursive: true);
        return rate;
    }

    private static async Task<List<(string Device, string Secret)>> RegisteredAsync(WebApplication app)
    {
        var keeper = new ClaimsPrincipal(new ClaimsIdentity([new Claim("party", Party)], "benchmark"));
        var devices = new List<(string, string)>();
        for (var i = 0; i < Loggers; i++)
        {
            await using var scope = app.Services.CreateAsyncScope();
            var answer = await scope
                .ServiceProvider.GetRequiredService<LoggerRegister>()
                .RegisterAsync(
                    new(Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), $"DL-{i}", "benchmark", 300),
                    keeper,
                    CancellationToken.None
                );
            devices.Add(($"DL-{i}", ((DeskAnswer.SecretGiven)answer).Secret));
        }

        return devices;
    }

    private static async Task<double> RateAsync(int port, List<(string Device, string Secret)> devices)
    {
        var loggers = new List<RawLogger>();
        foreach (var (device, secret) in devices)
        {
            loggers.Add(await RawLogger.ConnectAsync(port, device, secret, $"re/1/{Party}/{device}/r"));
        }

        long acknowledged = 0;
        var counting = false;
        using var end = new CancellationTokenSource(WarmUp + Measured);
        var started = TimeProvider.System.GetTimestamp();
        var load = Task.WhenAll(
            loggers.Select(logger =>
                Task.Run(async () =>
                {
                    while (!end.IsCancellationRequested)
                    {
                        await logger.ReportAsync(CancellationToken.None);
                        if (Volatile.Read(ref counting))
                        {
                            Interlocked.Increment(ref acknowledged);
                        }
                    }
                })
            )
        );
        await Task.Delay(WarmUp);
        var from = TimeProvider.System.GetElapsedTime(started);
        Volatile.Write(ref counting, true);
        await load;
        var seconds = (TimeProvider.System.GetElapsedTime(started) - from).TotalSeconds;
        loggers.ForEach(l => l.Dispose());
        return acknowledged / seconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}

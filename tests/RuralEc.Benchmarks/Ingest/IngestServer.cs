using System.Diagnostics;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RuralEc.ColdChain;
using RuralEc.ColdChain.Devices;
using RuralEc.Server;
using RuralEc.Server.Mqtt;

namespace RuralEc.Benchmarks.Ingest;

/// <summary>The product's server in this process, on an empty SQLite folder, with registered loggers.</summary>
internal sealed class IngestServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DirectoryInfo _folder;
    private readonly List<(string, string)> _devices;

    private IngestServer(WebApplication app, DirectoryInfo folder, List<(string, string)> devices)
    {
        _app = app;
        _folder = folder;
        _devices = devices;
    }

    public static async Task<IngestServer> StartAsync(int loggers, bool lane)
    {
        var folder = Directory.CreateTempSubdirectory("ruralec-ingest-");
        var app = RuralServer.Build(
            new()
            {
                DataFolder = folder.FullName,
                Urls = "http://127.0.0.1:0",
                MqttPort = 0,
            },
            services =>
            {
                services.AddLogging(logging => logging.ClearProviders());
                // The limit of one device is not what is measured.
                services.AddSingleton(
                    new MqttOptions
                    {
                        Port = 0,
                        Lane = lane,
                        DeviceReadingsPerSecond = int.MaxValue,
                    }
                );
            }
        );
        await app.StartAsync();
        return new(app, folder, await RegisteredAsync(app, loggers));
    }

    public async Task<Figures> MeasureAsync(Load load, int run)
    {
        using var self = Process.GetCurrentProcess();
        return await Figures.OfAsync(
            self,
            _app.Services.GetRequiredService<EmbeddedBroker>().Port,
            load,
            run,
            _devices
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    private static async Task<List<(string Device, string Secret)>> RegisteredAsync(WebApplication app, int loggers)
    {
        var keeper = new ClaimsPrincipal(new ClaimsIdentity([new Claim("party", IngestBenchmark.Party)], "benchmark"));
        var devices = new List<(string, string)>();
        for (var i = 0; i < loggers; i++)
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
}

using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
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
        return new(app, folder, await LoggerFleet.RegisteredAsync(app, loggers));
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
}

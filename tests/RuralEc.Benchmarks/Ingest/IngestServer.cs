using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RuralEc.Benchmarks.Judging;
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

    /// <param name="judged">The loggers are in cold rooms with limits, ten in each, beside a pallet of litchi.</param>
    public static async Task<IngestServer> StartAsync(int loggers, bool lane, bool judged = false)
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
        var devices = await LoggerFleet.RegisteredAsync(app, loggers);
        if (judged)
        {
            await LoggerFleet.MountAsync(app, devices.Select(d => d.Device), TimeSpan.FromHours(1));
        }

        return new(app, folder, devices);
    }

    public IServiceProvider Services => _app.Services;

    /// <summary>More loggers, each signed in and in a room of its own.</summary>
    public async Task<List<(Probe Probe, Guid Asset)>> ProbesAsync(int count)
    {
        var devices = await LoggerFleet.RegisteredAsync(_app, count, "PROBE");
        var rooms = await LoggerFleet.MountAsync(
            _app,
            devices.Select(d => d.Device),
            TimeSpan.FromHours(1),
            ofARoom: 1
        );
        var probes = new List<(Probe, Guid)>();
        foreach (var ((device, secret), room) in devices.Zip(rooms))
        {
            probes.Add(
                (await Probe.ConnectedAsync(Services.GetRequiredService<EmbeddedBroker>().Port, device, secret), room)
            );
        }

        return probes;
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

using System.Globalization;
using MQTTnet;
using RuralEc.Benchmarks.Ingest;

namespace RuralEc.Benchmarks.Connections;

/// <summary>
/// What devices cost that are signed in and say nothing: resident memory of the server, a process of its own, before and
/// after, and its processor time while they are idle. By TLS and by WebSocket with a tenth of the devices.
/// </summary>
internal static class ConnectionsBenchmark
{
    private const int AtOnce = 64;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(int count)
    {
        var folder = Directory.CreateTempSubdirectory("ruralec-connections-");
        try
        {
            var devices = await IdleServer.PrepareAsync(folder, app => LoggerFleet.RegisteredAsync(app, count));
            await MeasureAsync("TCP", folder, devices, TcpAsync);
            await MeasureAsync("TLS", folder, devices[..(count / 10)], TlsAsync);
            await MeasureAsync("WebSocket", folder, devices[..(count / 10)], WebSocketAsync);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task MeasureAsync(
        string way,
        DirectoryInfo folder,
        List<(string Device, string Secret)> devices,
        Func<IdleServer, (string Device, string Secret), Task<IDisposable>> connect
    )
    {
        using var server = await IdleServer.StartAsync(folder);
        await Task.Delay(Idle);
        var before = server.Resident;
        var from = TimeProvider.System.GetTimestamp();
        var connections = new List<IDisposable>();
        foreach (var some in devices.Chunk(AtOnce))
        {
            connections.AddRange(await Task.WhenAll(some.Select(device => connect(server, device))));
        }

        var took = TimeProvider.System.GetElapsedTime(from);
        var connected = server.Resident;
        await Task.Delay(Idle);
        var used = server.ProcessorTime;
        await Task.Delay(Idle);
        used = server.ProcessorTime - used;
        Report($"{way}, {devices.Count:N0} devices", "before", before, 0);
        Report($"signed in, {devices.Count / took.TotalSeconds:N0} a second", "now", connected, 0);
        Report(
            $"{used.TotalMilliseconds / Idle.TotalSeconds:N1} ms of processor time a second",
            "idle",
            server.Resident,
            (server.Resident - before) / devices.Count
        );

        if (connections is [LoadConnection, ..])
        {
            foreach (var some in connections.Cast<LoadConnection>().Chunk(AtOnce))
            {
                await Task.WhenAll(some.Select(connection => connection.WindowAsync()));
            }

            await Task.Delay(Idle);
            Report("after a reading of each", "idle", server.Resident, (server.Resident - before) / devices.Count);
        }

        connections.ForEach(c => c.Dispose());
    }

    private static void Report(string what, string when, long resident, long each) =>
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{what, -45} {when, -7} {resident / 1048576.0, 7:N1} MiB {(each > 0 ? $"{each, 8:N0} octets each" : "")}"
            )
        );

    private static async Task<IDisposable> TcpAsync(IdleServer server, (string Device, string Secret) device) =>
        await LoadConnection.OpenAsync(server.MqttPort, device.Device, device.Secret, 1, 1, 0);

    private static Task<IDisposable> TlsAsync(IdleServer server, (string Device, string Secret) device) =>
        ByLibraryAsync(
            device,
            options =>
                options
                    .WithTcpServer("127.0.0.1", server.TlsPort)
                    .WithTlsOptions(tls => tls.UseTls().WithCertificateValidationHandler(server.IsMine))
        );

    private static Task<IDisposable> WebSocketAsync(IdleServer server, (string Device, string Secret) device) =>
        ByLibraryAsync(
            device,
            options => options.WithWebSocketServer(web => web.WithUri($"ws://127.0.0.1:{server.HttpPort}/mqtt"))
        );

    private static async Task<IDisposable> ByLibraryAsync(
        (string Device, string Secret) device,
        Action<MqttClientOptionsBuilder> way
    )
    {
        var options = new MqttClientOptionsBuilder()
            .WithClientId(device.Device)
            .WithCredentials(device.Device, device.Secret)
            .WithKeepAlivePeriod(TimeSpan.FromMinutes(10));
        way(options);
        var client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(options.Build());
        return client;
    }
}

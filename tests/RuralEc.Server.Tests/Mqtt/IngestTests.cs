using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using MQTTnet;
using MQTTnet.Server;
using RuralEc.ColdChain;
using RuralEc.Server.Cli;
using RuralEc.Server.Mqtt;
using RuralEc.Server.Security;
using RuralEc.Server.Storage.Readings;
using Xunit;

namespace RuralEc.Server.Tests.Mqtt;

/// <summary>An acknowledgement means that the reading is on disk, whatever fails.</summary>
public class IngestTests
{
    [Fact]
    public async Task A_failed_commit_is_not_acknowledged_and_the_resent_reading_is_stored()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("ruralec-ingest-").FullName, "readings.db");
        using var disk = new SqliteReadingStore(file);
        var store = new StoreThatFails(disk) { FailNext = 1 };
        await using var server = await Server.OnAsync(
            Database.Sqlite,
            services => services.AddSingleton<IReadingStore>(store)
        );
        using var manager = await server.SignedInAsync(Roles.Manager);
        await using var device = await Device.ConnectedAsync(server, manager, "DL-7");

        await Assert.ThrowsAnyAsync<Exception>(() => device.PublishAsync("""{"b":1,"s":1,"v":4.1}"""));
        Assert.Empty(await device.StoredAsync(manager));
        await device.ConnectAsync();
        var again = await device.PublishAsync("""{"b":1,"s":1,"v":4.1}""");

        Assert.Equal(MqttClientPublishReasonCode.Success, again.ReasonCode);
        Assert.Single(await device.StoredAsync(manager));
    }

    [Fact]
    public async Task A_port_in_use_stops_the_start_with_one_sentence()
    {
        using var taken = new TcpListener(IPAddress.IPv6Any, 0);
        taken.Server.DualMode = true;
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        using var listener = new DeviceListener(port, new(), new(1), null, NullLogger.Instance);

        var reason = await Assert.ThrowsAsync<CannotStartException>(() =>
            listener.StartAsync(new MqttServerOptions(), new MQTTnet.Diagnostics.Logger.MqttNetNullLogger())
        );

        Assert.Contains($"{port}", reason.Message, StringComparison.Ordinal);
    }
}

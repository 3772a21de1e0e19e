using RuralEc.Server.Cli;

namespace RuralEc.Server.Mqtt;

internal static class MqttSetup
{
    private const string WebSocketPath = "/mqtt";

    /// <summary>Opens the door of devices with the host, and closes it first when the host stops: a broker of our own, or one outside.</summary>
    public static void AddMqtt(this IServiceCollection services, ServerOptions options, IConfiguration configuration)
    {
        var mqtt = MqttOptions.From(configuration, options.MqttPort);
        services.AddSingleton(mqtt);
        if (options.Mqtt is { } url)
        {
            var broker = ExternalBroker.Parse(url) ?? throw new CannotStartException($"'{url}' is no MQTT address.");
            services.AddSingleton(broker);
            services.AddSingleton(provider =>
                ActivatorUtilities.CreateInstance<BrokerClient>(
                    provider,
                    provider.GetRequiredService<MqttOptions>().ClientId
                )
            );
            services.AddHostedService(provider => provider.GetRequiredService<BrokerClient>());
            services.AddSingleton<INoticeLane>(provider => provider.GetRequiredService<BrokerClient>());
            services.AddSingleton(new DeviceDoor(broker.Host, () => broker.Port));
        }
        else
        {
            services.AddSingleton<DeviceLogin>();
            services.AddSingleton<DevicePublish>();
            services.AddSingleton<EmbeddedBroker>();
            services.AddHostedService(provider => provider.GetRequiredService<EmbeddedBroker>());
            services.AddSingleton<INoticeLane>(provider => provider.GetRequiredService<EmbeddedBroker>());
            services.AddSingleton(provider => new DeviceDoor(
                null,
                () => provider.GetRequiredService<EmbeddedBroker>().Port
            ));
        }
    }

    /// <summary>Devices by WebSocket, where the broker is our own. They sign in as devices do, not as people.</summary>
    public static void MapMqtt(this WebApplication app)
    {
        if (app.Services.GetService<EmbeddedBroker>() is { } broker)
        {
            app.UseWebSockets();
            app.Map(WebSocketPath, broker.ServeAsync).AllowAnonymous().ExcludeFromDescription();
        }
    }
}

/// <summary>Where devices are heard, once the host has started.</summary>
/// <param name="Host">Null for this server itself, by whatever name it is reached.</param>
internal sealed record DeviceDoor(string? Host, Func<int> PortNow)
{
    public int Port => PortNow();
}

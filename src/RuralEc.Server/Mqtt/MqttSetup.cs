using RuralEc.Server.Cli;

namespace RuralEc.Server.Mqtt;

internal static class MqttSetup
{
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
            services.AddSingleton(new DeviceDoor(() => $"from {broker}"));
        }
        else
        {
            services.AddSingleton<DeviceLogin>();
            services.AddSingleton<DevicePublish>();
            services.AddSingleton<EmbeddedBroker>();
            services.AddHostedService(provider => provider.GetRequiredService<EmbeddedBroker>());
            services.AddSingleton(provider => new DeviceDoor(() =>
                $"port {provider.GetRequiredService<EmbeddedBroker>().Port}"
            ));
        }
    }
}

/// <summary>Says where devices are heard, once the host has started.</summary>
internal sealed record DeviceDoor(Func<string> Where);

namespace RuralEc.Server.Mqtt;

internal static class MqttSetup
{
    /// <summary>Opens the MQTT door with the host and closes it first when the host stops.</summary>
    public static IServiceCollection AddEmbeddedBroker(this IServiceCollection services, MqttOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<DeviceLogin>();
        services.AddSingleton<DevicePublish>();
        services.AddSingleton<EmbeddedBroker>();
        services.AddHostedService(provider => provider.GetRequiredService<EmbeddedBroker>());
        return services;
    }
}

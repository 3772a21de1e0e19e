namespace RuralEc.Server.Mqtt;

/// <summary>Where devices connect, and how much one of them may ask for.</summary>
internal sealed class MqttOptions
{
    /// <summary>TCP port on every address of the machine; 0 takes a free one.</summary>
    public int Port { get; init; } = 1883;

    /// <summary>Octets of the first packet, which comes from anybody: CONNECT.</summary>
    public int MaximumConnectPacket { get; init; } = 4 * 1024;

    /// <summary>Octets of any later packet; a larger one closes the connection.</summary>
    public int MaximumPacket { get; init; } = 256 * 1024;

    /// <summary>Connections at one time; further ones are closed at once.</summary>
    public int MaximumConnections { get; init; } = 15_000;

    /// <summary>Who connects has to say so within this time.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);
}

using RuralEc.Server.Cli;

namespace RuralEc.Server.Mqtt;

/// <summary>Where devices connect, and how much one of them may ask for; section <c>Mqtt</c> of the configuration.</summary>
internal sealed class MqttOptions
{
    /// <summary>TCP port on every address of the machine; 0 takes a free one.</summary>
    public int Port { get; set; } = 1883;

    /// <summary>Octets of the first packet, which comes from anybody: CONNECT.</summary>
    public int MaximumConnectPacket { get; init; } = 4 * 1024;

    /// <summary>Octets of any later packet; a larger one closes the connection.</summary>
    public int MaximumPacket { get; init; } = 256 * 1024;

    /// <summary>Connections at one time; further ones are closed at once.</summary>
    public int MaximumConnections { get; init; } = 15_000;

    /// <summary>Readings of one device in a second, on the average of some seconds; it is not read from while it sends more.</summary>
    public int DeviceReadingsPerSecond { get; init; } = 20_000;

    /// <summary>A second port, by TLS; null without one.</summary>
    public MqttTlsOptions? Tls { get; init; }

    /// <summary>Readings go past MQTTnet, many at a time; without, each waits for the one before.</summary>
    public bool Lane { get; init; } = true;

    /// <summary>Name at a broker outside: the same after a restart, another for every server process.</summary>
    public string ClientId { get; init; } = $"ruralec-{Environment.MachineName}";

    /// <summary>Who connects has to say so within this time.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <param name="port">The command line's word goes over the configuration's.</param>
    public static MqttOptions From(IConfiguration configuration, int port)
    {
        var options = new MqttOptions();
        configuration.GetSection("Mqtt").Bind(options);
        options.Port = port;
        return options.Tls is { Certificate: "" }
            ? throw new CannotStartException("Mqtt:Tls:Certificate names no file.")
            : options;
    }
}

/// <summary>The files of TLS (1.2 and 1.3); section <c>Mqtt:Tls</c>. They may change while the server runs.</summary>
internal sealed class MqttTlsOptions
{
    /// <summary>TCP port on every address of the machine; 0 takes a free one.</summary>
    public int Port { get; init; } = 8883;

    /// <summary>PEM file of the server's certificate and those that lead to its root, or a PFX file with its key.</summary>
    public string Certificate { get; init; } = "";

    /// <summary>PEM file of the private key, where it is not in the file of the certificate.</summary>
    public string? Key { get; init; }

    /// <summary>What the key or the PFX file is locked with.</summary>
    public string? Password { get; init; }

    /// <summary>PEM file of who issues certificates to devices; null where devices sign in by secrets only.</summary>
    public string? ClientAuthority { get; init; }
}

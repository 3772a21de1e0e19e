namespace RuralEc.Server;

/// <summary>What the command line decides. Everything else is configuration of ASP.NET Core.</summary>
internal sealed record ServerOptions
{
    /// <summary>Folder of the SQLite files; made when absent.</summary>
    public string DataFolder { get; init; } = "data";

    /// <summary>Npgsql connection string, or null for SQLite.</summary>
    public string? Database { get; init; }

    /// <summary>Addresses of the web server, separated by semicolons.</summary>
    public string Urls { get; init; } = "http://localhost:8080";

    /// <summary>Address printed in trace codes, or null for the first of <see cref="Urls"/>.</summary>
    public string? PublicUrl { get; init; }

    /// <summary>TCP port of the embedded MQTT broker; 0 takes a free one.</summary>
    public int MqttPort { get; init; } = 1883;

    /// <summary>Address of an MQTT 5 broker to hear devices through, or null for the embedded one.</summary>
    public string? Mqtt { get; init; }

    /// <summary>Seeds the sample season and plays the simulated fleet.</summary>
    public bool Demo { get; init; }

    /// <summary>The scheme and host that printed codes begin with, without a slash at the end.</summary>
    public string LabelUrl => (PublicUrl ?? Urls.Split(';')[0]).TrimEnd('/');
}

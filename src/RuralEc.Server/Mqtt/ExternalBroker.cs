using System.Globalization;
using MQTTnet;
using MQTTnet.Formatter;

namespace RuralEc.Server.Mqtt;

/// <summary>An MQTT 5 broker outside, and how to sign in there.</summary>
/// <param name="Tls">The broker's certificate is checked against the machine's authorities.</param>
internal sealed record ExternalBroker(string Host, int Port, bool Tls, string? User, string? Password)
{
    private const int PlainPort = 1883;
    private const int TlsPort = 8883;

    /// <summary>Unacknowledged messages that the broker may give us: its only limit, as MQTTnet queues without end.</summary>
    private const ushort ReceiveMaximum = 1000;

    // Longer than a restart; the broker keeps what is not acknowledged for so long.
    private static readonly TimeSpan SessionKept = TimeSpan.FromHours(24);

    /// <summary>Reads <c>mqtt://user:password@host:port</c> or <c>mqtts://…</c>; null when it is none.</summary>
    public static ExternalBroker? Parse(string url)
    {
        if (
            !Uri.TryCreate(url, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("mqtt" or "mqtts")
            || uri.Host == ""
        )
        {
            return null;
        }

        var tls = uri.Scheme == "mqtts";
        var person = uri.UserInfo.Split(':', 2);
        return new(
            uri.Host,
            uri.Port > 0 ? uri.Port
                : tls ? TlsPort
                : PlainPort,
            tls,
            person[0].Length > 0 ? Uri.UnescapeDataString(person[0]) : null,
            person.Length > 1 ? Uri.UnescapeDataString(person[1]) : null
        );
    }

    /// <param name="clientId">The same after a restart, so that the broker goes on where it was; another for every process.</param>
    public MqttClientOptions ClientOptions(string clientId)
    {
        var builder = new MqttClientOptionsBuilder()
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithTcpServer(Host, Port)
            .WithClientId(clientId)
            .WithCleanSession(false)
            .WithSessionExpiryInterval((uint)SessionKept.TotalSeconds)
            .WithReceiveMaximum(ReceiveMaximum)
            .WithTlsOptions(tls => tls.UseTls(Tls));
        return (User is null ? builder : builder.WithCredentials(User, Password ?? "")).Build();
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(Tls ? "mqtts" : "mqtt")}://{Host}:{Port}");
}

using MQTTnet.Protocol;
using MQTTnet.Server;
using RuralEc.ColdChain.Devices;

namespace RuralEc.Server.Mqtt;

/// <summary>Lets a device in by its secret or its certificate, and binds the connection to it.</summary>
internal sealed class DeviceLogin(DeviceKeys keys, ILogger<DeviceLogin> log)
{
    /// <returns>The session that was opened, or null with the reason code set.</returns>
    public async Task<DeviceSession?> CheckAsync(ValidatingConnectionEventArgs connect)
    {
        var names = (connect.ChannelAdapter as DeviceConnection)?.CertifiedNames;
        // A session is taken over by client id, so the id must be that of the credential.
        if (
            !DeviceId.IsValid(connect.ClientId)
            || connect.UserName is { } user && user != connect.ClientId
            || names?.Contains(connect.ClientId, StringComparer.Ordinal) == false
        )
        {
            connect.ReasonCode = MqttConnectReasonCode.ClientIdentifierNotValid;
            return null;
        }

        if (connect.AuthenticationMethod is { Length: > 0 })
        {
            // MQTT-4.12.0-1: no method is offered.
            connect.ReasonCode = MqttConnectReasonCode.BadAuthenticationMethod;
            return null;
        }

        try
        {
            var identity = names is null
                ? await keys.FindAsync(connect.UserName ?? "", connect.RawPassword ?? [], connect.CancellationToken)
                : await keys.KnownAsync(connect.ClientId, connect.CancellationToken);
            if (identity is null)
            {
                connect.ReasonCode = MqttConnectReasonCode.BadUserNameOrPassword;
                return null;
            }

            var session = new DeviceSession(
                identity,
                connect.ProtocolVersion,
                connect.RequestProblemInformation != false
            );
            if (
                connect.ChannelAdapter is DeviceConnection { WillTopic: { } will }
                && session.KindOf(will) != TopicKind.State
            )
            {
                connect.ReasonCode = MqttConnectReasonCode.NotAuthorized;
                return null;
            }

            session.PutInto(connect.SessionItems);
            return session;
        }
        // The database may be away in its own ways; the device has to come again.
        catch (Exception outage) when (!connect.CancellationToken.IsCancellationRequested)
        {
            log.CredentialsUnreadable(outage);
            connect.ReasonCode = MqttConnectReasonCode.ServerUnavailable;
            return null;
        }
    }
}

internal static partial class MqttLog
{
    [LoggerMessage(EventId = 5101, Level = LogLevel.Error, Message = "Credentials of a device could not be looked up")]
    public static partial void CredentialsUnreadable(this ILogger log, Exception outage);

    [LoggerMessage(EventId = 5102, Level = LogLevel.Information, Message = "Devices connect to MQTT on port {Port}")]
    public static partial void BrokerListens(this ILogger log, int port);

    [LoggerMessage(EventId = 5105, Level = LogLevel.Information, Message = "Devices connect by TLS on port {Port}")]
    public static partial void BrokerListensByTls(this ILogger log, int port);

    [LoggerMessage(EventId = 5106, Level = LogLevel.Warning, Message = "Settings could not be sent to {Device} now")]
    public static partial void SettingsNotSaid(this ILogger log, string device, Exception failure);

    [LoggerMessage(
        EventId = 5103,
        Level = LogLevel.Debug,
        Message = "A message of {Device} was not stored, it is closed"
    )]
    public static partial void NotStored(this ILogger log, string device, Exception reason);

    [LoggerMessage(EventId = 5104, Level = LogLevel.Debug, Message = "A connection from {Remote} ended")]
    public static partial void ConnectionEnded(this ILogger log, System.Net.EndPoint? remote, Exception reason);
}

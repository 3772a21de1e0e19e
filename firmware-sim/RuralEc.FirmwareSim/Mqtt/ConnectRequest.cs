namespace RuralEc.FirmwareSim.Mqtt;

/// <summary>What a logger says in CONNECT (MQTT 5 §3.1): clean start, a will of QoS 1 that is not retained.</summary>
internal sealed record ConnectRequest(
    string ClientId,
    string UserName,
    string Password,
    ushort KeepAliveSeconds,
    string WillTopic,
    byte[] WillPayload
)
{
    /// <summary>Octets of the largest packet that the logger takes.</summary>
    public const int MaximumPacket = 16 * 1024;
}

/// <summary>What the broker answers in CONNACK (MQTT 5 §3.2).</summary>
/// <param name="ReceiveMaximum">PUBLISH packets that may be unacknowledged at once.</param>
/// <param name="MaximumPacket">Octets of the largest packet that the broker takes.</param>
/// <param name="KeepAliveSeconds">The broker's own wish, which then rules.</param>
internal sealed record ConnectAnswer(
    ReasonCode Reason,
    string? ReasonText,
    ushort ReceiveMaximum,
    uint MaximumPacket,
    ushort? KeepAliveSeconds
);

/// <summary>The peer said something that MQTT 5 does not allow.</summary>
internal sealed class ProtocolException(string message) : Exception(message);

/// <summary>The broker does not let the logger in.</summary>
internal sealed class ConnectionRefusedException(ConnectAnswer answer)
    : Exception(answer.ReasonText is { } text ? $"{answer.Reason}: {text}" : answer.Reason.ToString());

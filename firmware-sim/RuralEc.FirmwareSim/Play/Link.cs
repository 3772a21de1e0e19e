using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using RuralEc.FirmwareSim.Scenarios;
using RuralEc.FirmwareSim.Wire;

namespace RuralEc.FirmwareSim.Play;

/// <summary>What became of a message.</summary>
public enum Delivery
{
    Acknowledged,

    /// <summary>Refused for good: sending it again would not help.</summary>
    Rejected,

    /// <summary>Not acknowledged: it is kept and sent again.</summary>
    Kept,
}

/// <summary>A logger's MQTT 5 connection: its login, its last will, its state topic.</summary>
internal sealed class Link(LoggerSpec logger, Uri broker) : IDisposable
{
    private const int LargestWindow = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Topics _topics = new(logger.Party, logger.Device);
    private IMqttClient? _client;
    private CancellationTokenSource _alive = new();
    private uint _boot;

    public bool IsUp => _client?.IsConnected == true;

    /// <summary>Messages that may be under way at once.</summary>
    public int Window { get; private set; } = LargestWindow;

    /// <summary>Connects and announces the logger.</summary>
    /// <returns>Null, or why not, in a few words.</returns>
    public async Task<string?> TryConnectAsync(uint boot, CancellationToken ct)
    {
        Drop();
        _boot = boot;
        var alive = _alive = new();
        _client = new MqttClientFactory().CreateMqttClient();
        _client.DisconnectedAsync += _ => alive.CancelAsync();
        try
        {
            var answer = await _client.ConnectAsync(OptionsFor(boot), ct);
            if (answer.ResultCode != MqttClientConnectResultCode.Success)
            {
                Drop();
                return answer.ResultCode.ToString();
            }

            // 0 is how a broker without a limit may put it.
            Window = answer.ReceiveMaximum is > 0 and < LargestWindow and var limit ? limit : LargestWindow;
            await PublishAsync(_topics.State, Payload.Birth(boot, logger.SamplingSeconds), ct);
            return null;
        }
        catch (Exception failure) when (IsNetwork(failure, ct))
        {
            Drop();
            return failure.GetBaseException().Message;
        }
    }

    public async Task<Delivery> SendAsync(byte[] payload, CancellationToken ct)
    {
        try
        {
            return await PublishAsync(_topics.Readings, payload, ct) switch
            {
                MqttClientPublishReasonCode.Success or MqttClientPublishReasonCode.NoMatchingSubscribers =>
                    Delivery.Acknowledged,
                MqttClientPublishReasonCode.PayloadFormatInvalid
                or MqttClientPublishReasonCode.NotAuthorized
                or MqttClientPublishReasonCode.TopicNameInvalid => Delivery.Rejected,
                _ => Delivery.Kept,
            };
        }
        catch (Exception failure) when (IsNetwork(failure, ct))
        {
            return Delivery.Kept;
        }
    }

    /// <summary>Breaks off without a word, as a lost network does: the broker publishes the will.</summary>
    public void Drop()
    {
        _alive.Cancel();
        _client?.Dispose();
        _client = null;
    }

    /// <summary>Takes leave: the farewell on the state topic, then DISCONNECT.</summary>
    public async Task CloseAsync(CancellationToken ct)
    {
        try
        {
            if (_client is { IsConnected: true } client)
            {
                await PublishAsync(_topics.State, Payload.Gone(_boot), ct);
                await client.DisconnectAsync(new MqttClientDisconnectOptions(), ct);
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException || IsNetwork(failure, ct))
        {
            // The broker is gone first; nobody is left to tell.
        }

        Drop();
    }

    public void Dispose()
    {
        Drop();
        _alive.Dispose();
    }

    private async Task<MqttClientPublishReasonCode> PublishAsync(string topic, byte[] payload, CancellationToken ct)
    {
        var client = _client ?? throw new MqttClientNotConnectedException();
        var message = new MqttApplicationMessageBuilder()
            .WithTopic(topic)
            .WithPayload(payload)
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .Build();

        // The client waits for PUBACK for ever when the connection ends at the wrong moment.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct, _alive.Token);
        patience.CancelAfter(Patience);
        return (await client.PublishAsync(message, patience.Token)).ReasonCode;
    }

    private MqttClientOptions OptionsFor(uint boot)
    {
        var secure = broker.Scheme == "mqtts";
        return new MqttClientOptionsBuilder()
            .WithTcpServer(broker.Host, broker.IsDefaultPort || broker.Port < 0 ? (secure ? 8883 : 1883) : broker.Port)
            .WithTlsOptions(tls => tls.UseTls(secure))
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithClientId(logger.Device)
            .WithCredentials(logger.Device, logger.Secret ?? "")
            .WithCleanStart()
            .WithTimeout(Patience)
            .WithWillTopic(_topics.State)
            .WithWillPayload(Payload.Gone(boot))
            .WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .Build();
    }

    // A broken connection surfaces as many types; only our own cancellation is not one of them.
    private static bool IsNetwork(Exception failure, CancellationToken ct) =>
        !ct.IsCancellationRequested
        && failure
            is MqttCommunicationException
                or MqttProtocolViolationException
                or OperationCanceledException
                or IOException
                or System.Net.Sockets.SocketException
                or ObjectDisposedException
                or InvalidOperationException
                or System.Security.Authentication.AuthenticationException;
}

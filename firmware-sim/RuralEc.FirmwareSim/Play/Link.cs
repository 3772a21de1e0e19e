using System.Net.Sockets;
using System.Security.Authentication;
using RuralEc.FirmwareSim.Mqtt;
using RuralEc.FirmwareSim.Scenarios;
using RuralEc.FirmwareSim.Wire;

namespace RuralEc.FirmwareSim.Play;

/// <summary>What became of a message.</summary>
internal enum Delivery
{
    Acknowledged,

    /// <summary>Refused for good: sending it again would not help.</summary>
    Refused,

    /// <summary>Not acknowledged: it is kept and sent again.</summary>
    Kept,
}

/// <summary>A logger's MQTT 5 connection: its login, its last will, its state topic.</summary>
/// <param name="heard">Called with what the server says on the topics that the logger listens to.</param>
/// <param name="lost">Called whenever a connection that stood has ended.</param>
internal sealed class Link(
    LoggerSpec logger,
    BrokerAddress broker,
    ConnectionKeeper keeper,
    TimeProvider time,
    Hear heard,
    Action lost
) : IDisposable
{
    private const int LargestWindow = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Topics _topics = new(logger.Party, logger.Device);
    private MqttConnection? _connection;
    private MqttConnection? _hung;
    private uint _boot;

    public bool IsUp => _connection is { IsOpen: true };

    /// <summary>Messages that may be under way at once.</summary>
    // 0 is how a broker without a limit may put it.
    public int Window =>
        _connection?.Answer.ReceiveMaximum is > 0 and < LargestWindow and var limit ? limit : LargestWindow;

    /// <summary>Connects and announces the logger.</summary>
    /// <returns>Null, or why not, in a few words.</returns>
    public async Task<string?> TryConnectAsync(uint boot, CancellationToken ct)
    {
        Drop(Break.Close);
        _boot = boot;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            var connection = await MqttConnection.OpenAsync(broker, Request(boot), time, heard, lost, patience.Token);
            _connection = connection;
            keeper.Keep(
                connection,
                TimeSpan.FromSeconds(connection.Answer.KeepAliveSeconds ?? logger.KeepAliveSeconds)
            );
            string[] topics =
                logger.AcknowledgedBy == Acknowledgement.Answer
                    ? [_topics.Settings, _topics.Answers]
                    : [_topics.Settings];
            foreach (var topic in topics)
            {
                if (await connection.SubscribeAsync(topic).WaitAsync(patience.Token) is not <= ReasonCode.GrantedQoS2)
                {
                    Drop(Break.Close);
                    return "the subscription was refused";
                }
            }

            var born = Payload.Birth(boot, logger.SamplingSeconds);
            return await connection.PublishAsync(_topics.State, born, Payload.Json).WaitAsync(patience.Token) is null
                ? "the connection ended"
                : null;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            Drop(Break.Close);
            return "no answer in time";
        }
        catch (Exception failure)
            when (failure
                    is ConnectionRefusedException
                        or ProtocolException
                        or IOException
                        or SocketException
                        or ObjectDisposedException
                        or AuthenticationException
            )
        {
            Drop(Break.Close);
            return failure.GetBaseException().Message;
        }
    }

    public async Task<Delivery> SendAsync(ReadOnlyMemory<byte> payload, string contentType)
    {
        if (_connection is not { } connection)
        {
            return Delivery.Kept;
        }

        return await connection.PublishAsync(_topics.Readings, payload, contentType) switch
        {
            ReasonCode.Success or ReasonCode.NoMatchingSubscribers => Delivery.Acknowledged,
            ReasonCode.PayloadFormatInvalid or ReasonCode.NotAuthorized or ReasonCode.TopicNameInvalid =>
                Delivery.Refused,
            _ => Delivery.Kept,
        };
    }

    /// <summary>Says that the logger works by settings; what is lost is asked again after the next birth.</summary>
    public void AnswerSettings(int revision) =>
        _ = _connection?.PublishAsync(
            _topics.SettingsAnswer,
            SettingsMessage.Answer(revision, logger.SamplingSeconds),
            Payload.Json
        );

    /// <summary>Breaks off without a farewell: the broker publishes the will, now or later.</summary>
    public void Drop(Break how)
    {
        if (_connection is not { } connection)
        {
            return;
        }

        _connection = null;
        keeper.Forget(connection);
        connection.Drop(how);
        if (how == Break.Hang)
        {
            _hung?.Dispose();
            _hung = connection;
        }
    }

    /// <summary>Takes leave: the farewell on the state topic, then DISCONNECT.</summary>
    public async Task CloseAsync(CancellationToken ct)
    {
        if (_connection is { IsOpen: true } connection)
        {
            try
            {
                await connection.PublishAsync(_topics.State, Payload.Gone(_boot), Payload.Json).WaitAsync(ct);
                await connection.LeaveAsync().WaitAsync(ct);
            }
            catch (OperationCanceledException)
            {
                // The broker does not answer any more; nobody is left to tell.
            }
        }

        Drop(Break.Close);
    }

    public void Dispose()
    {
        Drop(Break.Close);
        _hung?.Dispose();
    }

    private ConnectRequest Request(uint boot) =>
        new(
            logger.Device,
            logger.Device,
            logger.Secret ?? "",
            (ushort)logger.KeepAliveSeconds,
            _topics.State,
            Payload.Gone(boot)
        );
}

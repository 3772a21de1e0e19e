using System.Buffers;
using System.Threading.Channels;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using RuralEc.ColdChain;
using RuralEc.ColdChain.Devices;
using RuralEc.ColdChain.Devices.Settings;
using RuralEc.Gs1;

namespace RuralEc.Server.Mqtt;

/// <summary>
/// The door of readings where the broker is another program: a shared subscription, so that several servers share the
/// load, and an acknowledgement only after the commit. The broker has told devices already that it has their messages,
/// so only the answer on <c>/a</c> promises that a reading is stored (docs/mqtt.md).
/// </summary>
internal sealed class BrokerClient(
    ExternalBroker broker,
    string clientId,
    ReadingIngest ingest,
    DeviceKeys keys,
    DeviceState states,
    DeviceSettings settings,
    TimeProvider clock,
    ILogger<BrokerClient> log
) : BackgroundService, INoticeLane
{
    private static readonly string[] Topics =
    [
        "$share/ruralec/re/1/+/+/r",
        "$share/ruralec/re/1/+/+/e",
        "$share/ruralec/re/1/+/+/s",
        "$share/ruralec/re/1/+/+/cr",
    ];

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private Channel<Received> _stored = Channel.CreateUnbounded<Received>();
    private IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private int _connection;
    private TaskCompletionSource _lost = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _stored = Channel.CreateUnbounded<Received>(new() { SingleReader = true });
        _client = new MqttClientFactory().CreateMqttClient();
        _client.ApplicationMessageReceivedAsync += message => TakeAsync(message, stoppingToken);
        _client.DisconnectedAsync += _ =>
        {
            // From here on an acknowledgement would go to another connection, where its number may be another message's.
            Interlocked.Increment(ref _connection);
            _lost.TrySetResult();
            return Task.CompletedTask;
        };
        settings.Changed += OnSettingsChanged;
        var answering = AnswerAsync(stoppingToken);
        var pause = FirstPause;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
                await ConnectAsync(stoppingToken);
                pause = FirstPause;
                await _lost.Task.WaitAsync(stoppingToken);
                log.BrokerLost(broker);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            // Not there, not yet, or it refuses us: it may be otherwise soon.
            catch (Exception failure)
            {
                log.BrokerNotReached(broker, failure);
                await _client.TryDisconnectAsync(MqttClientDisconnectOptionsReason.UnspecifiedError);
            }

            await Task.Delay(pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }

        settings.Changed -= OnSettingsChanged;

        // The session stays at the broker, with what comes meanwhile.
        await _client.TryDisconnectAsync(MqttClientDisconnectOptionsReason.NormalDisconnection);
        await answering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _client.Dispose();
    }

    /// <summary>Taken is what the broker has acknowledged; who listens there is its business from then on.</summary>
    public async Task<string?> SayAsync(Gln party, string device, Guid id, string payload, CancellationToken ct)
    {
        try
        {
            var answer = await _client.PublishStringAsync(
                DeviceSession.NoticeTopicOf(party, device),
                payload,
                MqttQualityOfServiceLevel.AtLeastOnce,
                cancellationToken: ct
            );
            return answer.IsSuccess ? null : $"The broker answers {answer.ReasonCode}.";
        }
        catch (MqttClientNotConnectedException)
        {
            return "The broker is not reached.";
        }
        catch (MqttCommunicationException lost)
        {
            return lost.Message;
        }
    }

    private void OnSettingsChanged(object? sender, string device) => _ = TellAsync(device);

    /// <summary>Retained, for a device that is away. What is lost on the way is said again after its next birth.</summary>
    private async Task TellAsync(string device)
    {
        try
        {
            if (
                await keys.KnownAsync(device, CancellationToken.None) is { } identity
                && await settings.WantedAsync(device, CancellationToken.None) is { } wanted
            )
            {
                await _client.PublishStringAsync(
                    DeviceSession.SettingsTopicOf(identity.PartyGln, device),
                    wanted.ToJson(),
                    MqttQualityOfServiceLevel.AtLeastOnce,
                    retain: true
                );
            }
        }
        catch (Exception lost)
        {
            log.NotAnswered(lost);
        }
    }

    private async Task ConnectAsync(CancellationToken ct)
    {
        await _client.ConnectAsync(broker.ClientOptions(clientId), ct);
        foreach (var topic in Topics)
        {
            var answer = await _client.SubscribeAsync(topic, MqttQualityOfServiceLevel.AtLeastOnce, ct);
            if (answer.Items.Any(i => i.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2))
            {
                throw new InvalidOperationException($"The broker refuses the subscription {topic}.");
            }
        }

        log.BrokerReached(broker);
    }

    /// <summary>Returns before the message is stored: MQTTnet brings one after the other.</summary>
    private async Task TakeAsync(MqttApplicationMessageReceivedEventArgs message, CancellationToken ct)
    {
        message.AutoAcknowledge = false;
        var connection = Volatile.Read(ref _connection);
        await ingest.RoomAsync(ct);
        var received = new Received(this, message, connection);
        var topic = DeviceTopic.Parse(message.ApplicationMessage.Topic);
        var payload = message.ApplicationMessage.Payload.ToArray();
        try
        {
            var device = await keys.KnownAsync(topic.Device, ct);
            if (device is not null && device.PartyGln.ToString() == topic.Party)
            {
                await TakeAsync(received, new(device, MqttProtocolVersion.V500), topic, payload, ct);
            }
            else
            {
                received.Refuse(
                    topic.Device,
                    payload,
                    clock.GetUtcNow(),
                    new(RefusalKind.NotAuthorized, "No device of this name is registered for this party.")
                );
            }
        }
        // The database may be away in its own ways: the broker has to bring the message again.
        catch (Exception outage) when (!ct.IsCancellationRequested)
        {
            log.MessageNotTaken(topic.Device, outage);
            await AgainAsync(connection);
            return;
        }

        ingest.Accept(received);
    }

    private async Task TakeAsync(
        Received received,
        DeviceSession session,
        DeviceTopic topic,
        byte[] payload,
        CancellationToken ct
    )
    {
        var at = clock.GetUtcNow();
        if (topic.Kind == TopicKind.SettingsAnswer)
        {
            if (SettingsReport.TryParse(payload, out var report, out var unfit))
            {
                unfit = await settings.KeepAsync(topic.Device, report, at, ct);
            }

            if (unfit is not null)
            {
                received.Refuse(topic.Device, payload, at, unfit);
            }
        }
        else if (topic.Kind != TopicKind.State)
        {
            var refusal = received.Add(topic.Device, payload, at);
            received.Answers.Add((session.AnswerTopic, StoredAnswer.Of(received, refusal, at)));
        }
        else if (DeviceState.TryParse(payload, out var state, out var refusal))
        {
            await states.KeepAsync(topic.Device, state, at, ct);
            received.Answers.AddRange(
                state.On == 1 ? session.AnswersToBirth(state, await settings.WantedAsync(topic.Device, ct), at) : []
            );
        }
        else
        {
            received.Refuse(topic.Device, payload, at, refusal);
        }
    }

    /// <summary>In the order of the messages, as MQTT 5 §4.6 demands: the ingest has one committer.</summary>
    private async Task AnswerAsync(CancellationToken ct)
    {
        await foreach (var received in _stored.Reader.ReadAllAsync(ct))
        {
            try
            {
                if (received.Connection == Volatile.Read(ref _connection))
                {
                    await received.Message.AcknowledgeAsync(ct);
                }

                // It is stored, by whichever connection it came.
                foreach (var (topic, payload) in received.Answers)
                {
                    await _client.PublishStringAsync(topic, payload, cancellationToken: ct);
                }
            }
            // A lost connection: the broker brings the message again, and it is known then.
            catch (Exception lost) when (!ct.IsCancellationRequested)
            {
                log.NotAnswered(lost);
            }
        }
    }

    /// <summary>A new connection brings again what is not acknowledged.</summary>
    private async Task AgainAsync(int connection)
    {
        if (connection == Volatile.Read(ref _connection))
        {
            await _client.TryDisconnectAsync(MqttClientDisconnectOptionsReason.UnspecifiedError);
        }
    }

    /// <summary>One message of the broker, and what is to be said when it is stored.</summary>
    private sealed class Received(BrokerClient client, MqttApplicationMessageReceivedEventArgs message, int connection)
        : IngestBatch
    {
        public MqttApplicationMessageReceivedEventArgs Message => message;

        public int Connection => connection;

        /// <summary>Topics and payloads for the device.</summary>
        public List<(string Topic, string Payload)> Answers { get; } = [];

        protected override void Stored() => client._stored.Writer.TryWrite(this);

        protected override void NotStored(ReadingsNotStoredException reason) => _ = client.AgainAsync(connection);
    }
}

internal static partial class BrokerLog
{
    [LoggerMessage(EventId = 5110, Level = LogLevel.Information, Message = "Readings come from {Broker}")]
    public static partial void BrokerReached(this ILogger log, ExternalBroker broker);

    [LoggerMessage(EventId = 5111, Level = LogLevel.Warning, Message = "The connection to {Broker} is lost")]
    public static partial void BrokerLost(this ILogger log, ExternalBroker broker);

    [LoggerMessage(EventId = 5112, Level = LogLevel.Warning, Message = "{Broker} cannot be reached; tried again soon")]
    public static partial void BrokerNotReached(this ILogger log, ExternalBroker broker, Exception failure);

    [LoggerMessage(EventId = 5113, Level = LogLevel.Error, Message = "A message of {Device} could not be taken")]
    public static partial void MessageNotTaken(this ILogger log, string device, Exception failure);

    [LoggerMessage(EventId = 5114, Level = LogLevel.Debug, Message = "A stored message could not be acknowledged")]
    public static partial void NotAnswered(this ILogger log, Exception failure);
}

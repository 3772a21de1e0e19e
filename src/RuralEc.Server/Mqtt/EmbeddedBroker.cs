using System.Collections.Concurrent;
using System.Text;
using MQTTnet;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using MQTTnet.Server;
using RuralEc.ColdChain;
using RuralEc.ColdChain.Devices;
using RuralEc.ColdChain.Devices.Settings;
using RuralEc.Gs1;

namespace RuralEc.Server.Mqtt;

/// <summary>The MQTT door: an MQTTnet server in this process that talks with registered devices only.</summary>
internal sealed class EmbeddedBroker(
    MqttOptions options,
    DeviceLogin login,
    DevicePublish publishes,
    DeviceKeys keys,
    ReadingIngest ingest,
    DeviceSettings settings,
    TimeProvider clock,
    ILogger<EmbeddedBroker> log
) : IHostedLifecycleService, INoticeLane
{
    private const string NoticeId = "notice";
    private static readonly TimeSpan NoticePatience = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, TaskCompletionSource> _notices = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DeviceSession> _current = new(StringComparer.Ordinal);
    private readonly ConnectionLimit _limit = new(options.MaximumConnections);
    private MqttServer? _server;
    private DeviceListener? _plain;
    private DeviceListener? _secure;
    private DeviceWebSockets? _webSockets;

    /// <summary>The port that devices connect to.</summary>
    /// <exception cref="InvalidOperationException">The broker does not run.</exception>
    public int Port => _plain?.Port ?? throw new InvalidOperationException("The broker does not run.");

    /// <summary>The port that devices connect to by TLS.</summary>
    /// <exception cref="InvalidOperationException">The broker does not run, or has no certificate.</exception>
    public int TlsPort => _secure?.Port ?? throw new InvalidOperationException("The broker has no port for TLS.");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var plain = new DeviceListener(options.Port, options, _limit, null, log);
        var secure = options.Tls is { } tls
            ? new DeviceListener(tls.Port, options, _limit, new(tls, clock, log), log)
            : null;
        var webSockets = new DeviceWebSockets(options, _limit, log);
        var server = new MqttServerFactory().CreateMqttServer(
            new MqttServerOptions { DefaultCommunicationTimeout = options.ConnectTimeout },
            secure is null ? [plain, webSockets] : [plain, webSockets, secure],
            new MqttNetNullLogger()
        );
        server.ValidatingConnectionAsync += OnConnectAsync;
        server.InterceptingPublishAsync += publish => OnPublishAsync(server, publish);
        server.InterceptingSubscriptionAsync += OnSubscribeAsync;
        server.ClientAcknowledgedPublishPacketAsync += OnAcknowledgedAsync;
        await server.StartAsync();
        (_plain, _secure, _webSockets, _server) = (plain, secure, webSockets, server);
        keys.Withdrawn += OnWithdrawn;
        settings.Changed += OnSettingsChanged;
        log.BrokerListens(plain.Port);
        if (secure is not null)
        {
            log.BrokerListensByTls(secure.Port);
        }
    }

    /// <summary>A device by WebSocket; before the start and after the end there is nothing here.</summary>
    public Task ServeAsync(HttpContext http)
    {
        if (_webSockets is { } webSockets && _server is not null)
        {
            return webSockets.ServeAsync(http);
        }

        http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return Task.CompletedTask;
    }

    /// <summary>Before the web server stops, which waits for the WebSockets of devices.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken) => StopAsync(cancellationToken);

    /// <summary>May be called twice, even at once.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        keys.Withdrawn -= OnWithdrawn;
        settings.Changed -= OnSettingsChanged;
        foreach (var waiting in _notices.Values)
        {
            waiting.TrySetCanceled(CancellationToken.None);
        }

        if (Interlocked.Exchange(ref _server, null) is { } server)
        {
            await server.StopAsync(
                new MqttServerStopOptions
                {
                    DefaultClientDisconnectOptions = new() { ReasonCode = MqttDisconnectReasonCode.ServerShuttingDown },
                }
            );
            server.Dispose();
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task OnConnectAsync(ValidatingConnectionEventArgs connect)
    {
        if (await login.CheckAsync(connect) is { } session)
        {
            _current[session.Identity.Device] = session;
            if (options.Lane && connect.ChannelAdapter is DeviceConnection connection)
            {
                connection.Open(new(session, ingest, clock, options));
            }
        }
    }

    private async Task OnPublishAsync(MqttServer server, InterceptingPublishEventArgs publish)
    {
        if (DeviceSession.Of(publish.SessionItems) is not { } session)
        {
            // What the server itself says goes to who subscribed it.
            return;
        }

        // Readings end here: nothing of a device is retained or passed on.
        publish.ProcessPublish = false;
        if (
            session.KindOf(publish.ApplicationMessage.Topic) == TopicKind.State
            && _current.GetValueOrDefault(session.Identity.Device) != session
        )
        {
            // The will of a connection that a newer one has taken over: the device lives.
            return;
        }

        foreach (var (topic, payload) in await publishes.TakeAsync(session, publish))
        {
            await SayAsync(server, MessageOf(topic, payload), publish.CancellationToken);
        }
    }

    /// <summary>Taken is what the device itself has acknowledged: who is not connected gets it when it is tried again.</summary>
    public async Task<string?> SayAsync(Gln party, string device, Guid id, string payload, CancellationToken ct)
    {
        if (_server is not { } server)
        {
            return "The broker does not run.";
        }

        var taken = _notices[id.ToString()] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            var message = MessageOf(DeviceSession.NoticeTopicOf(party, device), payload);
            message.UserProperties = [new(NoticeId, Encoding.ASCII.GetBytes(id.ToString()))];
            await SayAsync(server, message, ct);
            await taken.Task.WaitAsync(NoticePatience, ct);
            return null;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return "The broker stops.";
        }
        catch (TimeoutException)
        {
            return $"{device} is not connected, or has not subscribed its topic n.";
        }
        finally
        {
            _notices.TryRemove(id.ToString(), out _);
        }
    }

    private Task OnAcknowledgedAsync(ClientAcknowledgedPublishPacketEventArgs acknowledged)
    {
        var id = acknowledged.PublishPacket.UserProperties?.Find(p => p.Name == NoticeId);
        if (
            id is not null
            && acknowledged.AcknowledgePacket
                is not MqttPubAckPacket { ReasonCode: >= MqttPubAckReasonCode.UnspecifiedError }
            && _notices.TryGetValue(id.ReadValueAsString(), out var taken)
        )
        {
            taken.TrySetResult();
        }

        return Task.CompletedTask;
    }

    private static Task SayAsync(MqttServer server, MqttApplicationMessage message, CancellationToken ct) =>
        server.InjectApplicationMessage(
            new InjectedMqttApplicationMessage(message)
            {
                SenderClientId = "",
                CustomSessionItems = new Dictionary<string, object>(),
            },
            ct
        );

    private static MqttApplicationMessage MessageOf(string topic, string payload) =>
        new MqttApplicationMessageBuilder()
            .WithTopic(topic)
            .WithPayload(payload)
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .Build();

    private static Task OnSubscribeAsync(InterceptingSubscriptionEventArgs subscribe)
    {
        if (DeviceSession.Of(subscribe.SessionItems)?.KindOf(subscribe.TopicFilter.Topic) != TopicKind.FromServer)
        {
            subscribe.ProcessSubscription = false;
            subscribe.Response.ReasonCode =
                DeviceSession.Of(subscribe.SessionItems)?.SpeaksReasons == true
                    ? MqttSubscribeReasonCode.NotAuthorized
                    : MqttSubscribeReasonCode.UnspecifiedError;
        }

        return Task.CompletedTask;
    }

    private void OnSettingsChanged(object? sender, string device) => _ = TellAsync(device);

    /// <summary>Retained, for a device that is away; after a restart of this process its next birth is answered with it.</summary>
    private async Task TellAsync(string device)
    {
        try
        {
            if (
                _server is { } server
                && await keys.KnownAsync(device, CancellationToken.None) is { } identity
                && await settings.WantedAsync(device, CancellationToken.None) is { } wanted
            )
            {
                var message = MessageOf(DeviceSession.SettingsTopicOf(identity.PartyGln, device), wanted.ToJson());
                message.Retain = true;
                await SayAsync(server, message, CancellationToken.None);
            }
        }
        catch (Exception lost)
        {
            log.SettingsNotSaid(device, lost);
        }
    }

    private void OnWithdrawn(object? sender, string device) => _ = DisconnectAsync(device);

    private async Task DisconnectAsync(string device)
    {
        if (_current.TryRemove(device, out _) && _server is { } server)
        {
            await server.DisconnectClientAsync(
                device,
                new MqttServerClientDisconnectOptions { ReasonCode = MqttDisconnectReasonCode.NotAuthorized }
            );
        }
    }
}

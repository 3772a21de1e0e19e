using System.Collections.Concurrent;
using MQTTnet;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Protocol;
using MQTTnet.Server;
using RuralEc.ColdChain;
using RuralEc.ColdChain.Devices;

namespace RuralEc.Server.Mqtt;

/// <summary>The MQTT door: an MQTTnet server in this process that talks with registered devices only.</summary>
internal sealed class EmbeddedBroker(
    MqttOptions options,
    DeviceLogin login,
    DevicePublish publishes,
    DeviceKeys keys,
    ReadingIngest ingest,
    TimeProvider clock,
    ILogger<EmbeddedBroker> log
) : IHostedService
{
    private readonly ConcurrentDictionary<string, DeviceSession> _current = new(StringComparer.Ordinal);
    private MqttServer? _server;
    private DeviceListener? _listener;

    /// <summary>The port that devices connect to.</summary>
    /// <exception cref="InvalidOperationException">The broker does not run.</exception>
    public int Port => _listener?.Port ?? throw new InvalidOperationException("The broker does not run.");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var listener = new DeviceListener(options, log);
        var server = new MqttServerFactory().CreateMqttServer(
            new MqttServerOptions { DefaultCommunicationTimeout = options.ConnectTimeout },
            [listener],
            new MqttNetNullLogger()
        );
        server.ValidatingConnectionAsync += OnConnectAsync;
        server.InterceptingPublishAsync += publish => OnPublishAsync(server, publish);
        server.InterceptingSubscriptionAsync += OnSubscribeAsync;
        await server.StartAsync();
        _listener = listener;
        _server = server;
        keys.Withdrawn += OnWithdrawn;
        log.BrokerListens(listener.Port);
    }

    /// <summary>May be called twice, even at once.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        keys.Withdrawn -= OnWithdrawn;
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
            await server.InjectApplicationMessage(
                new InjectedMqttApplicationMessage(
                    new MqttApplicationMessageBuilder()
                        .WithTopic(topic)
                        .WithPayload(payload)
                        .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
                        .Build()
                )
                {
                    SenderClientId = "",
                    CustomSessionItems = new Dictionary<string, object>(),
                },
                publish.CancellationToken
            );
        }
    }

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

using System.Buffers;
using MQTTnet.Protocol;
using MQTTnet.Server;
using RuralEc.ColdChain;
using RuralEc.ColdChain.Devices;
using RuralEc.ColdChain.Devices.Settings;

namespace RuralEc.Server.Mqtt;

/// <summary>
/// What a device publishes on its own topics. The broker sends PUBACK when this returns, so an acknowledged reading is a
/// stored reading.
/// </summary>
internal sealed class DevicePublish(
    ReadingIngest ingest,
    DeviceState states,
    DeviceSettings settings,
    TimeProvider clock,
    ILogger<DevicePublish> log
)
{
    /// <returns>What the server has to say to the device now.</returns>
    public async Task<IReadOnlyList<(string Topic, string Payload)>> TakeAsync(
        DeviceSession session,
        InterceptingPublishEventArgs publish
    )
    {
        var at = clock.GetUtcNow();
        var payload = Contiguous(publish.ApplicationMessage.Payload);
        switch (session.KindOf(publish.ApplicationMessage.Topic))
        {
            case TopicKind.Readings or TopicKind.Events:
                await StoreAsync(publish, session, ct => ingest.AcceptAsync(session.Identity.Device, payload, at, ct));
                return [];
            case TopicKind.State:
                return await KeepStateAsync(publish, session, payload, at);
            case TopicKind.SettingsAnswer:
                await KeepAnswerAsync(publish, session, payload, at);
                return [];
            default:
                Refuse(publish, session, MqttPubAckReasonCode.NotAuthorized, "This is not one of the device's topics.");
                publish.CloseConnection = !session.SpeaksReasons;
                return [];
        }
    }

    private async Task<IReadOnlyList<(string Topic, string Payload)>> KeepStateAsync(
        InterceptingPublishEventArgs publish,
        DeviceSession session,
        ReadOnlyMemory<byte> payload,
        DateTimeOffset at
    )
    {
        var device = session.Identity.Device;
        if (!DeviceState.TryParse(payload, out var state, out var refusal))
        {
            await StoreAsync(publish, session, ct => ingest.RefuseAsync(device, payload, at, refusal, ct));
            return [];
        }

        await states.KeepAsync(device, state, at, publish.CancellationToken);
        return state.On == 1
            ? session.AnswersToBirth(state, await settings.WantedAsync(device, publish.CancellationToken), at)
            : [];
    }

    private async Task KeepAnswerAsync(
        InterceptingPublishEventArgs publish,
        DeviceSession session,
        ReadOnlyMemory<byte> payload,
        DateTimeOffset at
    )
    {
        var device = session.Identity.Device;
        if (SettingsReport.TryParse(payload, out var report, out var refusal))
        {
            refusal = await settings.KeepAsync(device, report, at, publish.CancellationToken);
        }

        if (refusal is not null)
        {
            await StoreAsync(publish, session, ct => ingest.RefuseAsync(device, payload, at, refusal, ct));
        }
    }

    private async Task StoreAsync(
        InterceptingPublishEventArgs publish,
        DeviceSession session,
        Func<CancellationToken, Task<ReadingVerdict>> store
    )
    {
        try
        {
            if (await store(publish.CancellationToken) is ReadingVerdict.Refused { Why: var why })
            {
                Refuse(publish, session, PubAck.CodeOf(why), why.Detail);
            }
        }
        catch (ReadingsNotStoredException reason)
        {
            // Thrown on, it closes the connection without PUBACK: the device sends again.
            log.NotStored(session.Identity.Device, reason);
            throw;
        }
    }

    private static void Refuse(
        InterceptingPublishEventArgs publish,
        DeviceSession session,
        MqttPubAckReasonCode code,
        string reason
    )
    {
        if (session.SpeaksReasons)
        {
            publish.Response.ReasonCode = code;
            publish.Response.ReasonString = session.WantsTexts ? reason : null;
        }
    }

    // MQTTnet gives one piece; a sequence of several is possible in its types only.
    private static ReadOnlyMemory<byte> Contiguous(ReadOnlySequence<byte> payload) =>
        payload.IsSingleSegment ? payload.First : payload.ToArray();
}

using RuralEc.ColdChain;
using RuralEc.ColdChain.Alarms.Notices;
using RuralEc.ColdChain.Devices;
using RuralEc.Server.Mqtt;

namespace RuralEc.Server.Alarms;

/// <summary>
/// Tells a party's own device or program: a credential as loggers have it, which subscribes its notice topic. Nothing
/// leaves the rules of the broker, where each credential hears its own topics and no others.
/// </summary>
internal sealed class MqttChannel(INoticeLane lane, DeviceKeys keys) : IAlarmChannel
{
    public ContactChannel Kind => ContactChannel.Mqtt;

    public async Task<DeskAnswer.Forbidden?> CheckAsync(ContactTarget target, CancellationToken ct) =>
        target.PartyGln is { } party && (await keys.KnownAsync(target.Address, ct))?.PartyGln == party
            ? null
            : new(
                "no-such-device",
                "Not a device of your party",
                "您的单位没有登记这个设备编号。先登记一个记录仪凭证，再填它的编号。",
                "/target"
            );

    public async Task<NoticeResult> SendAsync(ContactTarget target, OutgoingNotice notice, CancellationToken ct) =>
        await CheckAsync(target, ct) is { } refused ? new NoticeResult.Failed(refused.Title)
        : await lane.SayAsync(target.PartyGln!.Value, target.Address, notice.Id, notice.Body, ct) is { } why
            ? new NoticeResult.Failed(why)
        : new NoticeResult.Sent();
}

using Microsoft.Extensions.Localization;
using RuralEc.ColdChain;
using RuralEc.ColdChain.Alarms;
using RuralEc.Server.Pages.Forms;

namespace RuralEc.Server.Pages.Alarms;

/// <summary>The history of an alarm in words.</summary>
internal sealed class AlarmHistory(IStringLocalizer<AlarmTexts> T, AlarmWords words)
{
    public string What(AlarmEntryView entry) =>
        entry.Kind switch
        {
            AlarmEntryKind.Opened => T["开始告警：{0}", Level(entry)],
            AlarmEntryKind.SeverityChanged => T["级别变为{0}", Level(entry)],
            AlarmEntryKind.OnsetMoved => T["迟到的数据改了开始时间"],
            AlarmEntryKind.HeldByWindow => T["落在计划时段内，推迟通知"],
            AlarmEntryKind.Cleared => T["按规则解除"],
            AlarmEntryKind.Continued => T["迟到的数据表明仍在持续"],
            AlarmEntryKind.Retracted when entry.OtherAlarmId is not null => T["并入另一条告警"],
            AlarmEntryKind.Retracted => T["迟到的数据表明不成立，已撤回"],
            AlarmEntryKind.Grouped => T["并入整站告警"],
            AlarmEntryKind.Ungrouped => T["从整站告警中分出"],
            AlarmEntryKind.Acknowledged => T["{0} 确认", entry.By ?? ""],
            AlarmEntryKind.Commented => T["{0} 备注", entry.By ?? ""],
            AlarmEntryKind.Assigned when entry.Text is null => T["{0} 取消分派", entry.By ?? ""],
            AlarmEntryKind.Assigned => T["{0} 分派给 {1}", entry.By ?? "", entry.Text],
            AlarmEntryKind.Snoozed => T["{0} 推迟提醒", entry.By ?? ""],
            AlarmEntryKind.Delivered => T["已通知 {0}", entry.Text ?? ""],
            AlarmEntryKind.EvidenceTaken => T["{0} 导出证据包", entry.By ?? ""],
            _ => T["通知失败"],
        };

    public string? Note(AlarmEntryView entry, DateOnly today) =>
        string.Join(
            " · ",
            new[]
            {
                entry.EventAt is { } at ? T["测量时间 {0}", ChinaTime.Text(at, today)].Value : null,
                entry.Until is { } until ? T["到 {0}", ChinaTime.Text(until, today)].Value : null,
                entry.Side == HandlingSide.District ? T["监管方"].Value : null,
                entry.Kind
                    is AlarmEntryKind.Acknowledged
                        or AlarmEntryKind.Commented
                        or AlarmEntryKind.DeliveryFailed
                        or AlarmEntryKind.EvidenceTaken
                    ? entry.Text
                    : null,
            }.OfType<string>()
        )
            is { Length: > 0 } note
            ? note
            : null;

    private string Level(AlarmEntryView entry) => words.Of(entry.Severity ?? Severity.Warning);
}

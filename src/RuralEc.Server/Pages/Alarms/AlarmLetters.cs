using System.Globalization;
using System.Text;
using Microsoft.Extensions.Localization;
using RuralEc.ColdChain.Alarms;
using RuralEc.ColdChain.Alarms.Notices;
using RuralEc.Gs1;
using RuralEc.Logistics;
using RuralEc.Server.Pages.Forms;

namespace RuralEc.Server.Pages.Alarms;

/// <summary>
/// Writes what people get at three in the morning: the subject says what, where and how bad; the body since when, which
/// goods, what to do, and the link to the desk.
/// </summary>
internal sealed class AlarmLetters(IStringLocalizer<AlarmTexts> T, AlarmWords words, NodeQuery nodes)
{
    private const int ItemsNamed = 5;

    public async Task<Letter> WriteAsync(ContactTarget target, AlarmNotice notice, CancellationToken ct)
    {
        var names = notice.Alarm?.NodeGln is { } node
            ? await nodes.NamesAsync([node], ct)
            : new Dictionary<Gln, PlaceName>();
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = new(target.Language == ContactLanguage.En ? "en" : "zh-CN");
        try
        {
            return notice.Alarm is { } alarm
                ? Write(target, notice, alarm, PlaceOf(alarm, names))
                : new(
                    T["RuralEc 告警测试"],
                    T["这是一次测试，没有发生任何事。收到即表示“{0}”能收到告警。", target.Name]
                );
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    private Letter Write(ContactTarget target, AlarmNotice notice, AlarmView alarm, string place)
    {
        var subject = $"{Head(notice.Change, alarm)} {place} {words.Title(alarm)}";
        var body = new StringBuilder();
        Line(T["在哪里"], place + (alarm.Device is { } device ? " · " + T["记录仪 {0}", device] : ""));
        Line(
            T["什么事"],
            words.Title(alarm)
                + (
                    alarm.LimitCelsius is { } limit && alarm.Kind == AlarmKind.Temperature
                        ? " · " + T["限值 {0}", AlarmWords.Celsius(limit)]
                        : ""
                )
        );
        Line(T["多严重"], words.Of(alarm.Severity));
        var until = alarm.ClearedAt ?? notice.At;
        Line(
            T["从何时"],
            alarm.ClearedAt is null
                ? T["{0} 起，已 {1}", Time(alarm.OnsetAt), words.Duration(until - alarm.OnsetAt)]
                : T["{0} 至 {1}，共 {2}", Time(alarm.OnsetAt), Time(until), words.Duration(until - alarm.OnsetAt)]
        );
        if (words.Now(alarm.Now) is { } now)
        {
            Line(T["温度"], now);
        }

        if (alarm.WindowKind is { } window)
        {
            Line(T["计划时段"], words.Of(window));
        }

        Line(T["涉及货物"], ItemsOf(alarm, notice.ItemUris));
        if (notice.Change is NoticeChange.Opened or NoticeChange.Worsened or NoticeChange.Reminder)
        {
            Line(T["怎么做"], words.Advice(alarm));
        }
        else if (notice.Change == NoticeChange.Retracted)
        {
            Line(T["说明"], T["迟到的数据表明这次告警并不成立，已撤回；经过保留在记录里。"]);
        }

        body.AppendLine().AppendLine(T["查看与处理：{0}", notice.Link]);
        body.AppendLine(T["您收到此信，因为“{0}”是 RuralEc 的告警联系人。", target.Name]);
        return new(subject, body.ToString());

        void Line(string label, string text) => body.Append(label).Append(T["："]).AppendLine(text);
    }

    private string Head(NoticeChange change, AlarmView alarm) =>
        change switch
        {
            NoticeChange.Worsened => T["【升级为{0}】", words.Of(alarm.Severity)],
            NoticeChange.Reminder => T["【{0}·仍未处理】", words.Of(alarm.Severity)],
            NoticeChange.Cleared => T["【已解除】"],
            NoticeChange.Retracted => T["【已撤回】"],
            NoticeChange.Past => T["【补报·已结束】"],
            _ => T["【{0}】", words.Of(alarm.Severity)],
        };

    private string ItemsOf(AlarmView alarm, IReadOnlyList<string> uris)
    {
        if (alarm.Items == 0)
        {
            return T["没有登记存放的货"];
        }

        var named = string.Join(T["、"], uris.Take(ItemsNamed).Select(uri => uri[(uri.LastIndexOf('/') + 1)..]));
        return T["{0} 个批次或托盘：{1}", alarm.Items, alarm.Items > ItemsNamed ? named + " …" : named];
    }

    private static string PlaceOf(AlarmView alarm, IReadOnlyDictionary<Gln, PlaceName> names)
    {
        var node = alarm.NodeGln is { } gln
            ? names.TryGetValue(gln, out var name)
                ? Words.Name(name.Name, name.NameEn)
                : gln.ToString()
            : null;
        return (node, alarm.AssetName) switch
        {
            ({ } where, { } asset) => $"{where} {asset}",
            (null, { } asset) => asset,
            ({ } where, null) => where,
            _ => alarm.PartyGln.ToString(),
        };
    }

    private static string Time(DateTimeOffset at) =>
        at.ToOffset(TimeSpan.FromHours(8)).ToString("MM-dd HH:mm", CultureInfo.InvariantCulture);
}

/// <summary>A letter in the language of its reader.</summary>
internal sealed record Letter(string Subject, string Body);

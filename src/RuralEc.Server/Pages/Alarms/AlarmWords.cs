using System.Globalization;
using Microsoft.Extensions.Localization;
using RuralEc.ColdChain;
using RuralEc.ColdChain.Alarms;
using RuralEc.ColdChain.Alarms.Notices;
using RuralEc.ColdChain.Alarms.Windows;

namespace RuralEc.Server.Pages.Alarms;

/// <summary>Alarms in words, on pages and in letters: what it is, how bad, which way it goes, what to do.</summary>
internal sealed class AlarmWords(IStringLocalizer<AlarmTexts> T)
{
    // Less than this in an hour is the gentle cycle of a compressor.
    public const double SteadyKelvinPerHour = 1;

    public string Of(Severity severity) =>
        severity switch
        {
            Severity.Critical => T["严重"],
            Severity.Excursion => T["告警"],
            _ => T["预警"],
        };

    /// <summary>The shape says it, too: not everybody tells red from amber, least of all at night.</summary>
    public static string SignOf(Severity severity) =>
        severity switch
        {
            Severity.Critical => "■",
            Severity.Excursion => "▲",
            _ => "●",
        };

    public static string TagOf(Severity severity) =>
        severity switch
        {
            Severity.Critical => "critical",
            Severity.Excursion => "alarm",
            _ => "warn",
        };

    public string Of(AlarmKind kind) =>
        kind switch
        {
            AlarmKind.Temperature => T["温度"],
            AlarmKind.Silence => T["无数据"],
            AlarmKind.Battery => T["电量低"],
            AlarmKind.NodeDark => T["整站失联"],
            _ => T["整站升温"],
        };

    /// <summary>What it is, in one line without the place.</summary>
    public string Title(AlarmView alarm) =>
        alarm.Kind switch
        {
            AlarmKind.Temperature when alarm.Side == LimitSide.Below => T[
                "温度过低，最低 {0}",
                Celsius(alarm.PeakCelsius)
            ],
            AlarmKind.Temperature => T["温度过高，最高 {0}", Celsius(alarm.PeakCelsius)],
            AlarmKind.Silence => T["记录仪没有数据"],
            AlarmKind.Battery => T["记录仪电量低，{0} %", Number(alarm.BatteryPercent)],
            AlarmKind.NodeDark => T["整站失联，{0} 个记录仪同时没有数据", alarm.Members],
            _ => T["整站升温，{0} 处同时超温", alarm.Members],
        };

    /// <summary>How the temperature stands and where it goes; null for what has none.</summary>
    public string? Now(TemperatureNow? now) => now is null ? null : T["现在 {0}", Reading(now)].Value;

    public string Reading(TemperatureNow now) =>
        now.KelvinPerHour is { } slope ? $"{Celsius(now.Celsius)} {Trend(slope)}" : Celsius(now.Celsius);

    public string Trend(double kelvinPerHour) =>
        kelvinPerHour > SteadyKelvinPerHour ? T["↗ 每小时 +{0} K", Number(kelvinPerHour)]
        : kelvinPerHour < -SteadyKelvinPerHour ? T["↘ 每小时 −{0} K", Number(-kelvinPerHour)]
        : T["→ 平稳"];

    public string Duration(TimeSpan time) =>
        time < TimeSpan.FromMinutes(1) ? T["不到 1 分钟"]
        : time < TimeSpan.FromHours(1) ? T["{0} 分钟", (int)time.TotalMinutes]
        : time < TimeSpan.FromDays(2) ? T["{0} 小时 {1} 分", (int)time.TotalHours, time.Minutes]
        : T["{0} 天", (int)time.TotalDays];

    /// <summary>What to do first, for somebody who was asleep.</summary>
    public string Advice(AlarmView alarm) =>
        alarm.Kind switch
        {
            AlarmKind.Temperature when alarm.Side == LimitSide.Below => T[
                "查温控设定；把靠近出风口的货挪开，查有没有冻害。"
            ],
            AlarmKind.Temperature when alarm.Severity == Severity.Critical => T[
                "马上到现场：关门，查制冷机和供电。现在就把货移到合格的冷间，移出前后测货温并记录。"
            ],
            AlarmKind.Temperature => T["先看门关好没有、制冷机转没转。半小时降不下来就准备移货。"],
            AlarmKind.Silence => T["查记录仪和网关的电源、网络。恢复之前，每 10 分钟人工测温并记录。"],
            AlarmKind.Battery => T["尽快换电池，换完看它有没有重新报数。"],
            AlarmKind.NodeDark => T[
                "很可能停电或断网。先打电话给现场，问制冷还在不在运行；供电不能马上恢复就上备用电源或移货。"
            ],
            _ => T["多处一起升温，先查总电源和制冷主机；按剩余保质期先移最急的货。"],
        };

    public string Of(WindowKind kind) =>
        kind switch
        {
            WindowKind.Defrost => T["除霜"],
            WindowKind.Loading => T["装卸"],
            _ => T["检修"],
        };

    public string Of(ContactChannel channel) =>
        channel switch
        {
            ContactChannel.Email => T["邮件"],
            ContactChannel.Mqtt => T["MQTT 推送"],
            _ => T["网络回调（webhook）"],
        };

    /// <summary>The number and its unit stay on one line.</summary>
    public static string Celsius(double? celsius) =>
        celsius is { } known ? known.ToString("0.0", CultureInfo.InvariantCulture) + "\u00a0°C" : "—";

    private static string Number(double? number) => number?.ToString("0.#", CultureInfo.InvariantCulture) ?? "—";
}

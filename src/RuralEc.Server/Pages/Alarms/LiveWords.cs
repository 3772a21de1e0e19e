using System.Text.Json;
using Microsoft.Extensions.Localization;
using RuralEc.ColdChain.Live;
using RuralEc.Server.Pages.Forms;

namespace RuralEc.Server.Pages.Alarms;

/// <summary>How assets do now, in words: for the page as it comes and for the script that keeps it true.</summary>
internal sealed class LiveWords(IStringLocalizer<AlarmTexts> T, AlarmWords words)
{
    public string Silent => T["失联"];

    public string Of(LiveState state) =>
        state switch
        {
            LiveState.Critical => T["严重"],
            LiveState.Excursion => T["告警"],
            LiveState.Warning => T["预警"],
            LiveState.Silent => T["无数据"],
            LiveState.Unwatched => T["没有记录仪"],
            _ => T["正常"],
        };

    public static string ClassOf(LiveState state) =>
        state switch
        {
            LiveState.Critical => "critical",
            LiveState.Excursion => "alarm",
            LiveState.Warning => "warn",
            LiveState.Silent => "silent",
            LiveState.Unwatched => "unwatched",
            _ => "fine",
        };

    /// <summary>Each state has its own shape: colour is not all there is to see.</summary>
    public static string SignOf(LiveState state) =>
        state switch
        {
            LiveState.Critical => "■",
            LiveState.Excursion => "▲",
            LiveState.Warning => "●",
            LiveState.Silent => "◌",
            LiveState.Unwatched => "–",
            _ => "✓",
        };

    public string Trend(double kelvinPerHour) => words.Trend(kelvinPerHour);

    public string Age(TimeSpan age) =>
        age < TimeSpan.FromMinutes(1) ? T["刚刚"]
        : age < TimeSpan.FromHours(1) ? T["{0} 分钟前", (int)age.TotalMinutes]
        : age < TimeSpan.FromDays(2) ? T["{0} 小时前", (int)age.TotalHours]
        : T["{0} 天前", (int)age.TotalDays];

    /// <summary>Where one reads more: people of the party at the asset's own page, others at its node's.</summary>
    public static string? PathOf(LiveAsset asset, bool ownPages) =>
        ownPages ? $"/assets/{asset.Id}"
        : asset.NodeGln is { } node ? $"/officer/nodes/{node}"
        : null;

    public static string PlaceOf(LiveAsset asset, PlaceNames names) => names.Of(asset.NodeGln ?? asset.PartyGln);

    /// <summary>What <c>asset-wall.js</c> writes, in the language of the page.</summary>
    public string Script(IEnumerable<LiveAsset> assets, PlaceNames names, bool ownPages) =>
        JsonSerializer.Serialize(
            new
            {
                states = Enum.GetValues<LiveState>()
                    .ToDictionary(
                        s => JsonNamingPolicy.SnakeCaseLower.ConvertName(s.ToString()),
                        s => new
                        {
                            @class = ClassOf(s),
                            sign = SignOf(s),
                            name = Of(s),
                        }
                    ),
                steadyKelvinPerHour = AlarmWords.SteadyKelvinPerHour,
                rising = T["↗ 每小时 +{0} K"].Value,
                falling = T["↘ 每小时 −{0} K"].Value,
                steady = T["→ 平稳"].Value,
                now = T["刚刚"].Value,
                minutes = T["{0} 分钟前"].Value,
                hours = T["{0} 小时前"].Value,
                days = T["{0} 天前"].Value,
                never = T["从未报数"].Value,
                silent = Silent,
                lost = T["连接断开，正在重连；现在看到的可能是旧的。"].Value,
                ownPages,
                places = assets
                    .Select(a => a.NodeGln ?? a.PartyGln)
                    .Distinct()
                    .ToDictionary(gln => gln.ToString(), names.Of),
            }
        );
}

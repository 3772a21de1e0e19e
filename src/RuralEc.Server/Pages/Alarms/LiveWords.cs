using System.Text.Json;
using Microsoft.Extensions.Localization;
using RuralEc.ColdChain;
using RuralEc.ColdChain.Live;
using RuralEc.Server.Pages.Forms;

namespace RuralEc.Server.Pages.Alarms;

/// <summary>How assets do now, in words: for the page as it comes and for the script that keeps it true.</summary>
internal sealed class LiveWords(IStringLocalizer<AlarmTexts> T, AlarmWords words)
{
    public string Silent => T["失联"];

    public string Of(LiveState state) =>
        SeverityOf(state) is { } severity ? words.Of(severity)
        : state == LiveState.Silent ? T["无数据"]
        : state == LiveState.Unwatched ? T["没有记录仪"]
        : T["正常"];

    public static string ClassOf(LiveState state) =>
        SeverityOf(state) is { } severity ? AlarmWords.TagOf(severity)
        : state == LiveState.Silent ? "silent"
        : state == LiveState.Unwatched ? "unwatched"
        : "fine";

    public static string SignOf(LiveState state) =>
        SeverityOf(state) is { } severity ? AlarmWords.SignOf(severity)
        : state == LiveState.Silent ? "◌"
        : state == LiveState.Unwatched ? "–"
        : "✓";

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

    private static Severity? SeverityOf(LiveState state) =>
        state switch
        {
            LiveState.Critical => Severity.Critical,
            LiveState.Excursion => Severity.Excursion,
            LiveState.Warning => Severity.Warning,
            _ => null,
        };

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

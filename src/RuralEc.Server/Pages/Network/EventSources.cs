using System.Security.Claims;
using Microsoft.Extensions.Localization;
using RuralEc.ColdChain;
using RuralEc.ColdChain.Alarms;
using RuralEc.Gs1;
using RuralEc.Logistics.Network;
using RuralEc.Server.Pages.Alarms;
using RuralEc.Server.Pages.Forms;
using RuralEc.Server.Pages.Temperature;
using RuralEc.Traceability.Flows;

namespace RuralEc.Server.Pages.Network;

/// <summary>The records of events behind each figure, and what was left out of them.</summary>
internal sealed record EventRecords(
    IReadOnlyDictionary<IndicatorCode, IReadOnlyList<SourceRow>> Rows,
    IReadOnlyList<string> Limits
)
{
    public IReadOnlyList<SourceRow> Of(IndicatorCode code) => Rows.TryGetValue(code, out var rows) ? rows : [];
}

/// <summary>Asks the rooms for the events behind the figures of a part of the network.</summary>
internal sealed class EventSources(
    FlowQuery flows,
    AlarmResponses alarms,
    ColdLots coldLots,
    AlarmWords alarmWords,
    StepWords steps,
    IStringLocalizer<NetworkTexts> texts
)
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    /// <param name="places">The nodes of the part of the network.</param>
    /// <param name="withTemperatures">Without them the figures of temperature stay unknown, and the answer is quick.</param>
    public async Task<EventRecords> OfAsync(
        ClaimsPrincipal by,
        NetworkScope scope,
        NetworkPeriod period,
        IReadOnlyCollection<Gln> places,
        bool withTemperatures,
        CancellationToken ct
    )
    {
        var (from, to) = (Midnight(period.From), Midnight(period.To.AddDays(1)));
        var flow = await flows.OfAsync(
            by,
            new(scope.Prefix, places, scope.Node is not null),
            from,
            to,
            period.AsOf,
            ct
        );
        var onlyPlaces = scope.Node is not null || scope.Prefix.Length > 6;
        var answered = await alarms.OfAsync(
            by,
            scope.Prefix.Length > 6 ? scope.Prefix[..6] : scope.Prefix,
            onlyPlaces ? places : null,
            new(from, to),
            period.AsOf,
            ct
        );
        var shipped = flow.Shipped.DistinctBy(s => (s.Gtin, s.Lot)).ToList();
        var cold = withTemperatures ? await ColdAsync(shipped, ct) : [];
        var responses = answered.Select(RowOf).ToList();
        return new(
            new Dictionary<IndicatorCode, IReadOnlyList<SourceRow>>
            {
                [IndicatorCode.BrokenChain] =
                [
                    .. cold.Select(c => RowOf(c.Shipped, c.Cold.Broken ? 1 : 0, 1, Words(c.Cold))),
                ],
                [IndicatorCode.TemperatureCover] =
                [
                    .. cold.Select(c => RowOf(c.Shipped, c.Cold.CoveredMinutes, c.Cold.Minutes, Words(c.Cold))),
                ],
                [IndicatorCode.Loss] = [.. flow.Masses.Where(IsOfWeight).Select(RowOf)],
                [IndicatorCode.FirstAction] = responses,
                [IndicatorCode.FirstActionP95] = responses,
                [IndicatorCode.Subjects] =
                [
                    .. flow
                        .Shipped.Where(s => s.MakerIsCooperative)
                        .Select(s => new SourceRow(
                            s.MakerGln.ToString(),
                            s.MakerName ?? s.MakerGln.ToString(),
                            s.PlaceGln,
                            ChinaTime.DayOf(s.At),
                            1,
                            null,
                            texts["批次 {0}", s.Lot],
                            TemperatureWords.PathOf(s.Gtin, s.Lot)
                        )),
                ],
                [IndicatorCode.TraceComplete] =
                [
                    .. flow
                        .Received.DistinctBy(r => (r.Gtin, r.Lot))
                        .Select(r => new SourceRow(
                            $"{r.Gtin} {r.Lot}",
                            texts["批次 {0}", r.Lot],
                            r.PlaceGln,
                            ChinaTime.DayOf(r.At),
                            r.Complete ? 1 : 0,
                            1,
                            r.Complete ? texts["每次收货都有对应的发货"] : texts["有收货或发货接不上"],
                            TemperatureWords.PathOf(r.Gtin, r.Lot)
                        )),
                ],
                [IndicatorCode.CertificateRate] =
                [
                    .. shipped
                        .Where(s => s.CertificateRequired)
                        .Select(s =>
                            RowOf(
                                s,
                                s.Certificate is null ? 0 : 1,
                                1,
                                s.Certificate is { } number ? texts["合格证 {0}", number] : texts["没有有效合格证"]
                            )
                        ),
                ],
                [IndicatorCode.RecallResponse] = [],
            },
            [.. LimitsOf(flow, answered, shipped, cold.Count, withTemperatures)]
        );
    }

    private async Task<IReadOnlyList<(ShippedLot Shipped, ColdLot Cold)>> ColdAsync(
        List<ShippedLot> shipped,
        CancellationToken ct
    )
    {
        var byLot = shipped.ToDictionary(s => (s.Gtin, s.Lot));
        return [.. (await coldLots.OfAsync(byLot.Keys, ct)).Select(c => (byLot[(c.Gtin, c.Lot)], c))];
    }

    private IEnumerable<string> LimitsOf(
        FlowFacts flow,
        IReadOnlyList<AlarmResponse> answered,
        List<ShippedLot> shipped,
        int cold,
        bool withTemperatures
    )
    {
        if (withTemperatures && shipped.Count > 0)
        {
            var looked = Math.Min(shipped.Count, ColdLots.Most);
            yield return texts[
                "期内发出 {0} 批，判断了最近 {1} 批的温度，其中 {2} 批进过有记录仪的冷库、车或箱，计入冷链指标；其余没有温度记录，不计入。",
                shipped.Count,
                looked,
                cold
            ];
        }

        if (flow.Cut)
        {
            yield return texts[
                "期内批次记录超过 {0} 条，只计最近的 {0} 条；请缩短时间或缩小范围。",
                FlowQuery.MostParts
            ];
        }

        if (answered.Count == AlarmResponses.Most)
        {
            yield return texts["期内告警超过 {0} 个，只计最近的 {0} 个。", AlarmResponses.Most];
        }

        if (flow.Masses.Count(m => m.InKg is null || m.LossKg is null) is > 0 and var unknown)
        {
            yield return texts["{0} 条收货或加工记录不知道每箱净含量，不计入损耗率。", unknown];
        }
    }

    private static bool IsOfWeight(MassStep step) => step is not { InKg: 0, LossKg: 0 };

    private SourceRow RowOf(MassStep step) =>
        new(
            step.StepId.ToString(),
            steps.Of(step.Kind),
            step.PlaceGln,
            ChinaTime.DayOf(step.At),
            (double?)step.LossKg,
            (double?)step.InKg,
            step.InKg is null || step.LossKg is null ? texts["不知道每箱净含量"] : ""
        );

    private SourceRow RowOf(AlarmResponse alarm) =>
        new(
            alarm.Id.ToString(),
            alarmWords.Of(alarm.Kind),
            alarm.NodeGln,
            ChinaTime.DayOf(alarm.OnsetAt),
            alarm.Minutes,
            1,
            alarm.Minutes is null ? texts["还没有人处理"] : "",
            $"/alarms/{alarm.Id}"
        );

    private static SourceRow RowOf(ShippedLot lot, double numerator, double denominator, string note) =>
        new(
            // Lots of several products may have one number.
            $"{lot.Gtin} {lot.Lot}",
            Forms.Words.Class(lot.ProductClass),
            lot.PlaceGln,
            ChinaTime.DayOf(lot.At),
            numerator,
            denominator,
            note,
            TemperatureWords.PathOf(lot.Gtin, lot.Lot)
        );

    private string Words(ColdLot lot) =>
        texts["{0}，覆盖 {1} %", Verdict(lot.Verdict), Trace.TraceWords.Share(lot.CoveragePercent)];

    private string Verdict(TemperatureVerdict verdict) =>
        verdict switch
        {
            TemperatureVerdict.Critical => texts["严重超温"],
            TemperatureVerdict.Excursion => texts["超温"],
            TemperatureVerdict.Warning => texts["轻微超温"],
            TemperatureVerdict.NoExcursion => texts["未见超温"],
            _ => texts["没有读数"],
        };

    private static DateTimeOffset Midnight(DateOnly day) => new(day, TimeOnly.MinValue, China);
}

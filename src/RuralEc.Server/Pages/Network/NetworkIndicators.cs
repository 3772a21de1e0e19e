using System.Security.Claims;
using Microsoft.Extensions.Localization;
using RuralEc.Logistics;
using RuralEc.Logistics.Network;

namespace RuralEc.Server.Pages.Network;

/// <summary>All figures of a part of the network in a time.</summary>
/// <param name="ReportsCame">Daily reports that came.</param>
/// <param name="ReportsDue">Daily reports that were due: one a day from each node in operation.</param>
/// <param name="Limits">What was left out, and why.</param>
public sealed record NetworkFigures(
    NetworkScope Scope,
    NetworkPeriod Period,
    IReadOnlyList<Indicator> Indicators,
    int ReportsCame,
    int ReportsDue,
    IReadOnlyList<string> Limits
)
{
    public Indicator? Of(IndicatorCode code) => Indicators.FirstOrDefault(i => i.Code == code);
}

/// <summary>The records behind one figure, and the figure that they add up to.</summary>
public sealed record FigureRecords(Indicator Figure, IReadOnlyList<SourceRow> Rows, IReadOnlyList<string> Limits);

/// <summary>A figure in one week or month.</summary>
public sealed record TrendPoint(DateOnly From, DateOnly To, Indicator Figure);

/// <summary>The figures of domain.md §3.3 for whoever may see them: from daily reports, and from events of the other rooms.</summary>
internal sealed class NetworkIndicators(
    ReportIndicators reports,
    ReportSources reportSources,
    EventSources eventSources,
    NodeQuery nodes,
    IStringLocalizer<NetworkTexts> texts
)
{
    /// <summary>As many weeks or months as a trend has.</summary>
    private const int MostPoints = 14;

    /// <param name="withTemperatures">Without them the figures of temperature are left out, and the answer is quick.</param>
    public async Task<NetworkFigures> OfAsync(
        ClaimsPrincipal by,
        NetworkScope scope,
        NetworkPeriod period,
        bool withTemperatures,
        CancellationToken ct
    )
    {
        var fromReports = await reports.OfAsync(by, scope, period, ct);
        var (came, due) = await reports.CompletenessAsync(by, scope, period, ct);
        var places = await PlacesAsync(by, scope, ct);
        var events = await eventSources.OfAsync(
            by,
            scope,
            period,
            [.. places.Select(n => n.Gln)],
            withTemperatures,
            ct
        );
        return new(
            scope,
            period,
            [
                .. fromReports.Where(i => !EventIndicators.Codes.Contains(i.Code)),
                .. EventIndicators
                    .Codes.Where(code => withTemperatures || !IsOfTemperature(code))
                    .Select(code => EventIndicators.Of(code, events.Of(code))),
            ],
            came,
            due,
            events.Limits
        );
    }

    /// <summary>What follows from daily reports and nodes alone, quick enough to ask of every town.</summary>
    public async Task<NetworkFigures> OfReportsAsync(
        ClaimsPrincipal by,
        NetworkScope scope,
        NetworkPeriod period,
        CancellationToken ct
    )
    {
        var (came, due) = await reports.CompletenessAsync(by, scope, period, ct);
        return new(scope, period, await reports.OfAsync(by, scope, period, ct), came, due, []);
    }

    /// <summary>The records that one figure is made of.</summary>
    public async Task<FigureRecords> RecordsAsync(
        ClaimsPrincipal by,
        IndicatorCode code,
        NetworkScope scope,
        NetworkPeriod period,
        CancellationToken ct
    )
    {
        var places = await PlacesAsync(by, scope, ct);
        if (EventIndicators.Codes.Contains(code))
        {
            var events = await eventSources.OfAsync(
                by,
                scope,
                period,
                [.. places.Select(n => n.Gln)],
                IsOfTemperature(code),
                ct
            );
            var of = events.Of(code);
            return new(EventIndicators.Of(code, of), of, events.Limits);
        }

        var figure = (await reports.OfAsync(by, scope, period, ct)).Single(i => i.Code == code);
        var rows = await reportSources.OfAsync(by, code, scope, period, places, ct);
        return new(
            figure,
            rows,
            rows.Count == ReportSources.Most
                ? [texts["超过 {0} 份日报，只列最近的 {0} 份；数值按全部日报计算。", ReportSources.Most]]
                : []
        );
    }

    /// <summary>The figure by weeks, from 100 days on by months, the first and the last cut to the period.</summary>
    public async Task<IReadOnlyList<TrendPoint>> TrendAsync(
        ClaimsPrincipal by,
        IndicatorCode code,
        NetworkScope scope,
        NetworkPeriod period,
        IReadOnlyList<SourceRow> rows,
        CancellationToken ct
    )
    {
        var points = new List<TrendPoint>();
        foreach (var (from, to) in Spans(period))
        {
            var figure = EventIndicators.Codes.Contains(code)
                ? EventIndicators.Of(code, [.. rows.Where(r => r.Day >= from && r.Day <= to)])
                : (await reports.OfAsync(by, scope, new(from, to, period.AsOf), ct)).Single(i => i.Code == code);
            points.Add(new(from, to, figure));
        }

        return points;
    }

    /// <summary>The nodes of the part of the network that the account sees.</summary>
    public async Task<IReadOnlyList<NodeView>> PlacesAsync(
        ClaimsPrincipal by,
        NetworkScope scope,
        CancellationToken ct
    ) =>
        scope.Node is { } gln
            ? await nodes.FindAsync(by, gln, ct) is { } node
                ? [node]
                : []
            :
            [
                .. (await nodes.AllAsync(by, ct)).Where(n =>
                    n.DivisionCode.StartsWith(scope.Prefix, StringComparison.Ordinal)
                ),
            ];

    /// <summary>Weeks from Monday, or months; the latest where there are more than a drawing has room for.</summary>
    internal static IReadOnlyList<(DateOnly From, DateOnly To)> Spans(NetworkPeriod period)
    {
        var spans = new List<(DateOnly, DateOnly)>();
        var months = period.Days > 100;
        for (var from = period.From; from <= period.To; )
        {
            var next = months
                ? new DateOnly(from.Year, from.Month, 1).AddMonths(1)
                : from.AddDays(7 - (((int)from.DayOfWeek + 6) % 7));
            var last = next.AddDays(-1) < period.To ? next.AddDays(-1) : period.To;
            spans.Add((from, last));
            from = next;
        }

        return [.. spans.TakeLast(MostPoints)];
    }

    private static bool IsOfTemperature(IndicatorCode code) =>
        code is IndicatorCode.BrokenChain or IndicatorCode.TemperatureCover;
}

using RuralEc.Logistics.Network;

namespace RuralEc.Server.Pages.Network;

/// <summary>Adds records of events up to figures. Pure; where there is no record, nothing is known.</summary>
internal static class EventIndicators
{
    /// <summary>The figures that follow from events, in the order in which they are shown.</summary>
    public static IReadOnlyList<IndicatorCode> Codes { get; } =
    [
        IndicatorCode.BrokenChain,
        IndicatorCode.TemperatureCover,
        IndicatorCode.Loss,
        IndicatorCode.FirstAction,
        IndicatorCode.FirstActionP95,
        IndicatorCode.Subjects,
        IndicatorCode.TraceComplete,
        IndicatorCode.CertificateRate,
        IndicatorCode.RecallResponse,
    ];

    public static Indicator Of(IndicatorCode code, IReadOnlyList<SourceRow> rows) =>
        code switch
        {
            IndicatorCode.FirstAction => Percentile(code, rows, 0.5),
            IndicatorCode.FirstActionP95 => Percentile(code, rows, 0.95),
            IndicatorCode.Subjects => Distinct(code, rows),
            IndicatorCode.RecallResponse => new(code, IndicatorUnit.Minutes, null, null, null, 0),
            _ => Indicator.Quotient(
                code,
                IndicatorUnit.Share,
                Sum(rows, r => r.Numerator),
                Sum(rows, r => r.Denominator),
                rows.Count
            ),
        };

    // A record that lacks a part of the quotient says nothing of either.
    private static double? Sum(IReadOnlyList<SourceRow> rows, Func<SourceRow, double?> part)
    {
        var known = rows.Where(r => r.Numerator is not null && r.Denominator is not null).ToList();
        return known.Count == 0 ? null : known.Sum(part);
    }

    private static Indicator Distinct(IndicatorCode code, IReadOnlyList<SourceRow> rows)
    {
        var count = rows.Select(r => r.Id).Distinct(StringComparer.Ordinal).Count();
        return Indicator.Sum(code, IndicatorUnit.Subjects, count, rows.Count);
    }

    /// <summary>Nearest rank: the smallest value that so large a part does not exceed.</summary>
    private static Indicator Percentile(IndicatorCode code, IReadOnlyList<SourceRow> rows, double part)
    {
        double[] minutes = [.. rows.Select(r => r.Numerator).OfType<double>().Order()];
        double? value = minutes.Length switch
        {
            0 => null,
            var n when part == 0.5 && n % 2 == 0 => (minutes[(n / 2) - 1] + minutes[n / 2]) / 2,
            var n => minutes[(int)Math.Ceiling(part * n) - 1],
        };
        return new(
            code,
            IndicatorUnit.Minutes,
            value,
            rows.Count == 0 ? null : minutes.Length,
            rows.Count == 0 ? null : rows.Count,
            rows.Count
        );
    }
}

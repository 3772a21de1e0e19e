using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using RuralEc.ColdChain;
using RuralEc.ColdChain.Stories;
using RuralEc.Server.Pages.Trace;

namespace RuralEc.Server.Pages.Temperature;

/// <summary>
/// What <c>temperature-chart.js</c> draws, as JSON in the page. Times are Unix seconds, temperatures °C; a point without
/// temperature interrupts the line.
/// </summary>
internal sealed record ChartData(
    double From,
    double To,
    IReadOnlyList<ChartSeries> Series,
    IReadOnlyList<ChartLimit> Limits,
    IReadOnlyList<ChartSpan> Gaps,
    IReadOnlyList<ChartSpan> Stays,
    IReadOnlyList<ChartSpan> Doors
)
{
    // As many as a wide screen has columns, four readings each: no peak is lost.
    private const int Columns = 1_500;

    // Inside a script element "<" must stay escaped; Chinese need not.
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.BasicLatin, UnicodeRanges.CjkUnifiedIdeographs),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public string ToJson() => JsonSerializer.Serialize(this, Options);

    /// <param name="window">What is shown.</param>
    /// <param name="pulp">What the estimate of the inside is called.</param>
    public static ChartData Of(
        TemperatureStory story,
        Stretch window,
        IReadOnlyList<TimeWindow> openings,
        Func<StoryLeg, string> nameOf,
        string pulp
    )
    {
        var stays = story.Legs.ToLookup(leg => leg.AssetId);
        List<ChartSeries> series =
        [
            .. story
                .Series.GroupBy(point => (point.AssetId, point.Device))
                .Select(line => new ChartSeries(
                    $"{nameOf(stays[line.Key.AssetId].First())} · {line.Key.Device}",
                    false,
                    PointsOf(line.Select(p => new TemperaturePoint(p.At, p.Celsius)), window, story.Gaps)
                )),
        ];
        if (story.Pulp.Count > 0)
        {
            var inside = story.Pulp.Select(p => new TemperaturePoint(p.At, p.Celsius));
            series.Add(new(pulp, true, PointsOf(inside, window, story.Gaps)));
        }

        return new(
            Seconds(window.From),
            Seconds(window.To),
            series,
            [.. story.Profile.Limits.Select(l => new ChartLimit(l.Celsius, l.Side, l.Severity))],
            [
                .. story
                    .Gaps.Where(gap => gap.To > window.From && gap.From < window.To)
                    .Select(gap => SpanOf(gap.From, gap.To, "")),
            ],
            [.. story.Legs.Select(leg => SpanOf(leg.From, leg.To, nameOf(leg)))],
            [.. openings.Select(open => SpanOf(open.From, open.To, ""))]
        );
    }

    private static List<double?[]> PointsOf(IEnumerable<TemperaturePoint> line, Stretch window, IReadOnlyList<Gap> gaps)
    {
        var (points, next) = (new List<double?[]>(), 0);
        foreach (var point in TemperatureChart.Thin([.. line], window, Columns))
        {
            while (next < gaps.Count && gaps[next].To <= point.At)
            {
                if (points.Count > 0 && Seconds(gaps[next].From) >= points[^1][0])
                {
                    points.Add([Seconds(gaps[next].From) + 0.001, null]);
                }

                next++;
            }

            points.Add([Seconds(point.At), Math.Round(point.Celsius, 2)]);
        }

        return points;
    }

    private static ChartSpan SpanOf(DateTimeOffset from, DateTimeOffset to, string name) =>
        new(Seconds(from), Seconds(to), name);

    private static double Seconds(DateTimeOffset at) => at.ToUnixTimeMilliseconds() / 1000.0;
}

/// <param name="Estimated">Computed, not measured.</param>
internal sealed record ChartSeries(string Name, bool Estimated, IReadOnlyList<double?[]> Points);

internal sealed record ChartLimit(double Celsius, LimitSide Side, Severity Severity);

internal sealed record ChartSpan(double From, double To, string Name);

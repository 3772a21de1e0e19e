using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace RuralEc.Server.Pages.Trace;

/// <summary>The words of a chart, in the reader's language.</summary>
public sealed record ChartWords(string Title, string Description, string NoData, CultureInfo Culture);

/// <summary>
/// A temperature line as inline SVG: limits, readings, hatched gaps, marked breaches. It needs no script and no
/// style sheet, tells everything by shape as well as by colour, and stays small whatever the number of readings.
/// </summary>
internal static class TemperatureChart
{
    private const double Width = 300;
    private const double Height = 216;
    private const double Left = 34;
    private const double Right = 292;
    private const double Top = 26;
    private const double Bottom = 172;

    /// <summary>Columns of the plot that each keep at most their first, lowest, highest and last reading.</summary>
    internal const int Columns = 258;

    // A phone shows the drawing about as wide as it is, so that 16 is what elders can read; wide screens ask for less.
    private const int FontSize = 16;

    // A gap of minutes in a way of days must still be seen.
    private const double NarrowestGap = 3;

    // A label of the time axis needs this much room, in units of the drawing.
    private const double LabelRoom = 62;

    public static string Svg(TemperatureLine line, ChartWords words)
    {
        var (low, high) = Range(line);
        var scale = new Scale(line.Window, low, high);
        var svg = new StringBuilder(8_192);
        Head(svg, words);
        Band(svg, line, scale);
        Degrees(svg, low, high, scale);
        Hours(svg, line.Window, scale, words.Culture);
        Gaps(svg, line, scale, words);
        Breaches(svg, line, scale);
        Limits(svg, line, scale);
        Readings(svg, line, scale);
        Peaks(svg, line, scale);
        return svg.Append("</svg>").ToString();
    }

    /// <summary>
    /// The readings that matter at a width of so many columns: of each column the first, the lowest, the highest and
    /// the last, in the order of time. No peak is lost.
    /// </summary>
    internal static IReadOnlyList<TemperaturePoint> Thin(
        IReadOnlyList<TemperaturePoint> points,
        Stretch window,
        int columns
    )
    {
        if (points.Count <= columns || window.Length <= TimeSpan.Zero)
        {
            return points;
        }
        var kept = new List<TemperaturePoint>(columns * 4);
        var start = 0;
        while (start < points.Count)
        {
            var column = ColumnOf(points[start]);
            var (end, lowest, highest) = (start + 1, start, start);
            for (; end < points.Count && ColumnOf(points[end]) == column; end++)
            {
                lowest = points[end].Celsius < points[lowest].Celsius ? end : lowest;
                highest = points[end].Celsius > points[highest].Celsius ? end : highest;
            }
            int[] chosen = [start, lowest, highest, end - 1];
            Array.Sort(chosen);
            for (var i = 0; i < chosen.Length; i++)
            {
                if (i == 0 || chosen[i] != chosen[i - 1])
                {
                    kept.Add(points[chosen[i]]);
                }
            }
            start = end;
        }
        return kept;

        int ColumnOf(TemperaturePoint point) =>
            (int)Math.Clamp((point.At - window.From) / window.Length * columns, -1, columns);
    }

    private static (double Low, double High) Range(TemperatureLine line)
    {
        double[] seen =
        [
            .. line.Points.Select(p => p.Celsius),
            .. line.LowCelsius is { } low ? [low] : Array.Empty<double>(),
            .. line.HighCelsius is { } high ? [high] : Array.Empty<double>(),
        ];
        return seen.Length == 0
            ? (0, 10)
            : (Math.Floor((seen.Min() - 1) / 5) * 5, Math.Max(Math.Ceiling((seen.Max() + 1) / 5) * 5, 10));
    }

    private static void Head(StringBuilder svg, ChartWords words) =>
        svg.Append(
            CultureInfo.InvariantCulture,
            $"""
            <svg class="chart" viewBox="0 0 {Width} {Height}" role="img" aria-labelledby="tt td" font-size="{FontSize}" fill="currentColor"><title id="tt">{Safe(
                words.Title
            )}</title><desc id="td">{Safe(
                words.Description
            )}</desc><defs><pattern id="gap" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="7" height="7" fill="#eceae3"/><path d="M0 0V7" stroke="#8d948c" stroke-width="2.4"/></pattern><pattern id="hot" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"><rect width="5" height="5" fill="#fbdcd6"/><path d="M0 0V5" stroke="#c5321f" stroke-width="1.6"/></pattern></defs>
            """
        );

    private static void Band(StringBuilder svg, TemperatureLine line, Scale scale)
    {
        var top = line.HighCelsius is { } high ? scale.Y(high) : Top;
        var bottom = line.LowCelsius is { } low ? scale.Y(low) : Bottom;
        if (line.HighCelsius is not null || line.LowCelsius is not null)
        {
            Rectangle(svg, Left, Right, top, bottom, "#e3f0e7");
        }
    }

    private static void Degrees(StringBuilder svg, double low, double high, Scale scale)
    {
        var step =
            high - low > 50 ? 20
            : high - low > 20 ? 10
            : 5;
        svg.Append("<g stroke=\"#1d2a22\" stroke-opacity=\".14\">");
        for (var celsius = low; celsius <= high; celsius += step)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{Left} {scale.Y(celsius):0.#}H{Right}\"/>");
        }
        svg.Append("</g><g text-anchor=\"end\">");
        for (var celsius = low; celsius <= high; celsius += step)
        {
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<text x=\"{Left - 5}\" y=\"{scale.Y(celsius) + 5.5:0.#}\">{celsius:0}</text>"
            );
        }
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 5}\" y=\"14\">°C</text></g>");
    }

    private static void Hours(StringBuilder svg, Stretch window, Scale scale, CultureInfo culture)
    {
        var ticks = TimeAxis.Ticks(window, (int)((Right - Left) / LabelRoom));
        svg.Append("<g text-anchor=\"middle\">");
        var day = "";
        foreach (var tick in ticks)
        {
            var x = scale.X(tick.At);
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<path d=\"M{x:0.#} {Bottom}v4\" stroke=\"#5b665e\"/><text x=\"{Math.Clamp(x, Left + 10, Right - 14):0.#}\" y=\"{Bottom + 20:0.#}\">{tick.Clock}</text>"
            );
            var date = ChinaTime.Day(tick.At, culture);
            if (date != day)
            {
                svg.Append(
                    CultureInfo.InvariantCulture,
                    $"<text x=\"{Math.Clamp(x, Left + 10, Right - 24):0.#}\" y=\"{Bottom + 39:0.#}\" fill=\"#56615a\">{Safe(date)}</text>"
                );
                day = date;
            }
        }
        svg.Append("</g>");
    }

    private static void Gaps(StringBuilder svg, TemperatureLine line, Scale scale, ChartWords words)
    {
        foreach (var gap in line.Gaps)
        {
            var (from, to) = (scale.X(gap.From), scale.X(gap.To));
            Rectangle(svg, from, Math.Max(to, from + NarrowestGap), Top, Bottom, "url(#gap)");
        }
        if (line.Gaps.Count > 0)
        {
            var longest = line.Gaps.MaxBy(gap => gap.Length);
            var middle = Math.Clamp((scale.X(longest.From) + scale.X(longest.To)) / 2, Left + 24, Right - 24);
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<text x=\"{middle:0.#}\" y=\"{Bottom - 7}\" text-anchor=\"middle\" paint-order=\"stroke\" stroke=\"#fff\" stroke-width=\"4\">{Safe(words.NoData)}</text>"
            );
        }
    }

    private static void Breaches(StringBuilder svg, TemperatureLine line, Scale scale)
    {
        foreach (var breach in line.Breaches)
        {
            var above = breach.PeakCelsius > (line.HighCelsius ?? double.MaxValue);
            if ((above ? line.HighCelsius : line.LowCelsius) is not { } celsius)
            {
                continue;
            }
            var inside = line.Points.Where(p => p.At >= breach.When.From && p.At <= breach.When.To).ToList();
            foreach (var run in Unbroken(Thin(inside, line.Window, Columns), line.Gaps))
            {
                svg.Append(
                    CultureInfo.InvariantCulture,
                    $"<path fill=\"url(#hot)\" d=\"M{scale.X(run[0].At):0.#} {scale.Y(celsius):0.#}"
                );
                foreach (var point in run)
                {
                    svg.Append(
                        CultureInfo.InvariantCulture,
                        $"L{scale.X(point.At):0.#} {scale.Y(Beyond(point.Celsius)):0.#}"
                    );
                }
                svg.Append(CultureInfo.InvariantCulture, $"V{scale.Y(celsius):0.#}Z\"/>");
            }

            // A breach ends a little within the limit; only what is beyond it is hatched.
            double Beyond(double value) => above ? Math.Max(value, celsius) : Math.Min(value, celsius);
        }
    }

    private static void Limits(StringBuilder svg, TemperatureLine line, Scale scale)
    {
        foreach (var celsius in new[] { line.HighCelsius, line.LowCelsius }.OfType<double>())
        {
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<path d=\"M{Left} {scale.Y(celsius):0.#}H{Right}\" stroke=\"#9a2a12\" stroke-width=\"1.4\" stroke-dasharray=\"6 4\"/>"
            );
        }
    }

    private static void Readings(StringBuilder svg, TemperatureLine line, Scale scale)
    {
        svg.Append(
            "<path fill=\"none\" stroke=\"#14532f\" stroke-width=\"2.4\" stroke-linejoin=\"round\" stroke-linecap=\"round\" d=\""
        );
        foreach (var run in Unbroken(Thin(line.Points, line.Window, Columns), line.Gaps))
        {
            var command = 'M';
            foreach (var point in run)
            {
                svg.Append(
                    CultureInfo.InvariantCulture,
                    $"{command}{scale.X(point.At):0.#} {scale.Y(point.Celsius):0.#}"
                );
                command = 'L';
            }
            if (run.Count == 1)
            {
                svg.Append("h.1");
            }
        }
        svg.Append("\"/>");
    }

    private static void Peaks(StringBuilder svg, TemperatureLine line, Scale scale)
    {
        foreach (var breach in line.Breaches.OrderByDescending(b => b.Length).Take(3))
        {
            var peak = line.Points.FirstOrDefault(p =>
                p.Celsius == breach.PeakCelsius && p.At >= breach.When.From && p.At <= breach.When.To
            );
            if (peak.At == default)
            {
                continue;
            }
            var (x, y) = (scale.X(peak.At), scale.Y(peak.Celsius));
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"4\" fill=\"#fff\" stroke=\"#9a2a12\" stroke-width=\"2\"/><text x=\"{Math.Clamp(x + 8, Left, Right - 56):0.#}\" y=\"{y - 6:0.#}\" font-weight=\"700\" fill=\"#8c2410\" paint-order=\"stroke\" stroke=\"#fff\" stroke-width=\"4\">{breach.PeakCelsius:0.0} °C</text>"
            );
        }
    }

    /// <summary>The points as runs that no gap interrupts.</summary>
    private static IEnumerable<List<TemperaturePoint>> Unbroken(
        IReadOnlyList<TemperaturePoint> points,
        IReadOnlyList<Stretch> gaps
    )
    {
        var (run, next) = (new List<TemperaturePoint>(), 0);
        foreach (var point in points)
        {
            var crossed = false;
            while (next < gaps.Count && gaps[next].To <= point.At)
            {
                (next, crossed) = (next + 1, true);
            }
            if (crossed && run.Count > 0)
            {
                yield return run;
                run = [];
            }
            run.Add(point);
        }
        if (run.Count > 0)
        {
            yield return run;
        }
    }

    private static void Rectangle(StringBuilder svg, double x1, double x2, double y1, double y2, string fill) =>
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<rect x=\"{x1:0.#}\" y=\"{y1:0.#}\" width=\"{Math.Max(0, x2 - x1):0.#}\" height=\"{Math.Max(0, y2 - y1):0.#}\" fill=\"{fill}\"/>"
        );

    private static string Safe(string text) => HtmlEncoder.Default.Encode(text);

    /// <summary>Where times and temperatures stand in the drawing.</summary>
    private readonly record struct Scale(Stretch Window, double Low, double High)
    {
        public double X(DateTimeOffset at) =>
            Window.Length <= TimeSpan.Zero
                ? Left
                : Math.Clamp(Left + ((at - Window.From) / Window.Length * (Right - Left)), Left, Right);

        public double Y(double celsius) => Bottom - ((celsius - Low) / (High - Low) * (Bottom - Top));
    }
}

using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Components;
using RuralEc.ColdChain.Alarms;

namespace RuralEc.Server.Pages.Alarms;

/// <summary>The temperatures around an alarm as an SVG drawing: limit, episode, gaps.</summary>
internal static class AlarmChart
{
    private const int Width = 400;
    private const int Height = 200;
    private const int Left = 44;
    private const int Right = Width - 8;
    private const int Top = 10;
    private const int Bottom = Height - 26;

    public static MarkupString Draw(AlarmSeries series, AlarmView alarm, string label)
    {
        var limit = alarm.LimitCelsius ?? series.Samples[0].Celsius;
        var low = Math.Floor(Math.Min(series.Samples.Min(s => s.Celsius), limit) - 0.5);
        var high = Math.Ceiling(Math.Max(series.Samples.Max(s => s.Celsius), limit) + 0.5);
        var svg = new StringBuilder();
        Write(
            $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{HtmlEncoder.Default.Encode(label)}\" font-size=\"13\">"
        );
        var (from, to) = (X(alarm.OnsetAt), X(alarm.ClearedAt ?? series.To));
        Write(
            $"<rect x=\"{from:0.#}\" y=\"{Top}\" width=\"{Math.Max(1, to - from):0.#}\" height=\"{Bottom - Top}\" fill=\"#fdecea\"/>"
        );
        foreach (var celsius in new[] { low, (low + high) / 2, high })
        {
            Write(
                $"<line x1=\"{Left}\" x2=\"{Right}\" y1=\"{Y(celsius):0.#}\" y2=\"{Y(celsius):0.#}\" stroke=\"#e1e6e2\"/><text x=\"{Left - 6}\" y=\"{Y(celsius) + 4:0.#}\" text-anchor=\"end\" fill=\"#56645c\">{celsius:0.#}</text>"
            );
        }

        Write(
            $"<line x1=\"{Left}\" x2=\"{Right}\" y1=\"{Y(limit):0.#}\" y2=\"{Y(limit):0.#}\" stroke=\"#b3261e\" stroke-width=\"1.5\" stroke-dasharray=\"6 4\"/>"
        );
        Write(
            $"<path d=\"{PathOf(series, X, Y)}\" fill=\"none\" stroke=\"#1f6b45\" stroke-width=\"2\" stroke-linejoin=\"round\"/>"
        );
        foreach (var (at, anchor) in new[] { (series.From, "start"), (series.To, "end") })
        {
            Write(
                $"<text x=\"{X(at):0.#}\" y=\"{Height - 8}\" text-anchor=\"{anchor}\" fill=\"#56645c\">{at.ToOffset(TimeSpan.FromHours(8)):MM-dd HH:mm}</text>"
            );
        }

        svg.Append("</svg>");
        return new(svg.ToString());

        double X(DateTimeOffset at) =>
            Math.Clamp(Left + ((at - series.From) / (series.To - series.From) * (Right - Left)), Left, Right);
        double Y(double celsius) => Bottom - ((celsius - low) / (high - low) * (Bottom - Top));
        void Write(FormattableString part) => svg.Append(part.ToString(CultureInfo.InvariantCulture));
    }

    private static string PathOf(AlarmSeries series, Func<DateTimeOffset, double> x, Func<double, double> y)
    {
        var path = new StringBuilder();
        DateTimeOffset? last = null;
        foreach (var sample in series.Samples)
        {
            var command = last is null || sample.At - last > series.LongestGap ? 'M' : 'L';
            path.Append(CultureInfo.InvariantCulture, $"{command}{x(sample.At):0.#} {y(sample.Celsius):0.#}");
            last = sample.At;
        }

        return path.ToString();
    }
}

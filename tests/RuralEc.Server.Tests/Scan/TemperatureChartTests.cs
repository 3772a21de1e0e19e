using System.Globalization;
using System.Xml.Linq;
using CsCheck;
using RuralEc.Server.Pages.Trace;
using Xunit;

namespace RuralEc.Server.Tests.Scan;

public sealed class TemperatureChartTests
{
    private static readonly ChartWords Words = new(
        "标题 <b>",
        "描述 \" & <script>",
        "无数据",
        CultureInfo.GetCultureInfo("zh-CN")
    );

    [Fact]
    public void It_is_well_formed_and_speaks_to_screen_readers()
    {
        var svg = XElement.Parse(TemperatureChart.Svg(SampleStories.Trip(), Words));

        Assert.Equal("img", svg.Attribute("role")?.Value);
        Assert.Equal("标题 <b>", svg.Element("title")?.Value);
        Assert.Equal("描述 \" & <script>", svg.Element("desc")?.Value);
        Assert.Equal("tt td", svg.Attribute("aria-labelledby")?.Value);
    }

    [Fact]
    public void A_breach_is_hatched_and_its_peak_is_written()
    {
        var svg = TemperatureChart.Svg(SampleStories.Trip(), Words);

        Assert.Contains("url(#hot)", svg, StringComparison.Ordinal);
        Assert.Contains("17.6 °C", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("url(#gap)", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gap_is_hatched_named_and_never_bridged_by_the_line()
    {
        var svg = XElement.Parse(TemperatureChart.Svg(SampleStories.ExcursionWithGap.Temperature!, Words));

        Assert.Contains(svg.Elements("rect"), rect => rect.Attribute("fill")?.Value == "url(#gap)");
        Assert.Contains(svg.Elements("text"), text => text.Value == "无数据");
        var line = svg.Elements("path").Single(path => path.Attribute("stroke-width")?.Value == "2.4");
        Assert.Equal(2, line.Attribute("d")!.Value.Count(c => c == 'M'));
    }

    [Fact]
    public void Thinning_keeps_the_extremes_of_every_column() =>
        Gen.Double[-30, 40]
            .Array[0, 3_000]
            .Sample(temperatures =>
            {
                var window = new Stretch(SampleStories.At(1, 0), SampleStories.At(2, 0));
                var step = TimeSpan.FromSeconds(20);
                TemperaturePoint[] points =
                [
                    .. temperatures.Select((celsius, i) => new TemperaturePoint(window.From + (step * i), celsius)),
                ];

                var thin = TemperatureChart.Thin(points, window, TemperatureChart.Columns);

                Assert.True(thin.Count <= 4 * (TemperatureChart.Columns + 1));
                Assert.Equal(thin.OrderBy(p => p.At), thin);
                Assert.Subset(points.ToHashSet(), thin.ToHashSet());
                if (points.Length > 0)
                {
                    Assert.Equal(points.Max(p => p.Celsius), thin.Max(p => p.Celsius));
                    Assert.Equal(points.Min(p => p.Celsius), thin.Min(p => p.Celsius));
                    Assert.Equal(points[0], thin[0]);
                    Assert.Equal(points[^1], thin[^1]);
                }
            });

    [Fact]
    public void Odd_series_make_a_well_formed_drawing_within_its_frame() =>
        Gen.Select(Gen.Double[-60, 90].Array[0, 40], Gen.Int[0, 400_000], Gen.Bool)
            .Sample(
                (temperatures, minutes, limited) =>
                {
                    var from = SampleStories.At(1, 5, 30);
                    TemperatureLine line = new()
                    {
                        Window = new(from, from.AddMinutes(minutes)),
                        Points =
                        [
                            .. temperatures.Select(
                                (celsius, i) => new TemperaturePoint(from.AddMinutes(i * 60), celsius)
                            ),
                        ],
                        Gaps = minutes > 90 ? [new(from.AddMinutes(30), from.AddMinutes(90))] : [],
                        Breaches = [],
                        LowCelsius = limited ? 1.5 : null,
                        HighCelsius = limited ? 8 : null,
                        CoveragePercent = 50,
                        Verdict = ColdChain.TemperatureVerdict.NoExcursion,
                    };

                    var svg = XElement.Parse(TemperatureChart.Svg(line, Words));

                    Assert.DoesNotContain("NaN", svg.ToString(), StringComparison.Ordinal);
                    Assert.DoesNotContain("∞", svg.ToString(), StringComparison.Ordinal);
                    Assert.All(
                        svg.Descendants("text"),
                        text =>
                            Assert.InRange(
                                double.Parse(text.Attribute("x")!.Value, CultureInfo.InvariantCulture),
                                0,
                                300
                            )
                    );
                }
            );

    [Fact]
    public void The_axis_speaks_the_clock_of_China_in_round_hours()
    {
        var window = new Stretch(
            SampleStories.At(27, 5, 30).ToUniversalTime(),
            SampleStories.At(27, 9, 30).ToUniversalTime()
        );

        Assert.Equal(["06:00", "07:00", "08:00", "09:00"], TimeAxis.Ticks(window, 5).Select(tick => tick.Clock));
    }
}

using RuralEc.ColdChain;
using RuralEc.ColdChain.Assets;
using RuralEc.ColdChain.Stories;
using RuralEc.Gs1;
using RuralEc.Server.Pages.Trace;
using Xunit;

namespace RuralEc.Server.Tests.Scan;

/// <summary>The trip of truck T1 (domain.md §6) on its way from readings to the words of the page.</summary>
public sealed class ColdChainLineTests
{
    private static readonly DateTimeOffset From = SampleStories.At(27, 5, 30);
    private static readonly DateTimeOffset To = SampleStories.At(27, 9, 30);

    [Fact]
    public void The_trip_of_T1_is_an_excursion_of_95_minutes_above_10_degrees()
    {
        var line = ColdChainLine.Of(Story(_ => true), null)!;

        Assert.Equal(TemperatureVerdict.Excursion, line.Verdict);
        Assert.Equal(10, line.HighCelsius);
        Assert.Equal(TimeSpan.FromMinutes(95), line.TimeAbove);
        Assert.Equal(17.6, line.MaxCelsius!.Value, 6);
        Assert.Equal(100, line.ShownCoverage);
        Assert.Equal(1.4, line.LifeUsedPercent!.Value, 1);
        Assert.Equal(17.6, Assert.Single(line.Breaches).PeakCelsius, 6);
    }

    [Fact]
    public async Task Twenty_minutes_without_readings_are_91_point_7_percent_and_said()
    {
        var line = ColdChainLine.Of(
            Story(at => at < SampleStories.At(27, 9) || at >= SampleStories.At(27, 9, 20)),
            null
        )!;
        var story = SampleStories.Excursion with { Temperature = line };

        var html = await Rendering.HtmlAsync<TracePage>("zh-CN", ("Story", story), ("Here", "/t/7F3K9QX2M8V"));

        Assert.Equal(91.7, line.ShownCoverage);
        Assert.Equal(TimeSpan.FromMinutes(20), Assert.Single(line.Gaps).Length);
        Assert.Contains("记录覆盖全程 91.7 %，另有 20 分钟无数据", html, StringComparison.Ordinal);
        Assert.Contains("共 1 小时 35 分钟", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Time_between_two_watched_places_is_not_covered()
    {
        var (at, end) = (SampleStories.At(27, 6), SampleStories.At(27, 9));
        var line = ColdChainLine.Of(
            TemperatureStory.Of(
                [Track(From, at, _ => true), Track(end, To, _ => true)],
                SampleStories.At(26, 0),
                SampleStories.At(28, 0),
                TemperatureProfile.Of("litchi")
            ),
            null
        )!;

        Assert.Equal(new(From, To), line.Window);
        Assert.Equal(25, line.CoveragePercent, 6);
        Assert.Equal(new(at, end), Assert.Single(line.Gaps));
    }

    [Fact]
    public void Goods_that_were_never_watched_have_no_line() =>
        Assert.Null(ColdChainLine.Of(TemperatureStory.Of([], From, To, TemperatureProfile.Of("litchi")), To));

    [Fact]
    public void Where_goods_went_after_the_last_logger_is_not_covered()
    {
        var line = ColdChainLine.Of(Story(_ => true), SampleStories.At(27, 13, 30))!;

        Assert.Equal(new(From, SampleStories.At(27, 13, 30)), line.Window);
        Assert.Equal(50, line.CoveragePercent, 6);
        Assert.Equal(new(To, SampleStories.At(27, 13, 30)), line.Gaps[^1]);
    }

    [Fact]
    public void Of_several_ways_the_worst_speaks_and_silence_is_worse_than_well_covered()
    {
        var excursion = SampleStories.Trip();
        var well = SampleStories.AllWell.Temperature!;
        var gappy = well with { CoveragePercent = 60 };

        Assert.Equal(TemperatureVerdict.Excursion, ColdChainLine.Worst([well, null, excursion])!.Verdict);
        Assert.Equal(3, ColdChainLine.Worst([well, null, excursion])!.Ways);
        Assert.Null(ColdChainLine.Worst([well, null]));
        Assert.Equal(60, ColdChainLine.Worst([well, gappy])!.CoveragePercent);
    }

    [Fact]
    public async Task A_lot_that_went_several_ways_says_so()
    {
        var story = SampleStories.WithoutSerial with { Temperature = SampleStories.Trip() with { Ways = 3 } };

        var html = await Rendering.HtmlAsync<TracePage>("zh-CN", ("Story", story), ("Here", "/01/09521234500018"));

        Assert.Contains("这批货分 3 路运送", html, StringComparison.Ordinal);
    }

    // The window is wider than the trip: the way is where the goods were meant to be watched.
    private static TemperatureStory Story(Func<DateTimeOffset, bool> measured) =>
        TemperatureStory.Of(
            [Track(From, To, measured)],
            SampleStories.At(26, 0),
            SampleStories.At(29, 0),
            TemperatureProfile.Of("litchi")
        );

    private static TemperatureTrack Track(
        DateTimeOffset from,
        DateTimeOffset to,
        Func<DateTimeOffset, bool> measured
    ) =>
        new(
            Guid.Empty,
            "T1",
            AssetKind.Truck,
            Gln.Parse("9521234100126"),
            "logger-1",
            from,
            to,
            TimeSpan.FromMinutes(5),
            [
                .. SampleStories
                    .Trip()
                    .Points.Where(p => p.At >= from && p.At <= to && measured(p.At))
                    .Select(p => new TemperatureSample(p.At, p.Celsius)),
            ]
        );
}

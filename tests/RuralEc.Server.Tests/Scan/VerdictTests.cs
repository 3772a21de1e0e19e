using System.Text.RegularExpressions;
using RuralEc.Server.Pages.Trace;
using RuralEc.Traceability.Codes;
using Xunit;

namespace RuralEc.Server.Tests.Scan;

/// <summary>What is said first, and that silence is never called fine.</summary>
public sealed partial class VerdictTests
{
    public static TheoryData<string, VerdictKind, Tone, int> Cases =>
        new()
        {
            { nameof(SampleStories.AllWell), VerdictKind.AllWell, Tone.Good, 200 },
            { nameof(SampleStories.Excursion), VerdictKind.ColdChainExcursion, Tone.Caution, 200 },
            { nameof(SampleStories.ExcursionWithGap), VerdictKind.ColdChainExcursion, Tone.Caution, 200 },
            { nameof(SampleStories.NoReadings), VerdictKind.ColdChainUnknown, Tone.Caution, 200 },
            { nameof(SampleStories.Recalled), VerdictKind.Recalled, Tone.Danger, 200 },
            { nameof(SampleStories.Void), VerdictKind.CodeVoid, Tone.Danger, 410 },
            { nameof(SampleStories.NotActivated), VerdictKind.NotActivated, Tone.Caution, 200 },
            { nameof(SampleStories.WithoutSerial), VerdictKind.AllWell, Tone.Good, 200 },
        };

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_gravest_matter_is_said_first(string story, VerdictKind kind, Tone tone, int status)
    {
        var verdict = TraceVerdict.Of(Story(story));

        Assert.Equal((kind, tone, status), (verdict.Kind, verdict.Tone, verdict.StatusCode));
    }

    [Fact]
    public void A_recall_outweighs_everything_else()
    {
        var story = SampleStories.Excursion;
        story = story with
        {
            Lot = story.Lot with { Held = true },
            Package = story.Package! with { State = TraceCodeState.Recalled, ScanCount = 10_000 },
        };

        Assert.Equal(VerdictKind.Recalled, TraceVerdict.Of(story).Kind);
    }

    [Fact]
    public void Little_coverage_is_never_called_well()
    {
        var story = SampleStories.AllWell;
        story = story with { Temperature = story.Temperature! with { CoveragePercent = 89.99 } };

        Assert.Equal(VerdictKind.ColdChainIncomplete, TraceVerdict.Of(story).Kind);
    }

    [Theory]
    [InlineData(100, 100)]
    [InlineData(99.97, 99.9)]
    [InlineData(220.0 / 240 * 100, 91.7)]
    [InlineData(0, 0)]
    [InlineData(-3, 0)]
    public void Full_coverage_is_said_only_when_it_is_full(double percent, double shown) =>
        Assert.Equal(shown, (SampleStories.Trip() with { CoveragePercent = percent }).ShownCoverage);

    [Theory]
    [InlineData("en", "Origin on record, too warm on the way")]
    [InlineData("zh-CN", "来源可查，途中曾超温")]
    public async Task A_headline_that_breaks_at_its_comma_still_reads_as_one_line(string language, string headline)
    {
        var html = await PageAsync(SampleStories.Excursion, language);
        var heading = html[
            html.IndexOf("<h1", StringComparison.Ordinal)..html.IndexOf("</h1>", StringComparison.Ordinal)
        ];

        // An inline block swallows the space at its own end.
        Assert.Equal(headline, Tag().Replace(heading, "").Trim());
        Assert.DoesNotContain(" </i>", heading, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recalled_code_is_not_called_valid()
    {
        var html = await PageAsync(SampleStories.Recalled, "zh-CN");

        Assert.DoesNotContain(">有效<", html.ReplaceLineEndings(""), StringComparison.Ordinal);
        Assert.Contains("已召回", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zh-CN", "91.7 %", "20 分钟无数据")]
    [InlineData("en", "91.7 %", "20 minutes")]
    public async Task The_excursion_of_T1_with_a_gap_says_its_coverage(string language, string coverage, string silence)
    {
        var html = await PageAsync(SampleStories.ExcursionWithGap, language);

        Assert.Contains(coverage, html, StringComparison.Ordinal);
        Assert.Contains(silence, html, StringComparison.Ordinal);
        Assert.Contains("17.6", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public async Task No_excursion_is_never_said_without_its_coverage(string language)
    {
        foreach (var percent in (double[])[100, 99.5, 95, 40])
        {
            var story = SampleStories.AllWell;
            story = story with { Temperature = story.Temperature! with { CoveragePercent = percent } };

            var html = await PageAsync(story, language);

            Assert.Contains(
                percent == 100 ? "100 %" : $"{story.Temperature.ShownCoverage:0.0} %",
                html,
                StringComparison.Ordinal
            );
        }
    }

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public async Task The_page_needs_no_script_and_nothing_else_to_load(string language)
    {
        var html = await PageAsync(SampleStories.Week, language);

        foreach (
            var forbidden in (string[])["<script", "<link", "src=", "@import", "javascript:", " onclick", "url(http"]
        )
        {
            Assert.DoesNotContain(forbidden, html, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task The_telephone_number_stands_in_the_certificate_alone()
    {
        var html = await PageAsync(SampleStories.AllWell, "zh-CN");

        Assert.Equal(2, html.Split("020-82930000").Length);
    }

    [Fact]
    public async Task What_people_typed_is_text_and_never_markup()
    {
        const string hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&";
        var name = Bilingual.Same(hostile);
        var story = SampleStories.AllWell;
        story = story with
        {
            Product = story.Product with { Name = name, Variety = name, Grade = name, GradeStandard = hostile },
            Lot = story.Lot with { Producer = name, Origin = name },
            Certificate = story.Certificate! with
            {
                Number = hostile,
                ProductName = hostile,
                Quantity = hostile,
                Origin = hostile,
                Promiser = hostile,
                Contact = hostile,
                Promises = [hostile],
                Bases = [new(hostile, true)],
                LegalBasis = hostile,
            },
            Journey =
            [
                .. story.Journey.Select(step =>
                    step with
                    {
                        Place = name,
                        Town = name,
                        Party = name,
                        Facts = [new(JourneyFactKind.Method, hostile), new(JourneyFactKind.Reserve, hostile)],
                    }
                ),
            ],
        };

        var html = await PageAsync(story, "zh-CN");

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
    }

    private static Task<string> PageAsync(TraceStory story, string language) =>
        Rendering.HtmlAsync<TracePage>(language, ("Story", story), ("Here", "/t/7F3K9QX2M8V"));

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    private static TraceStory Story(string name) =>
        (TraceStory)typeof(SampleStories).GetProperty(name)!.GetValue(null)!;
}

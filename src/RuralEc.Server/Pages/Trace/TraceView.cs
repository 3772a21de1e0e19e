using System.Text.Json.Serialization;
using Microsoft.Extensions.Localization;
using RuralEc.ColdChain;
using RuralEc.Gs1;

namespace RuralEc.Server.Pages.Trace;

/// <summary>A scan as data: the same facts as the page. <paramref name="Context"/> is there for JSON-LD alone.</summary>
internal sealed record TraceView(
    [property: JsonPropertyName("@context"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        IReadOnlyDictionary<string, string>? Context,
    [property: JsonPropertyName("@id")] string Id,
    VerdictView Verdict,
    ProductFacts Product,
    LotFacts Lot,
    ScannedPackage? Package,
    TemperatureView? Temperature,
    CertificateFacts? Certificate,
    IReadOnlyList<JourneyStep> Journey,
    DateTimeOffset AsOf
)
{
    private static readonly Dictionary<string, string> Vocabulary = new()
    {
        ["@vocab"] = "https://ruralec.example/voc/",
        ["gs1"] = "https://gs1.org/voc/",
        ["gtin"] = "gs1:gtin",
        ["serial"] = "gs1:hasSerialNumber",
        ["number"] = "gs1:hasBatchLotNumber",
        ["harvestedOn"] = "gs1:harvestDate",
        ["packedOn"] = "gs1:packagingDate",
        ["bestBefore"] = "gs1:bestBeforeDate",
    };

    public static TraceView Of(TraceStory story, IStringLocalizer<TraceTexts> texts, bool linked)
    {
        var (verdict, words) = (TraceVerdict.Of(story), new TraceWords(texts));
        var lot = new Lgtin(story.Product.Gtin, story.Lot.Number);
        return new(
            linked ? Vocabulary : null,
            story.Package is { } package ? new Sgtin(story.Product.Gtin, package.Serial).ToUri() : lot.ToUri(),
            new(
                verdict.Kind,
                verdict.Tone,
                words.Heading(verdict.Kind),
                string.Concat(words.Lead(story, verdict.Kind))
            ),
            story.Product,
            story.Lot,
            story.Package,
            story.Temperature is { } line ? TemperatureView.Of(line) : null,
            story.Certificate,
            story.Journey,
            story.AsOf
        );
    }
}

/// <summary>The verdict, in words of the language that was asked for.</summary>
internal sealed record VerdictView(VerdictKind Kind, Tone Tone, string Heading, string Text);

/// <summary>The cold chain of the goods. Readings are thinned to what a chart shows, peaks included; of a lot that went several <paramref name="Ways"/> it is the worst.</summary>
internal sealed record TemperatureView(
    DateTimeOffset From,
    DateTimeOffset To,
    TemperatureVerdict Verdict,
    double CoveragePercent,
    double? LowCelsius,
    double? HighCelsius,
    double? MinCelsius,
    double? MaxCelsius,
    double MinutesAbove,
    double MinutesBelow,
    double? LifeUsedPercent,
    int Ways,
    IReadOnlyList<TemperatureLeg> Legs,
    IReadOnlyList<Breach> Breaches,
    IReadOnlyList<Stretch> Gaps,
    IReadOnlyList<TemperaturePoint> Readings
)
{
    public static TemperatureView Of(TemperatureLine line) =>
        new(
            line.Window.From,
            line.Window.To,
            line.Verdict,
            line.ShownCoverage,
            line.LowCelsius,
            line.HighCelsius,
            line.MinCelsius,
            line.MaxCelsius,
            line.TimeAbove.TotalMinutes,
            line.TimeBelow.TotalMinutes,
            line.LifeUsedPercent,
            line.Ways,
            line.Legs,
            line.Breaches,
            line.Gaps,
            TemperatureChart.Thin(line.Points, line.Window, TemperatureChart.Columns)
        );
}

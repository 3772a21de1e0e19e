using System.Text.Json.Serialization;
using RuralEc.Gs1;
using RuralEc.Traceability.Codes;
using RuralEc.Traceability.Lots;

namespace RuralEc.Server.Pages.Trace;

/// <summary>A name in both languages of the page.</summary>
public sealed record Bilingual(
    [property: JsonPropertyName("zh")] string Chinese,
    [property: JsonPropertyName("en")] string English
)
{
    public static Bilingual Same(string text) => new(text, text);
}

/// <summary>
/// Everything the page of a lot or a package shows: facts only, no sentences. Places are no finer than a town; a
/// telephone number stands nowhere but in the certificate.
/// </summary>
public sealed record TraceStory
{
    public required ProductFacts Product { get; init; }
    public required LotFacts Lot { get; init; }

    /// <summary>The code on the package; null when the link names the lot only.</summary>
    public ScannedPackage? Package { get; init; }

    public TemperatureLine? Temperature { get; init; }
    public CertificateFacts? Certificate { get; init; }
    public required IReadOnlyList<JourneyStep> Journey { get; init; }

    /// <summary>The moment for which all this holds.</summary>
    public required DateTimeOffset AsOf { get; init; }
}

/// <summary>What it is. <paramref name="NetContentKg"/> is null for bulk goods.</summary>
public sealed record ProductFacts(
    Gtin Gtin,
    Bilingual Name,
    Bilingual Variety,
    Bilingual? Grade,
    decimal? NetContentKg,
    string? GradeStandard
);

/// <summary>Who made it, where and when.</summary>
public sealed record LotFacts
{
    public required BatchNumber Number { get; init; }
    public required Bilingual Producer { get; init; }

    /// <summary>District and town of the orchard, never finer.</summary>
    public required Bilingual Origin { get; init; }

    public DateOnly? HarvestedOn { get; init; }
    public DateOnly? PackedOn { get; init; }
    public DateOnly? BestBefore { get; init; }

    /// <summary>Sale is stopped while something is looked into.</summary>
    public bool Held { get; init; }
}

/// <summary>One package's code. Scans are counted up to some seconds ago.</summary>
public sealed record ScannedPackage(
    SerialNumber Serial,
    string ShortCode,
    TraceCodeState State,
    DateTimeOffset StateAt,
    DateTimeOffset? ActivatedAt,
    int ScanCount,
    DateTimeOffset? FirstScanAt
)
{
    /// <summary>A household box is looked at a few times; more than this invites a closer look, and accuses nobody.</summary>
    public const int ManyScans = 20;

    public bool ScannedOften => ScanCount > ManyScans;
}

/// <summary>The conformity certificate (承诺达标合格证), with the words of its day of issue.</summary>
public sealed record CertificateFacts
{
    public required string Number { get; init; }
    public required string ProductName { get; init; }
    public required string Quantity { get; init; }
    public required string Origin { get; init; }
    public required string Promiser { get; init; }
    public required string Contact { get; init; }
    public required DateOnly IssuedOn { get; init; }
    public required IReadOnlyList<string> Promises { get; init; }
    public required IReadOnlyList<CertificateBox> Bases { get; init; }
    public required string LegalBasis { get; init; }
    public DateTimeOffset? VoidedAt { get; init; }
}

/// <summary>A tick box of the certificate.</summary>
public sealed record CertificateBox(string Label, bool Ticked);

/// <summary>What happened to the goods, in the words a consumer knows.</summary>
public enum JourneyKind
{
    Harvest,
    Precooling,
    Grading,
    Packing,
    Certificate,
    Shipping,
    Receiving,
    Rejection,
    Repacking,
    Hold,
    Release,
    Sale,
}

/// <summary>One step of the way: when, what, where (a place's name and its town), by whom, and short facts.</summary>
public sealed record JourneyStep(
    JourneyKind Kind,
    DateTimeOffset At,
    Bilingual? Place,
    Bilingual? Town,
    Bilingual? Party,
    IReadOnlyList<JourneyFact> Facts
);

/// <summary>A short fact of a step: what is measured, the number, its unit.</summary>
public sealed record JourneyFact(JourneyFactKind Kind, string Value);

/// <summary>What a fact of the journey tells; its unit is part of its words.</summary>
public enum JourneyFactKind
{
    QuantityKg,
    QuantityBoxes,
    PulpBeforeCelsius,
    PulpAfterCelsius,
    SurfaceCelsius,
    Method,
    Reserve,
}

/// <summary>A trade item without a lot: what it is, and the lots made of it lately.</summary>
public sealed record ProductStory(ProductFacts Product, Bilingual Producer, IReadOnlyList<RecentLot> Lots);

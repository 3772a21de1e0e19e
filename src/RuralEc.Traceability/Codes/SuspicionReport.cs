using RuralEc.Gs1;

namespace RuralEc.Traceability.Codes;

/// <summary>What a consumer found wrong with a package. Who reported is not kept.</summary>
internal sealed class SuspicionReport
{
    public const int MaxTextLength = 500;

    /// <summary>Made by the client.</summary>
    public Guid Id { get; set; }
    public Gtin Gtin { get; set; }
    public SerialNumber Serial { get; set; }

    /// <summary>The co-operative which issued the code.</summary>
    public Gln OwnerGln { get; set; }
    public SuspicionKind Kind { get; set; }
    public string? Text { get; set; }
    public DateTimeOffset ReportedAt { get; set; }
}

/// <summary>What is suspected.</summary>
public enum SuspicionKind
{
    /// <summary>The label looks copied, or the hidden code was open.</summary>
    CopiedLabel,

    /// <summary>The package holds something else than the page says.</summary>
    WrongProduct,

    /// <summary>Spoiled, dirty or foul.</summary>
    BadQuality,

    /// <summary>Something else; the text says what.</summary>
    Other,
}

namespace RuralEc.ColdChain.Retention;

/// <summary>
/// An order to keep raw readings: of everything related to a lot or pallet, or of an asset; of a time, or of all times.
/// The row is its history: who set it and why, who released it and why.
/// </summary>
internal sealed class LegalHold
{
    /// <summary>Made by the client.</summary>
    public Guid Id { get; set; }

    /// <summary>Canonical URI of a lot or a pallet; either this or <see cref="AssetId"/>.</summary>
    public string? ItemUri { get; set; }
    public Guid? AssetId { get; set; }

    /// <summary>Null: from the beginning.</summary>
    public DateTimeOffset? From { get; set; }

    /// <summary>Null: without an end.</summary>
    public DateTimeOffset? To { get; set; }

    /// <summary>GB/T 2260 code of the district whose officers see and release it, 6 digits.</summary>
    public required string DistrictCode { get; set; }
    public required string Reason { get; set; }
    public required string SetBy { get; set; }
    public DateTimeOffset SetAt { get; set; }
    public string? ReleaseReason { get; set; }
    public string? ReleasedBy { get; set; }
    public DateTimeOffset? ReleasedAt { get; set; }
    public int Version { get; set; }
}

namespace RuralEc.ColdChain.Assets;

/// <summary>Goods in an asset for a time: a lot or a pallet, by its canonical GS1 URI.</summary>
internal sealed class Placement
{
    /// <summary>Made by the client.</summary>
    public Guid Id { get; set; }
    public required string ItemUri { get; set; }

    /// <summary>Decides the limits; null where the class is not known: chilled food.</summary>
    public string? ProductClass { get; set; }
    public Guid AssetId { get; set; }
    public DateTimeOffset From { get; set; }
    public DateTimeOffset? To { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public int Version { get; set; }
}

namespace RuralEc.ColdChain.Assets;

/// <summary>A logger in an asset for a time; its readings of that time are the asset's.</summary>
internal sealed class Mounting
{
    /// <summary>Made by the client.</summary>
    public Guid Id { get; set; }
    public required string Device { get; set; }
    public Guid AssetId { get; set; }
    public DateTimeOffset From { get; set; }
    public DateTimeOffset? To { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public int Version { get; set; }

    /// <summary>Ends it. The caller tracks it, saves, and has the alarms there judged again.</summary>
    public void End(DateTimeOffset at)
    {
        To = at;
        Version++;
    }
}

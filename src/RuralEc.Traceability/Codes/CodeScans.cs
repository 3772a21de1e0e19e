using RuralEc.Gs1;

namespace RuralEc.Traceability.Codes;

/// <summary>How often a code was scanned in one minute. No person, device, address or place is kept.</summary>
internal sealed class CodeScans
{
    public Gtin Gtin { get; set; }
    public SerialNumber Serial { get; set; }

    /// <summary>The day in China (UTC+8).</summary>
    public DateOnly Day { get; set; }

    /// <summary>Minute of that day, 0 to 1439.</summary>
    public int Minute { get; set; }
    public int Count { get; set; }
}

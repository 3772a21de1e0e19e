using RuralEc.Gs1;

namespace RuralEc.Traceability.Parties;

/// <summary>A registered business (主体): who acts, owns or holds. Its GLN is its party key (AI 417).</summary>
internal sealed class Party
{
    public Gln Gln { get; set; }
    public PartyKind Kind { get; set; }
    public required string Name { get; set; }
    public required string NameEn { get; set; }

    /// <summary>Unified social credit code (GB 32100), 18 characters.</summary>
    public string? Uscc { get; set; }

    /// <summary>GB/T 2260 code of the district, 6 digits.</summary>
    public required string DistrictCode { get; set; }

    /// <summary>Code of the town, 9 digits.</summary>
    public string? TownCode { get; set; }
    public string? Phone { get; set; }
    public string? Address { get; set; }
    public DateTimeOffset RegisteredAt { get; set; }
}

/// <summary>What a party is to the others.</summary>
public enum PartyKind
{
    Cooperative,
    NodeOperator,
    Carrier,
    Buyer,
}

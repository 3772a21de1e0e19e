namespace RuralEc.ColdChain.Assets;

/// <summary>Whether a GB/T 2260 code can be right: given by the host, because this room keeps no divisions.</summary>
public delegate Task<bool> DistrictCheck(string code, CancellationToken ct);

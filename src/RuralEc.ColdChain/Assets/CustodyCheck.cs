using RuralEc.Gs1;

namespace RuralEc.ColdChain.Assets;

/// <summary>
/// Whether a party ever had goods in its hands, so that nobody speaks of a stranger's goods: given by the host, because
/// this room knows no handovers.
/// </summary>
/// <param name="itemUri">Canonical URI of a lot or a pallet.</param>
public delegate Task<bool> CustodyCheck(string itemUri, Gln party, CancellationToken ct);

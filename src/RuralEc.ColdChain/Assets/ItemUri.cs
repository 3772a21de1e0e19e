using RuralEc.Gs1;

namespace RuralEc.ColdChain.Assets;

/// <summary>Goods as commands name them: the canonical URI of a lot or a pallet.</summary>
internal static class ItemUri
{
    /// <summary>Why a text names no goods, or null.</summary>
    public static DeskAnswer.Forbidden? Check(string itemUri) =>
        Lgtin.TryFromUri(itemUri, out _) || Sscc.TryFromUri(itemUri, out _)
            ? null
            : new(
                "not-an-item",
                "Not the canonical URI of a lot or a pallet",
                "需要批次或托盘的标准标识（https://id.gs1.org/01/…/10/… 或 /00/…）。",
                "/itemUri"
            );
}

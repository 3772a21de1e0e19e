namespace RuralEc.Traceability.Parties;

/// <summary>
/// Whether a GB/T 2260 code can be right: given by the host, because this room keeps no divisions. An officer sees what
/// lies in his district, so a code that no division has would hide it from everybody.
/// </summary>
public delegate Task<bool> DivisionCheck(string code, CancellationToken ct);

internal static class Divisions
{
    /// <summary>The refusal of a code that no division has, or null. Without a check every code is taken.</summary>
    public static async Task<Refusal?> CheckAsync(
        this DivisionCheck? known,
        string? code,
        string field,
        CancellationToken ct
    ) =>
        known is null || code is null || await known(code, ct)
            ? null
            : new Refusal("unknown-division", "Unknown division", $"没有区划代码{code}。", field);
}

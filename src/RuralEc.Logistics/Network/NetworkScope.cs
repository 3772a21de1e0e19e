using RuralEc.Gs1;

namespace RuralEc.Logistics.Network;

/// <summary>Of which part of the network figures are asked.</summary>
/// <param name="Prefix">The beginning of division codes: empty for all, 6 digits for a district, 9 for a town.</param>
/// <param name="Node">Only this node.</param>
public sealed record NetworkScope(string Prefix, Gln? Node = null)
{
    /// <summary>Everything within reach.</summary>
    public static NetworkScope All { get; } = new("");
}

/// <summary>Of which time figures are asked, and what was known when.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
/// <param name="AsOf">What was recorded later does not count.</param>
public sealed record NetworkPeriod(DateOnly From, DateOnly To, DateTimeOffset AsOf)
{
    /// <summary>Calendar days, both ends included.</summary>
    public int Days => To.DayNumber - From.DayNumber + 1;
}

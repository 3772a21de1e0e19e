using RuralEc.Gs1;

namespace RuralEc.Traceability.Flows;

/// <summary>That a lot left a party or came to one.</summary>
/// <param name="Arrives">True where it came, false where it left.</param>
/// <param name="FromPlaceGln">The place that it left; who drove it here does not matter.</param>
internal sealed record LotMove(
    bool Arrives,
    DateTimeOffset At,
    Gln PartyGln,
    Gln? FromPlaceGln,
    string? DespatchNumber
);

/// <summary>Whether the way of a lot is without gaps. Pure.</summary>
internal static class TraceChain
{
    /// <summary>
    /// Each arrival has the departure that it ends (same despatch number, same place, not later), and whoever sent the
    /// lot on had made it or had received it before.
    /// </summary>
    public static bool IsComplete(Gln maker, IReadOnlyCollection<LotMove> moves) =>
        moves.All(move => move.Arrives ? DepartureOf(move, moves) is not null : HadIt(move, maker, moves));

    /// <summary>The departure that an arrival ends; null where there is none.</summary>
    public static LotMove? DepartureOf(LotMove arrival, IEnumerable<LotMove> moves) =>
        moves.FirstOrDefault(m =>
            !m.Arrives
            && m.DespatchNumber is not null
            && m.DespatchNumber == arrival.DespatchNumber
            && m.FromPlaceGln == arrival.FromPlaceGln
            && m.At <= arrival.At
        );

    private static bool HadIt(LotMove departure, Gln maker, IEnumerable<LotMove> moves) =>
        departure.PartyGln == maker
        || moves.Any(m => m.Arrives && m.PartyGln == departure.PartyGln && m.At <= departure.At);
}

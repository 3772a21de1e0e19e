using RuralEc.Gs1;

namespace RuralEc.Traceability.Lots;

/// <summary>Which of a lot's journeys led to where goods of it went into the next lot. Pure.</summary>
internal static class AncestorWay
{
    private static readonly StepKind[] Moves =
    [
        StepKind.Shipping,
        StepKind.Receiving,
        StepKind.Rejection,
        StepKind.Custody,
        StepKind.RetailSale,
    ];

    /// <summary>True for a step that takes goods from one place to another: a lot may go many ways at once.</summary>
    public static bool IsMove(StepKind kind) => Moves.Contains(kind);

    /// <summary>
    /// The despatch numbers of the journeys that led to <paramref name="places"/>, followed back from their arrivals.
    /// </summary>
    /// <param name="moves">The moves of the lot until its end, in any order.</param>
    public static IReadOnlySet<string> To(IEnumerable<Gln> places, IEnumerable<Step> moves)
    {
        var reached = places.ToHashSet();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var arrival in moves.Where(m => m.Kind == StepKind.Receiving).OrderByDescending(m => m.EventTime))
        {
            if (reached.Contains(arrival.PlaceGln) && DespatchOf(arrival) is { } despatch)
            {
                taken.Add(despatch);
                reached.Add(arrival.OtherPlaceGln ?? arrival.PlaceGln);
            }
        }
        return taken;
    }

    public static string? DespatchOf(Step move) =>
        StepFacts.Read(move.Facts).TryGetValue(StepFact.DespatchNumber, out var number) ? number : null;
}

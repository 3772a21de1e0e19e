namespace RuralEc.Traceability.Codes;

/// <summary>The life of one trace code on one package.</summary>
public enum TraceCodeState
{
    /// <summary>Issued and perhaps printed; on no package yet.</summary>
    Printed,

    /// <summary>On a packed package.</summary>
    Activated,

    /// <summary>On its way between nodes, or in stock at one before the market.</summary>
    Shipped,

    /// <summary>Entered a wholesale or retail market, or a processor (入市).</summary>
    InMarket,

    /// <summary>Sold to a consumer.</summary>
    Sold,

    /// <summary>Called back: the package is not to be eaten or sold.</summary>
    Recalled,

    /// <summary>Taken out of use: misprinted, torn, lost.</summary>
    Void,
}

/// <summary>Which states may follow which. Void and recalled are ends.</summary>
public static class TraceCodeLife
{
    /// <summary>True when a code may go from one state to the other. Staying is not going.</summary>
    public static bool MayBecome(TraceCodeState from, TraceCodeState to) => Before(to).Contains(from);

    /// <summary>The states from which <paramref name="to"/> may be reached.</summary>
    public static IReadOnlyList<TraceCodeState> Before(TraceCodeState to) =>
        to switch
        {
            TraceCodeState.Printed => [],
            TraceCodeState.Activated => [TraceCodeState.Printed],
            TraceCodeState.Shipped => [TraceCodeState.Activated],
            TraceCodeState.InMarket => [TraceCodeState.Shipped],
            // A direct sale from the co-operative's door ships nothing; a parcel never sees a market.
            TraceCodeState.Sold => [TraceCodeState.Activated, TraceCodeState.Shipped, TraceCodeState.InMarket],
            TraceCodeState.Recalled =>
            [
                TraceCodeState.Printed,
                TraceCodeState.Activated,
                TraceCodeState.Shipped,
                TraceCodeState.InMarket,
                TraceCodeState.Sold,
            ],
            // Once a package is sold its code stays what it was; only a recall speaks to its owner.
            TraceCodeState.Void =>
            [
                TraceCodeState.Printed,
                TraceCodeState.Activated,
                TraceCodeState.Shipped,
                TraceCodeState.InMarket,
            ],
            _ => [],
        };
}

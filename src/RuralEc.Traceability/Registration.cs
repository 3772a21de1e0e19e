namespace RuralEc.Traceability;

/// <summary>What became of a request to put something into a register.</summary>
/// <typeparam name="TView">What is registered, as others see it.</typeparam>
public abstract record Registration<TView>
{
    private Registration() { }

    public sealed record Registered(TView View) : Registration<TView>;

    /// <summary>The same request came before; nothing changed.</summary>
    public sealed record AlreadyRegistered(TView View) : Registration<TView>;

    /// <summary>The key at <paramref name="Field"/> belongs to something else.</summary>
    public sealed record Taken(string Detail, string Field) : Registration<TView>;

    /// <summary>What <paramref name="Field"/> names is unknown or another party's.</summary>
    public sealed record NotFound(string Detail, string Field) : Registration<TView>;

    public sealed record Refused(Refusal Why) : Registration<TView>;
}

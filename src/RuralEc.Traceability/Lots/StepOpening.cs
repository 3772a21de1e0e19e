using RuralEc.Gs1;

namespace RuralEc.Traceability.Lots;

/// <summary>A new command that passed its door: who acts, and the fingerprint by which a repeat will be known.</summary>
internal sealed record StepOpening(Gln PartyGln, string AccountId, string Fingerprint)
{
    public StepDraft Draft(
        Guid id,
        StepKind kind,
        Gln place,
        DateTimeOffset at,
        params IEnumerable<(string Key, object? Value)> facts
    ) => new(id, kind, PartyGln, place, at, AccountId, Fingerprint) { Facts = StepFacts.Of(facts) };
}

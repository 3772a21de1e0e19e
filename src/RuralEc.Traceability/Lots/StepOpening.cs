using RuralEc.Gs1;

namespace RuralEc.Traceability.Lots;

/// <summary>
/// A command that passed its door: either answered already, or open to be recorded by a party and an account.
/// </summary>
internal sealed record StepOpening(StepOutcome? Answer, Gln PartyGln, string AccountId, string Fingerprint)
{
    public StepDraft Draft(
        Guid id,
        StepKind kind,
        Gln place,
        DateTimeOffset at,
        params IEnumerable<(string Key, object? Value)> facts
    ) => new(id, kind, PartyGln, place, at, AccountId, Fingerprint) { Facts = StepFacts.Of(facts) };
}

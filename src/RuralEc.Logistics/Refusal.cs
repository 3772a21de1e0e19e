namespace RuralEc.Logistics;

/// <summary>
/// Why a rule refused: <paramref name="Kind"/> names it in kebab case, <paramref name="Title"/> is English,
/// <paramref name="Detail"/> is the Chinese sentence for people, <paramref name="Field"/> the faulty field (RFC 6901).
/// </summary>
public sealed record Refusal(string Kind, string Title, string Detail, string Field);

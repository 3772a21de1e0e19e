namespace RuralEc.ColdChain;

/// <summary>From <paramref name="From"/> to before <paramref name="To"/>.</summary>
public readonly record struct TimeWindow(DateTimeOffset From, DateTimeOffset To);

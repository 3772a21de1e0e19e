namespace RuralEc.Logistics.Plans;

/// <summary>What a plan is about.</summary>
public enum PlanKind
{
    /// <summary>选址方案: where to open nodes.</summary>
    Siting,

    /// <summary>日计划: which vehicle goes where on a day.</summary>
    Routes,
}

/// <summary>A plan that somebody kept: what was asked and what came out, as they were.</summary>
internal sealed class Plan
{
    public Guid Id { get; set; }
    public PlanKind Kind { get; set; }
    public required string Name { get; set; }
    public required string AccountId { get; set; }

    /// <summary>Others who see the same districts see it, too.</summary>
    public bool Shared { get; set; }

    /// <summary>The beginning of the division codes that it is about; empty for all.</summary>
    public required string Prefix { get; set; }

    /// <summary>The question as JSON.</summary>
    public required string Question { get; set; }

    /// <summary>The answer as JSON.</summary>
    public required string Answer { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
}

/// <summary>A kept plan without its content.</summary>
public sealed record PlanHead(
    Guid Id,
    PlanKind Kind,
    string Name,
    string Prefix,
    bool Shared,
    bool Own,
    DateTimeOffset CreatedAt
);

/// <summary>A kept plan.</summary>
public sealed record PlanView<TQuestion, TAnswer>(PlanHead Head, TQuestion Question, TAnswer Answer);

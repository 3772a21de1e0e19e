namespace RuralEc.Traceability.Lots;

/// <summary>Keys of the short facts which a step leaves for the timeline; the unit stands in the name.</summary>
public static class StepFact
{
    public const string Crates = "crates";
    public const string CullsKg = "cullsKg";
    public const string EndedAt = "endedAt";
    public const string LossKg = "lossKg";
    public const string LossReason = "lossReason";
    public const string Method = "method";
    public const string PulpAfterCelsius = "pulpAfterCelsius";
    public const string PulpBeforeCelsius = "pulpBeforeCelsius";
    public const string PulpMaxCelsius = "pulpMaxCelsius";
    public const string PulpMinCelsius = "pulpMinCelsius";
    public const string Reason = "reason";
    public const string ShrinkKg = "shrinkKg";
    public const string StartedAt = "startedAt";
    public const string UnexplainedKg = "unexplainedKg";
}

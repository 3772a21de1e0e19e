namespace RuralEc.Traceability.Lots;

/// <summary>Keys of the short facts which a step leaves for the timeline; the unit stands in the name.</summary>
public static class StepFact
{
    public const string Certificate = "certificate";
    public const string CoreCelsius = "coreCelsius";
    public const string Crates = "crates";
    public const string CullsKg = "cullsKg";
    public const string Decision = "decision";
    public const string DespatchNumber = "despatchNumber";
    public const string Difference = "difference";
    public const string EndedAt = "endedAt";
    public const string HandoverKind = "handoverKind";
    public const string LossKg = "lossKg";
    public const string LossReason = "lossReason";
    public const string Method = "method";
    public const string PulpAfterCelsius = "pulpAfterCelsius";
    public const string PulpBeforeCelsius = "pulpBeforeCelsius";
    public const string PulpMaxCelsius = "pulpMaxCelsius";
    public const string PulpMinCelsius = "pulpMinCelsius";
    public const string Reason = "reason";
    public const string ShrinkKg = "shrinkKg";
    public const string Sscc = "sscc";
    public const string StartedAt = "startedAt";
    public const string SurfaceMaxCelsius = "surfaceMaxCelsius";
    public const string SurfaceMinCelsius = "surfaceMinCelsius";
    public const string UnexplainedKg = "unexplainedKg";
    public const string Vehicle = "vehicle";
    public const string VehicleAirCelsius = "vehicleAirCelsius";
}

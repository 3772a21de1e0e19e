namespace RuralEc.ColdChain;

/// <summary>One record of a SenML pack (RFC 8428 §4), in whichever form it came; null where it lacks the field.</summary>
internal record struct SenmlRecord
{
    public double? BaseVersion { get; set; }
    public string? BaseName { get; set; }
    public double? BaseTime { get; set; }
    public string? BaseUnit { get; set; }
    public double? BaseValue { get; set; }
    public string? Name { get; set; }
    public string? Unit { get; set; }
    public double? Value { get; set; }
    public bool? Flag { get; set; }
    public double? Time { get; set; }

    /// <summary>A text as it is taken: short.</summary>
    public static string TextOf(string text, string place) =>
        text.Length <= 100
            ? text
            : throw new RefusedException(
                RefusalKind.NotReadings,
                $"{place}: a text of at most 100 characters is needed."
            );

    /// <summary>RFC 8428 §4.4: a label ending in "_" must be understood, and none is defined.</summary>
    public static void PassOver(string label, string place)
    {
        if (label.EndsWith('_'))
        {
            throw new RefusedException(RefusalKind.NotReadings, $"{place}: this field must be understood and is not.");
        }
    }
}

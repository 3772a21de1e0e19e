namespace RuralEc.Epcis;

/// <summary>One sensor report, its values in the SI unit of the quantity: kelvin for temperatures.</summary>
internal sealed class SensorEntry
{
    public long EventKey { get; init; }

    public required int Position { get; init; }

    /// <summary>The measurement type, such as <c>Temperature</c>.</summary>
    public required string Type { get; init; }

    /// <summary>UN/ECE Rec 20 code of the values as they stand here, where the report gave a unit.</summary>
    public string? Uom { get; init; }

    public double? Value { get; init; }
    public double? Min { get; init; }
    public double? Max { get; init; }
    public double? Mean { get; init; }

    /// <summary>All sensor reports of an event.</summary>
    public static List<SensorEntry> Of(EpcisEvent captured)
    {
        List<SensorEntry> entries = [];
        foreach (var report in captured.SensorElements.SelectMany(element => element.Reports))
        {
            if (report.Type is not { } type)
            {
                continue;
            }
            var (uom, toSi) = SiUnit(report.Uom);
            double? InSi(decimal? value) => value is { } number ? toSi((double)number) : null;
            entries.Add(
                new()
                {
                    Position = entries.Count,
                    Type = type,
                    Uom = uom,
                    Value = InSi(report.Value),
                    Min = InSi(report.MinValue),
                    Max = InSi(report.MaxValue),
                    Mean = InSi(report.MeanValue),
                }
            );
        }
        return entries;
    }

    // UN/ECE Rec 20: degrees Celsius and Fahrenheit to kelvin; other units stay as they are.
    private static (string? Uom, Func<double, double> ToSi) SiUnit(string? uom) =>
        uom switch
        {
            "CEL" => ("KEL", celsius => celsius + 273.15),
            "FAH" => ("KEL", fahrenheit => (fahrenheit + 459.67) * 5 / 9),
            _ => (uom, value => value),
        };
}

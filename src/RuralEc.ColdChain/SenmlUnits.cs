namespace RuralEc.ColdChain;

/// <summary>Turns SenML names and units (RFC 8428 §12.1) into our quantities and units.</summary>
internal static class SenmlUnits
{
    public static (string Quantity, double Value) Convert(string name, string? unit, double value, string place)
    {
        var label = name[(name.LastIndexOfAny([':', '/']) + 1)..];
        return (label, unit) switch
        {
            ("t" or "temp" or "temperature" or "v", "Cel" or null) => (Quantities.Temperature, value),
            ("t" or "temp" or "temperature" or "v", "K") => (Quantities.Temperature, value - 273.15),
            ("t" or "temp" or "temperature", _) => throw new RefusedException(
                RefusalKind.OutOfRange,
                $"{place}/u: temperature is in Cel or K."
            ),
            (_, "Cel") => (Quantities.Temperature, value),
            (_, "%RH") => (Quantities.Humidity, value),
            ("rh" or "humidity", "/") => (Quantities.Humidity, value * 100),
            ("rh" or "humidity", null) => (Quantities.Humidity, value),
            ("bat" or "battery", "%EL") => (Quantities.Battery, value),
            ("bat" or "battery", "/") => (Quantities.Battery, value * 100),
            ("bat" or "battery", null) => (Quantities.Battery, value),
            ("door", _) => (Quantities.Door, value),
            _ => (ReadingMessage.NameOf(unit is null ? label : $"{label}:{Safe(unit)}", place + "/n"), value),
        };
    }

    // A unit such as "m/s2" is part of the kept name; other characters than a name may have are spelled out.
    private static string Safe(string unit) => unit.Replace("%", "pct", StringComparison.Ordinal);
}

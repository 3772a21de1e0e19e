namespace RuralEc.ColdChain;

/// <summary>Turns SenML names and units (RFC 8428 §12.1, RFC 8798) into our quantities and units.</summary>
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
            ("lat" or "latitude", "lat" or null) => (Quantities.Latitude, value),
            ("lon" or "longitude", "lon" or null) => (Quantities.Longitude, value),
            ("co2", "ppm" or null) => (Quantities.CarbonDioxide, value),
            ("co2", "/") => (Quantities.CarbonDioxide, value * 1e6),
            ("ethylene" or "c2h4", "ppm" or null) => (Quantities.Ethylene, value),
            ("ethylene" or "c2h4", "ppb") => (Quantities.Ethylene, value / 1000),
            ("ethylene" or "c2h4", "/") => (Quantities.Ethylene, value * 1e6),
            ("shock", "m/s2" or null) => (Quantities.Shock, value),
            _ => (ReadingMessage.NameOf(unit is null ? label : $"{label}:{Safe(unit)}", place + "/n"), value),
        };
    }

    // A unit such as "m/s2" is part of the kept name; other characters than a name may have are spelled out.
    private static string Safe(string unit) => unit.Replace("%", "pct", StringComparison.Ordinal);
}

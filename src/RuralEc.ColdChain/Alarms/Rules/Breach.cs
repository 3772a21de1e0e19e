namespace RuralEc.ColdChain.Alarms.Rules;

/// <summary>One limit passed for longer than it allows, as one logger saw it.</summary>
/// <param name="OnsetAt">The first sample beyond the limit.</param>
/// <param name="RaisedAt">The sample at which it had been beyond for as long as the limit allows.</param>
/// <param name="PeakCelsius">The worst temperature, °C.</param>
/// <param name="ClearedAt">Since when it stayed clear; null while it lasts.</param>
internal sealed record Breach(
    TemperatureLimit Limit,
    string Device,
    DateTimeOffset OnsetAt,
    DateTimeOffset RaisedAt,
    double PeakCelsius,
    DateTimeOffset PeakAt,
    DateTimeOffset? ClearedAt
);

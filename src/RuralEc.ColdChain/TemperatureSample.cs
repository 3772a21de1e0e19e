namespace RuralEc.ColdChain;

/// <summary>One temperature at one instant, in °C.</summary>
public readonly record struct TemperatureSample(DateTimeOffset At, double Celsius);

namespace RuralEc.FirmwareSim.Scenarios;

/// <summary>One simulated data logger: who it is, where it hangs, how it measures and what will go wrong.</summary>
internal sealed record LoggerSpec
{
    /// <summary>Device id: client id, user name and topic level, such as <c>DL-01</c>.</summary>
    public required string Device { get; init; }

    /// <summary>GLN of the party that owns the logger: a topic level.</summary>
    public required string Party { get; init; }

    /// <summary>Password of the device; may come from a credentials file instead.</summary>
    public string? Secret { get; init; }

    /// <summary>Loggers of one group share the group's faults.</summary>
    public string? Group { get; init; }

    /// <summary>How readings are written.</summary>
    public PayloadForm Payload { get; init; }

    /// <summary>What lets the logger delete a reading.</summary>
    public Acknowledgement AcknowledgedBy { get; init; }

    /// <summary>Air temperature that the refrigeration keeps, in °C.</summary>
    public double BaseCelsius { get; init; } = 4;

    /// <summary>Standard deviation of the sensor's noise, in °C.</summary>
    public double Noise { get; init; } = 0.1;

    /// <summary>Amplitude of the compressor's cycle, in °C.</summary>
    public double CycleCelsius { get; init; } = 0.3;

    /// <summary>Period of the compressor's cycle, in seconds.</summary>
    public double CycleSeconds { get; init; } = 1200;

    /// <summary>Air outside the cold space, in °C: where an unrefrigerated space ends.</summary>
    public double AmbientCelsius { get; init; } = 30;

    /// <summary>Relative humidity in %, where the logger has that sensor.</summary>
    public double? HumidityPercent { get; init; }

    /// <summary>The logger has a door contact.</summary>
    public bool DoorSensor { get; init; }

    /// <summary>Battery at the start, in % of full.</summary>
    public double BatteryPercent { get; init; } = 100;

    /// <summary>% of a full battery that a day uses; an empty battery ends the logger.</summary>
    public double BatteryPercentPerDay { get; init; } = 1;

    /// <summary>Seconds between two measurements.</summary>
    public int SamplingSeconds { get; init; } = 60;

    /// <summary>Seconds between two uploads.</summary>
    public int UploadSeconds { get; init; } = 60;

    /// <summary>Second of the first measurement; without it chance spreads the fleet over one beat.</summary>
    public int? PhaseSeconds { get; init; }

    /// <summary>Readings that the logger can keep; then the oldest is lost.</summary>
    public int BufferReadings { get; init; } = 10_000;

    /// <summary>Longest silence towards the broker, in real seconds.</summary>
    public int KeepAliveSeconds { get; init; } = 60;

    public IReadOnlyList<Fault> Faults { get; init; } = [];
}

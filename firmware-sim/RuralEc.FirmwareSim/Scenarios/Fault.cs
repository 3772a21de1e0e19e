using RuralEc.FirmwareSim.Mqtt;

namespace RuralEc.FirmwareSim.Scenarios;

/// <summary>One fault, from <see cref="FromSeconds"/> after the start for <see cref="ForSeconds"/>, simulated time.</summary>
internal sealed record Fault
{
    public required FaultKind Kind { get; init; }

    public required double FromSeconds { get; init; }

    public required double ForSeconds { get; init; }

    /// <summary>Part of the loggers, 0 to 1, that has this fault: chance picks them.</summary>
    public double? DeviceShare { get; init; }

    /// <summary>The fault begins later by up to so many seconds: chance decides for each logger.</summary>
    public double? StartSpreadSeconds { get; init; }

    /// <summary>Refrigeration failure, door, defrost: °C that the air would rise by in the end. Spikes: °C off, either way.</summary>
    public double? RiseCelsius { get; init; }

    /// <summary>Refrigeration failure, door, defrost: seconds after which 63 % of the rise is reached.</summary>
    public double? TauSeconds { get; init; }

    /// <summary>Refrigeration failure, door, defrost: seconds after the end in which 63 % of the rise is gone again.</summary>
    public double? RecoveryTauSeconds { get; init; }

    /// <summary>Refrigeration failure: the exact course of the air, instead of the exponential curve.</summary>
    public IReadOnlyList<CurvePoint>? Curve { get; init; }

    /// <summary>Door, defrost: seconds from one beginning to the next, while the fault lasts.</summary>
    public double? EverySeconds { get; init; }

    /// <summary>Door, defrost: seconds that each time lasts.</summary>
    public double? EachSeconds { get; init; }

    /// <summary>Sensor drift: °C that a day adds.</summary>
    public double? CelsiusPerDay { get; init; }

    /// <summary>Lost boot counter: the number that the device starts with; without it the first of the run.</summary>
    public uint? Boot { get; init; }

    /// <summary>Network loss: how the connection ends.</summary>
    public Break? Break { get; init; }

    /// <summary>Clock error: seconds that the device's clock is ahead; negative is behind.</summary>
    public double? OffsetSeconds { get; init; }

    /// <summary>Clock error: seconds gained in a million; negative is lost.</summary>
    public double? DriftPpm { get; init; }

    /// <summary>Duplicates, malformed: share of messages, 0 to 1. Spikes: share of values.</summary>
    public double? Share { get; init; }

    /// <summary>Out of order: the longest time that a reading is held back, in seconds.</summary>
    public double? SpreadSeconds { get; init; }

    internal double EndSeconds => FromSeconds + ForSeconds;

    internal bool Covers(double second) => second >= FromSeconds && second < EndSeconds;
}

/// <summary>A corner of a course of temperature; straight lines run between corners.</summary>
/// <param name="AtSeconds">Seconds since the fault began.</param>
/// <param name="Celsius">Air temperature there.</param>
internal sealed record CurvePoint(double AtSeconds, double Celsius);

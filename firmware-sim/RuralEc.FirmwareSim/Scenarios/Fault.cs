namespace RuralEc.FirmwareSim.Scenarios;

/// <summary>What goes wrong in the life of a logger.</summary>
public enum FaultKind
{
    /// <summary>No network: the connection breaks without a word, readings are kept until it is back.</summary>
    NetworkLoss,

    /// <summary>A share of the messages is sent twice.</summary>
    Duplicates,

    /// <summary>Readings are held back for differing times, so that they arrive out of order.</summary>
    OutOfOrder,

    /// <summary>The device's clock is wrong, by a fixed offset, a drift, or both.</summary>
    ClockError,

    /// <summary>The door is open: warm air comes in.</summary>
    Door,

    /// <summary>The refrigeration fails: a warm-up curve, then recovery.</summary>
    RefrigerationFailure,

    /// <summary>The battery is empty until it is replaced: silence, then a new power-up.</summary>
    BatteryEnd,
}

/// <summary>One fault, from <see cref="FromSeconds"/> after the start for <see cref="ForSeconds"/>, simulated time.</summary>
public sealed record Fault
{
    public required FaultKind Kind { get; init; }

    public required double FromSeconds { get; init; }

    public required double ForSeconds { get; init; }

    /// <summary>Door, refrigeration failure: degrees Celsius that the air would rise by in the end.</summary>
    public double? RiseCelsius { get; init; }

    /// <summary>Door, refrigeration failure: seconds after which 63 % of the rise is reached.</summary>
    public double? TauSeconds { get; init; }

    /// <summary>Door, refrigeration failure: seconds after the end in which 63 % of the rise is gone again.</summary>
    public double? RecoveryTauSeconds { get; init; }

    /// <summary>Refrigeration failure: the exact course of the air, instead of the exponential curve.</summary>
    public IReadOnlyList<CurvePoint>? Curve { get; init; }

    /// <summary>Clock error: seconds that the device's clock is ahead; negative is behind.</summary>
    public double OffsetSeconds { get; init; }

    /// <summary>Clock error: seconds gained in a million; negative is lost.</summary>
    public double DriftPpm { get; init; }

    /// <summary>Duplicates: share of messages sent twice, 0 to 1.</summary>
    public double Share { get; init; } = 0.3;

    /// <summary>Out of order: the longest time that a reading is held back, in seconds.</summary>
    public double SpreadSeconds { get; init; } = 600;

    internal double EndSeconds => FromSeconds + ForSeconds;

    internal bool Covers(double second) => second >= FromSeconds && second < EndSeconds;
}

/// <summary>A corner of a course of temperature; straight lines run between corners.</summary>
/// <param name="AtSeconds">Seconds since the fault began.</param>
/// <param name="Celsius">Air temperature there.</param>
public sealed record CurvePoint(double AtSeconds, double Celsius);

namespace RuralEc.ColdChain.Devices.Settings;

/// <summary>How somebody wants a logger to work, and what the logger said to it. Never changed but by its answer.</summary>
internal sealed class LoggerSettings
{
    /// <summary>Made by the client.</summary>
    public Guid Id { get; set; }
    public required string Device { get; set; }

    /// <summary>Counts the settings of a device from 1.</summary>
    public int Revision { get; set; }

    /// <summary>Seconds between two samples.</summary>
    public int IntervalSeconds { get; set; }

    /// <summary>Below it the device itself alarms, °C; null for no such limit.</summary>
    public double? LowCelsius { get; set; }
    public double? HighCelsius { get; set; }
    public DateTimeOffset SetAt { get; set; }

    /// <summary>The name of who set it.</summary>
    public required string SetBy { get; set; }

    /// <summary>When the device answered; null while it has not.</summary>
    public DateTimeOffset? AnsweredAt { get; set; }

    /// <summary>The interval at which the device works since then; null while it has not answered, or refused.</summary>
    public int? AppliedIntervalSeconds { get; set; }

    /// <summary>The interval until then.</summary>
    public int? IntervalSecondsBefore { get; set; }

    /// <summary>Why the device does not take it; null where it did, or did not answer.</summary>
    public string? Refusal { get; set; }
}

namespace RuralEc.ColdChain.Devices.Calibrations;

/// <summary>A calibration after the one a logger was registered with. Never changed: a correction is another one of the same time.</summary>
internal sealed class LoggerCalibration
{
    /// <summary>Made by the client.</summary>
    public Guid Id { get; set; }
    public required string Device { get; set; }

    /// <summary>What was measured from then on is read with this offset.</summary>
    public DateTimeOffset CalibratedAt { get; set; }

    /// <summary>K to add to what it measures.</summary>
    public double OffsetKelvin { get; set; }

    /// <summary>Number of the certificate and who issued it.</summary>
    public required string Certificate { get; set; }
    public DateOnly? DueOn { get; set; }
    public DateTimeOffset RecordedAt { get; set; }

    /// <summary>The name of who recorded it.</summary>
    public required string RecordedBy { get; set; }
}

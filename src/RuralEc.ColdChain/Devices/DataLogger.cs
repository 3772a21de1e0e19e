using RuralEc.Gs1;

namespace RuralEc.ColdChain.Devices;

/// <summary>A device that measures and reports, with the credential it signs in with.</summary>
internal sealed class DataLogger
{
    /// <summary>Device id, client id and user name in one: 1 to 40 letters, digits or hyphens.</summary>
    public required string Device { get; set; }

    /// <summary>The id of the command that registered it.</summary>
    public Guid Id { get; set; }
    public Gln PartyGln { get; set; }

    /// <summary>SHA-256 of the secret in hexadecimal: 128 random bits need no slow hash.</summary>
    public required string SecretHash { get; set; }
    public required string Model { get; set; }

    /// <summary>Seconds between two samples.</summary>
    public int IntervalSeconds { get; set; }

    /// <summary>Of the calibration it was registered with, as the next two; for later ones see <see cref="Calibrations.CalibrationHistory"/>.</summary>
    public DateOnly? CalibrationDueOn { get; set; }

    /// <summary>Number of the certificate and who issued it.</summary>
    public string? CalibrationCertificate { get; set; }

    /// <summary>K to add to what it measures. Applied on reading; the raw value is stored.</summary>
    public double OffsetKelvin { get; set; }
    public DateTimeOffset RegisteredAt { get; set; }
    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>Boot counter of the last birth.</summary>
    public long? Boot { get; set; }
    public string? Firmware { get; set; }
    public DateTimeOffset? BornAt { get; set; }

    /// <summary>When its last will said that the connection broke, if no birth came after it.</summary>
    public DateTimeOffset? DiedAt { get; set; }
    public int Version { get; set; }
}

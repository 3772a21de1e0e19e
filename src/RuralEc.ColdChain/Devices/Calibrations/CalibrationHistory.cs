using Microsoft.EntityFrameworkCore;

namespace RuralEc.ColdChain.Devices.Calibrations;

/// <param name="From">Since when it counts; null for the one a logger was registered with, which counts from the beginning.</param>
/// <param name="OffsetKelvin">K to add to what it measures.</param>
/// <param name="Certificate">Number of the certificate and who issued it; null where none was named.</param>
/// <param name="DueOn">Good to the end of this day in China; null where none is stated.</param>
public sealed record Calibration(DateTimeOffset? From, double OffsetKelvin, string? Certificate, DateOnly? DueOn)
{
    /// <summary>How far it could be relied on at a time.</summary>
    public CalibrationTrust TrustAt(DateTimeOffset at) =>
        DueOn is not { } due ? CalibrationTrust.Unstated
        : Moments.ChinaDay(at) > due ? CalibrationTrust.Overdue
        : CalibrationTrust.InDate;
}

/// <summary>How far the calibration of a logger can be relied on, the best first.</summary>
public enum CalibrationTrust
{
    /// <summary>Its due date had not passed.</summary>
    InDate,

    /// <summary>No due date is on record.</summary>
    Unstated,
    Overdue,
}

/// <summary>With which calibration loggers measured when: a later one must not alter what was measured before it.</summary>
public sealed class CalibrationHistory
{
    private readonly Dictionary<string, Calibration[]> _calibrations;

    private CalibrationHistory(Dictionary<string, Calibration[]> calibrations) => _calibrations = calibrations;

    internal static async Task<CalibrationHistory> OfAsync(
        DbContext db,
        IReadOnlyCollection<DataLogger> loggers,
        CancellationToken ct
    )
    {
        string[] devices = [.. loggers.Select(l => l.Device)];
        var later = (
            await db.Set<LoggerCalibration>()
                .Where(c => devices.Contains(c.Device))
                .OrderBy(c => c.CalibratedAt)
                .ThenBy(c => c.RecordedAt)
                .ToListAsync(ct)
        ).ToLookup(c => c.Device);
        return new(
            loggers.ToDictionary(
                l => l.Device,
                l =>
                    (Calibration[])
                        [
                            new(null, l.OffsetKelvin, l.CalibrationCertificate, l.CalibrationDueOn),
                            .. later[l.Device]
                                .Select(c => new Calibration(c.CalibratedAt, c.OffsetKelvin, c.Certificate, c.DueOn)),
                        ]
            )
        );
    }

    /// <summary>In order of time, the one of the registration first.</summary>
    public IReadOnlyList<Calibration> Of(string device) => _calibrations[device];

    /// <summary>The one that counts for what a device measures at a time.</summary>
    public Calibration At(string device, DateTimeOffset at) =>
        Array.FindLast(_calibrations[device], c => c.From is null || c.From <= at)!;

    /// <summary>Temperatures as calibrated when they were measured, °C.</summary>
    public double Celsius(Reading reading) => reading.Value + At(reading.Device, reading.MeasuredAt).OffsetKelvin;
}

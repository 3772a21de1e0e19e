using System.ComponentModel.DataAnnotations;
using RuralEc.ColdChain.Devices.Calibrations;

namespace RuralEc.ColdChain.Devices;

/// <param name="Id">Made by the client (UUIDv7): the same id twice is one logger.</param>
/// <param name="Device">1 to 40 letters, digits or hyphens; unique in the whole system.</param>
/// <param name="Model">Maker and type.</param>
/// <param name="IntervalSeconds">Seconds between two samples, 10 to 86400. GB 31605 asks for at most 600 on the road.</param>
/// <param name="CalibrationDueOn">When it has to be calibrated next.</param>
/// <param name="OffsetKelvin">K to add to what it measures, from its calibration.</param>
/// <param name="CalibrationCertificate">Number of the certificate and who issued it.</param>
public sealed record RegisterLogger(
    Guid Id,
    [Required, RegularExpression("^[A-Za-z0-9-]{1,40}$", ErrorMessage = "设备编号为1至40个字母、数字或连字符。")]
        string Device,
    [PlainText(100)] string Model,
    [Range(10, 86400)] int IntervalSeconds,
    DateOnly? CalibrationDueOn = null,
    [Range(-10.0, 10.0)] double OffsetKelvin = 0,
    [PlainText(CalibrateLogger.CertificateLength)] string? CalibrationCertificate = null
);

/// <param name="Secret">The password for MQTT. It is shown this once.</param>
public sealed record LoggerSecret(string Device, string Secret);

using System.Text.Json.Serialization;
using CsvHelper.Configuration.Attributes;
using MiniExcelLibs.Attributes;
using RuralEc.ColdChain;
using RuralEc.ColdChain.Devices.Calibrations;
using RuralEc.ColdChain.Stories;

namespace RuralEc.Server.Exports;

/// <summary>A reading in an exported table. Names are the same in each format, and stable.</summary>
internal sealed class ReadingRow
{
    [Name("device"), ExcelColumn(Name = "device"), JsonPropertyName("device")]
    public string Device { get; set; } = "";

    [Name("quantity"), ExcelColumn(Name = "quantity"), JsonPropertyName("quantity")]
    public string Quantity { get; set; } = "";

    /// <summary>As measured, in the unit of the quantity (docs/mqtt.md).</summary>
    [Name("value"), ExcelColumn(Name = "value"), JsonPropertyName("value")]
    public double Value { get; set; }

    /// <summary>Temperatures with the offset of the calibration that counted then; other quantities as measured.</summary>
    [Name("calibrated_value"), ExcelColumn(Name = "calibrated_value"), JsonPropertyName("calibrated_value")]
    public double CalibratedValue { get; set; }

    [Name("measured_at_utc"), ExcelColumn(Name = "measured_at_utc"), JsonPropertyName("measured_at_utc")]
    public DateTime MeasuredAtUtc { get; set; }

    [Name("received_at_utc"), ExcelColumn(Name = "received_at_utc"), JsonPropertyName("received_at_utc")]
    public DateTime ReceivedAtUtc { get; set; }

    [Name("boot"), ExcelColumn(Name = "boot"), JsonPropertyName("boot")]
    public long? Boot { get; set; }

    [Name("seq"), ExcelColumn(Name = "seq"), JsonPropertyName("seq")]
    public long? Seq { get; set; }

    [Name("clock_doubtful"), ExcelColumn(Name = "clock_doubtful"), JsonPropertyName("clock_doubtful")]
    public bool ClockDoubtful { get; set; }

    public static ReadingRow Of(Reading reading, CalibrationHistory calibrations) =>
        new()
        {
            Device = reading.Device,
            Quantity = reading.Quantity,
            Value = reading.Value,
            CalibratedValue =
                reading.Quantity == Quantities.Temperature ? calibrations.Celsius(reading) : reading.Value,
            MeasuredAtUtc = reading.MeasuredAt.UtcDateTime,
            ReceivedAtUtc = reading.ReceivedAt.UtcDateTime,
            Boot = reading.Boot,
            Seq = reading.Seq,
            ClockDoubtful = reading.ClockDoubtful,
        };
}

/// <summary>A temperature of a story in an exported table.</summary>
internal sealed class StoryRow
{
    [Name("measured_at_utc"), ExcelColumn(Name = "measured_at_utc"), JsonPropertyName("measured_at_utc")]
    public DateTime MeasuredAtUtc { get; set; }

    [Name("temperature_celsius"), ExcelColumn(Name = "temperature_celsius"), JsonPropertyName("temperature_celsius")]
    public double TemperatureCelsius { get; set; }

    [Name("asset"), ExcelColumn(Name = "asset"), JsonPropertyName("asset")]
    public string Asset { get; set; } = "";

    [Name("device"), ExcelColumn(Name = "device"), JsonPropertyName("device")]
    public string Device { get; set; } = "";

    public static StoryRow Of(StoryPoint point, string asset) =>
        new()
        {
            MeasuredAtUtc = point.At.UtcDateTime,
            TemperatureCelsius = point.Celsius,
            Asset = asset,
            Device = point.Device,
        };
}

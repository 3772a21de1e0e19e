namespace RuralEc.FirmwareSim.Model;

/// <summary>One measurement as the logger keeps it. Boot and sequence identify it for ever.</summary>
/// <param name="Boot">Counter of power-ups.</param>
/// <param name="Seq">Counter of measurements since power-up, from 1.</param>
/// <param name="Second">Simulated second of the measurement, by the true clock.</param>
/// <param name="DeviceMilliseconds">Unix time by the device's own clock.</param>
/// <param name="Celsius">Air temperature.</param>
/// <param name="HumidityPercent">Relative humidity, where measured.</param>
/// <param name="DoorOpen">State of the door contact, where there is one.</param>
/// <param name="BatteryPercent">Battery, whole % of full.</param>
public sealed record Reading(
    uint Boot,
    uint Seq,
    double Second,
    long DeviceMilliseconds,
    double Celsius,
    double? HumidityPercent,
    bool? DoorOpen,
    int BatteryPercent
);

namespace RuralEc.FirmwareSim.Model;

/// <summary>One measurement as the logger keeps it. Boot and sequence identify it; its sample is the simulator's own count.</summary>
/// <param name="Sample">Number of the beat on which it was measured, from 0, whatever happened before.</param>
/// <param name="Boot">Counter of power-ups.</param>
/// <param name="Seq">Counter of measurements since power-up, from 1.</param>
/// <param name="Second">Simulated second of the measurement, by the true clock.</param>
/// <param name="ClockMilliseconds">Unix time by the device's own clock; null where it has none.</param>
/// <param name="UptimeMilliseconds">Time since power-up.</param>
/// <param name="Celsius">Air temperature; null where the sensor gave no value.</param>
/// <param name="HumidityPercent">Relative humidity, where measured.</param>
/// <param name="DoorOpen">State of the door contact, where there is one.</param>
/// <param name="BatteryPercent">Battery, whole % of full.</param>
internal sealed record Reading(
    long Sample,
    uint Boot,
    uint Seq,
    double Second,
    long? ClockMilliseconds,
    long UptimeMilliseconds,
    double? Celsius,
    double? HumidityPercent,
    bool? DoorOpen,
    int BatteryPercent
);

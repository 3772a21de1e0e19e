namespace RuralEc.FirmwareSim.Scenarios;

/// <summary>What goes wrong in the life of a logger and of what it watches.</summary>
internal enum FaultKind
{
    /// <summary>The refrigeration fails: a warm-up curve, then recovery.</summary>
    RefrigerationFailure,

    /// <summary>The door is open, once or again and again: warm air comes in.</summary>
    Door,

    /// <summary>The evaporator is defrosted at regular times: the air warms a little.</summary>
    Defrost,

    /// <summary>The sensor shows more and more beside the truth.</summary>
    SensorDrift,

    /// <summary>The sensor shows one value for ever.</summary>
    StuckSensor,

    /// <summary>Single values far off.</summary>
    Spikes,

    /// <summary>The sensor gives no value: the reading is numbered and has no temperature.</summary>
    NoValue,

    /// <summary>The battery is empty until it is replaced: silence, then a new power-up.</summary>
    BatteryEnd,

    /// <summary>No power: silence, then a new power-up. Of a group: a node falls dark.</summary>
    PowerLoss,

    /// <summary>The device starts anew: a new boot number, its readings are kept.</summary>
    Reboot,

    /// <summary>The device starts anew and has forgotten its boot counter.</summary>
    LostBootCounter,

    /// <summary>No network: the connection breaks, readings are kept until it is back.</summary>
    NetworkLoss,

    /// <summary>A share of the messages is sent twice.</summary>
    Duplicates,

    /// <summary>Readings are held back for differing times, so that they arrive out of order.</summary>
    OutOfOrder,

    /// <summary>A share of the messages is broken before it is sent.</summary>
    Malformed,

    /// <summary>The device sends its newest reading again and again, as fast as it is acknowledged.</summary>
    Flood,

    /// <summary>The device's clock is wrong: by an offset, by a jump when the fault begins later, by a drift.</summary>
    ClockError,

    /// <summary>The device does not know the time, only how long it has been running.</summary>
    NoClock,
}

namespace RuralEc.ColdChain;

/// <summary>One measured value of one device.</summary>
/// <param name="Device">The device that measured, as its login named it.</param>
/// <param name="Boot">Counter of power-ups, or null where the device does not count.</param>
/// <param name="Seq">Counter of readings since power-up, from 1, or null where the device does not count.</param>
/// <param name="Quantity">What was measured: see <see cref="Quantities"/>; an unknown name is kept as it came.</param>
/// <param name="MeasuredAt">The device's clock.</param>
/// <param name="ReceivedAt">The server's clock.</param>
/// <param name="Value">In the unit that <see cref="Quantities"/> states.</param>
public readonly record struct Reading(
    string Device,
    uint? Boot,
    uint? Seq,
    string Quantity,
    DateTimeOffset MeasuredAt,
    DateTimeOffset ReceivedAt,
    double Value
)
{
    /// <summary>A device clock may run this far ahead of ours before its times are marked doubtful.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    /// <summary>No device keeps a backlog older than this.</summary>
    public static readonly TimeSpan OldestBacklog = TimeSpan.FromDays(366);

    /// <summary>The device's clock cannot be right: it is ahead of the server's, or long behind it.</summary>
    public bool ClockDoubtful => MeasuredAt > ReceivedAt + ClockTolerance || MeasuredAt < ReceivedAt - OldestBacklog;
}

/// <summary>Names of the quantities we know, with their units.</summary>
public static class Quantities
{
    /// <summary>°C.</summary>
    public const string Temperature = "temperature";

    /// <summary>% RH.</summary>
    public const string Humidity = "humidity";

    /// <summary>1 open, 0 closed.</summary>
    public const string Door = "door";

    /// <summary>% of full.</summary>
    public const string Battery = "battery";

    /// <summary>Degrees of WGS 84, north positive.</summary>
    public const string Latitude = "latitude";

    /// <summary>Degrees of WGS 84, east positive.</summary>
    public const string Longitude = "longitude";

    /// <summary>Carbon dioxide, parts per million by volume.</summary>
    public const string CarbonDioxide = "co2";

    /// <summary>Parts per million by volume.</summary>
    public const string Ethylene = "ethylene";

    /// <summary>Largest acceleration since the reading before, m/s².</summary>
    public const string Shock = "shock";

    /// <summary>The range outside which no sensor of the kind can measure, in the quantity's unit.</summary>
    internal static (double Low, double High) RangeOf(string quantity) =>
        quantity switch
        {
            Temperature => (-100, 150),
            Humidity or Battery => (0, 100),
            Door => (0, 1),
            Latitude => (-90, 90),
            Longitude => (-180, 180),
            CarbonDioxide or Ethylene => (0, 1e6),
            Shock => (0, 1e5),
            _ => (-1e12, 1e12),
        };
}

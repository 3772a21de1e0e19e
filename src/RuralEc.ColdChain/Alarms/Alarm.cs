using RuralEc.ColdChain.Alarms.Rules;
using RuralEc.ColdChain.Alarms.Windows;
using RuralEc.Gs1;

namespace RuralEc.ColdChain.Alarms;

/// <summary>
/// One episode of one thing: an asset too warm or too cold, a logger silent or low on battery, or a whole node. It is
/// updated while it lasts, never repeated, and every change of it is an <see cref="AlarmEntry"/>.
/// </summary>
internal sealed class Alarm : IStretch
{
    public Guid Id { get; set; }
    public AlarmKind Kind { get; set; }

    /// <summary>What it is about, see <see cref="AlarmScope"/>.</summary>
    public required string Scope { get; set; }

    /// <summary>The scope while it is open, else null: unique, so that two processes cannot open the same alarm.</summary>
    public string? OpenScope
    {
        get => IsOpen ? Scope : null;
        private set { }
    }

    /// <summary>The alarm of the node that this one is a member of.</summary>
    public Guid? GroupId { get; set; }

    /// <summary>Null for alarms of a node.</summary>
    public Guid? AssetId { get; set; }

    /// <summary>The logger that saw the worst, or that is silent or low; null for alarms of a node.</summary>
    public string? Device { get; set; }
    public Gln? NodeGln { get; set; }
    public Gln PartyGln { get; set; }

    /// <summary>GB/T 2260 code of the district whose officers see it.</summary>
    public required string DistrictCode { get; set; }
    public Severity Severity { get; set; }
    public LimitSide? Side { get; set; }
    public double? LimitCelsius { get; set; }
    public double? PeakCelsius { get; set; }

    /// <summary>The lowest charge, % of full.</summary>
    public double? BatteryPercent { get; set; }

    /// <summary>By the device's time: the first value beyond the limit; for silence, when it was last heard.</summary>
    public DateTimeOffset OnsetAt { get; set; }

    /// <summary>By the device's time: when it had lasted long enough to be an alarm.</summary>
    public DateTimeOffset RaisedAt { get; set; }

    /// <summary>When the server learned of it.</summary>
    public DateTimeOffset OpenedAt { get; set; }

    /// <summary>Since when it was over.</summary>
    public DateTimeOffset? ClearedAt { get; set; }

    /// <summary>When the server learned that it was over.</summary>
    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>Late readings showed that it never was.</summary>
    public DateTimeOffset? RetractedAt { get; set; }

    /// <summary>The planned window in which it was raised.</summary>
    public Guid? WindowId { get; set; }
    public WindowKind? WindowKind { get; set; }

    /// <summary>It is told from then on, if it still lasts; null when nothing holds it.</summary>
    public DateTimeOffset? HeldUntil { get; set; }
    public int Version { get; set; }

    public bool IsOpen => ClearedAt is null && RetractedAt is null;

    /// <summary>Over before a planned window that held it: nobody was to be told.</summary>
    public bool EndedInWindow => HeldUntil is { } until && ClearedAt <= until;
}

public enum AlarmKind
{
    Temperature,
    Silence,
    Battery,

    /// <summary>The loggers of a node fell silent together.</summary>
    NodeDark,

    /// <summary>Assets of a node went warm together.</summary>
    NodeWarm,
}

/// <summary>What an alarm is about, as a text that is unique among open alarms.</summary>
internal static class AlarmScope
{
    public static string OfTemperature(Guid assetId, LimitSide side) => $"temperature/{side}/{assetId}";

    public static string OfSilence(string device) => $"silence/{device}";

    public static string OfBattery(string device) => $"battery/{device}";

    public static string OfNode(AlarmKind kind, Gln node, Gln party) => $"{kind}/{node}/{party}";
}

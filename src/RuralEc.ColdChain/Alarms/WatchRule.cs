using RuralEc.ColdChain.Alarms.Rules;

namespace RuralEc.ColdChain.Alarms;

/// <summary>When one logger is silent or low on battery, where that differs from the rule for all.</summary>
internal sealed class WatchRule
{
    /// <summary>Without a rule of its own a logger is silent after so many of its intervals.</summary>
    public const int Intervals = 3;

    public required string Device { get; set; }

    /// <summary>Seconds without a message: longer than the interval of a logger that uploads in batches.</summary>
    public int? SilentAfterSeconds { get; set; }
    public double? BatteryLowPercent { get; set; }
    public double? BatteryFinePercent { get; set; }

    public BatteryRule Battery =>
        new(BatteryLowPercent ?? BatteryRule.Default.LowPercent, BatteryFinePercent ?? BatteryRule.Default.FinePercent);

    public static TimeSpan SilentAfter(int? ownSeconds, int intervalSeconds) =>
        TimeSpan.FromSeconds(ownSeconds ?? (Intervals * intervalSeconds));
}

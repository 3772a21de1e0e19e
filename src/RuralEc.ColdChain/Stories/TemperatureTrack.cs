using RuralEc.ColdChain.Assets;
using RuralEc.ColdChain.Devices.Calibrations;
using RuralEc.Gs1;

namespace RuralEc.ColdChain.Stories;

/// <summary>What one logger saw while goods were with it in one asset.</summary>
/// <param name="Samples">Calibrated, in order of time, within the stay.</param>
/// <param name="Interval">How long one sample speaks.</param>
/// <param name="DoubtfulTimes">Readings among them whose device clock cannot be right.</param>
/// <param name="Calibration">Whether the logger's calibration held to the end of the stay.</param>
public sealed record TemperatureTrack(
    Guid AssetId,
    string AssetName,
    AssetKind AssetKind,
    Gln PartyGln,
    string Device,
    DateTimeOffset From,
    DateTimeOffset To,
    TimeSpan Interval,
    IReadOnlyList<TemperatureSample> Samples,
    int DoubtfulTimes = 0,
    CalibrationTrust Calibration = CalibrationTrust.Unstated
)
{
    /// <summary>A segment longer than this is a gap: nobody knows what was in it.</summary>
    public TimeSpan LongestSegment => 2 * Interval;
}

/// <summary>How much life goods used that several loggers saw, perhaps at the same time in several places.</summary>
internal static class WarmestTracks
{
    /// <summary>
    /// Time at the reference temperature that ages as much as the warmest that was seen at each moment. Below
    /// <paramref name="chillingCelsius"/> the model does not hold; the goods are taken to age as at that temperature.
    /// </summary>
    public static TimeSpan EquivalentTime(IEnumerable<TemperatureTrack> tracks, ShelfLife life, double? chillingCelsius)
    {
        var changes = new List<(DateTimeOffset At, double Rate, int Change)>();
        foreach (var track in tracks)
        {
            foreach (var (from, to) in track.Samples.Zip(track.Samples.Skip(1)))
            {
                if (to.At > from.At && to.At - from.At <= track.LongestSegment)
                {
                    var middle = (from.Celsius + to.Celsius) / 2;
                    var rate = life.RateAt(Math.Max(middle, chillingCelsius ?? middle));
                    changes.Add((from.At, rate, 1));
                    changes.Add((to.At, rate, -1));
                }
            }
        }

        // One logger's changes are in order; only those of several have to be put in one.
        if (changes.Zip(changes.Skip(1)).Any(pair => pair.First.At > pair.Second.At))
        {
            changes.Sort((one, other) => one.At.CompareTo(other.At));
        }

        var total = TimeSpan.Zero;
        // Of the loggers that speak for a moment: a handful.
        var rates = new List<double>();
        var last = DateTimeOffset.MinValue;
        foreach (var (at, rate, change) in changes)
        {
            if (rates.Count > 0)
            {
                total += (at - last) * rates.Max();
            }

            if (change > 0)
            {
                rates.Add(rate);
            }
            else
            {
                rates.Remove(rate);
            }

            last = at;
        }

        return total;
    }
}

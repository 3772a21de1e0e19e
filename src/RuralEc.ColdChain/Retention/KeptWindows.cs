namespace RuralEc.ColdChain.Retention;

/// <summary>
/// The times of which the raw readings of each logger stay, in whole hours, so that an hour is either raw or added up.
/// </summary>
internal sealed class KeptWindows(DateTimeOffset before)
{
    private readonly Dictionary<string, List<TimeWindow>> _windows = new(StringComparer.Ordinal);

    /// <param name="to">Null: it lasts.</param>
    public void Add(string device, DateTimeOffset from, DateTimeOffset? to)
    {
        // A stay ends with the reading at its very end.
        var end = to is { } ended && ended < before ? HourRollup.HourOf(ended).AddHours(1) : before;
        var window = new TimeWindow(HourRollup.HourOf(from), end < before ? end : before);
        if (window.From < window.To)
        {
            (_windows.TryGetValue(device, out var known) ? known : _windows[device] = []).Add(window);
        }
    }

    /// <summary>By device, in order of time and apart from each other.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<TimeWindow>> ByDevice() =>
        _windows.ToDictionary(w => w.Key, w => (IReadOnlyList<TimeWindow>)Apart(w.Value), StringComparer.Ordinal);

    private static List<TimeWindow> Apart(List<TimeWindow> windows)
    {
        var apart = new List<TimeWindow>();
        foreach (var window in windows.OrderBy(w => w.From))
        {
            if (apart.Count > 0 && window.From <= apart[^1].To)
            {
                apart[^1] = apart[^1] with { To = window.To > apart[^1].To ? window.To : apart[^1].To };
            }
            else
            {
                apart.Add(window);
            }
        }

        return apart;
    }
}

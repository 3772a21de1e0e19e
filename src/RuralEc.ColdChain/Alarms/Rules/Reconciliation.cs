namespace RuralEc.ColdChain.Alarms.Rules;

/// <summary>A time that may still last.</summary>
internal interface IStretch
{
    DateTimeOffset OnsetAt { get; }
    DateTimeOffset? ClearedAt { get; }
}

/// <summary>
/// Compares the alarms that are known of a stretch of time with the episodes that its readings show now. Late readings
/// may begin, extend, join, split or disprove episodes; an alarm keeps its identity while its episode overlaps.
/// </summary>
internal static class Reconciliation
{
    /// <summary>How long before a reading a breach may have begun that it makes one.</summary>
    public static TimeSpan LookBack(IEnumerable<TemperatureLimit> limits, TimeSpan longestGap) =>
        limits.Select(l => l.Onset).DefaultIfEmpty().Max() + longestGap;

    /// <summary>
    /// From when on a stretch has to be judged so that nothing in it is cut: not within an alarm that is known.
    /// </summary>
    /// <param name="from">The earliest that may have changed, less the longest that a breach takes to be one.</param>
    public static DateTimeOffset Begin<T>(DateTimeOffset from, IReadOnlyCollection<T> known)
        where T : IStretch
    {
        while (true)
        {
            var cut = known.Where(k => k.OnsetAt < from && (k.ClearedAt is null || k.ClearedAt >= from)).ToList();
            if (cut.Count == 0)
            {
                return from;
            }

            from = cut.Min(k => k.OnsetAt);
        }
    }

    /// <param name="known">Alarms of one kind in one place, none of which began before the stretch.</param>
    /// <param name="episodes">All that the stretch shows.</param>
    /// <returns>
    /// Pairs in order of onset: an alarm with its episode; an episode alone is a new alarm, an alarm alone never was.
    /// </returns>
    public static IReadOnlyList<(TAlarm? Alarm, TEpisode? Episode)> Of<TAlarm, TEpisode>(
        IEnumerable<TAlarm> known,
        IEnumerable<TEpisode> episodes
    )
        where TAlarm : class, IStretch
        where TEpisode : class, IStretch
    {
        var left = known.OrderBy(k => k.OnsetAt).ToList();
        var pairs = new List<(TAlarm?, TEpisode?)>();
        foreach (var episode in episodes.OrderBy(e => e.OnsetAt))
        {
            var alarm = left.Find(k => Overlap(k, episode));
            if (alarm is not null)
            {
                left.Remove(alarm);
            }

            pairs.Add((alarm, episode));
        }

        return [.. pairs, .. left.Select(gone => (gone, (TEpisode?)null))];
    }

    public static bool Overlap(IStretch one, IStretch other) =>
        (other.ClearedAt is null || one.OnsetAt <= other.ClearedAt)
        && (one.ClearedAt is null || other.OnsetAt <= one.ClearedAt);
}

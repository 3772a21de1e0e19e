namespace RuralEc.ColdChain.Alarms.Rules;

/// <summary>
/// Assets of one node that go warm together are one alarm with members: the cooling of the node failed. Pure, by the
/// time of measurement.
/// </summary>
internal static class StormRules
{
    /// <summary>
    /// So few are enough, whatever share of the node they are: rooms warm up at their own pace, and who waited for most
    /// of two hundred would send most of two hundred messages first.
    /// </summary>
    public const int FewestTogether = 3;

    /// <summary>Onsets within this time belong together.</summary>
    public static readonly TimeSpan Together = TimeSpan.FromHours(1);

    /// <summary>The storms among the alarms of one node and party, in any order.</summary>
    public static IReadOnlyList<Storm> Of(IEnumerable<WarmAlarm> alarms)
    {
        var storms = new List<Storm>();
        var calm = new List<WarmAlarm>();
        List<WarmAlarm>? members = null;
        foreach (var alarm in alarms.OrderBy(a => a.OnsetAt).ThenBy(a => a.AssetId))
        {
            if (members is not null && !(EndOf(members) < alarm.OnsetAt))
            {
                members.Add(alarm);
                continue;
            }

            storms.AddRange(members is null ? [] : [Of(members)]);
            members = null;
            calm.Add(alarm);
            var together = calm.Where(a => a.OnsetAt >= alarm.OnsetAt - Together)
                .Where(a => a.ClearedAt is null || a.ClearedAt > alarm.OnsetAt || a == alarm)
                .ToList();
            if (together.DistinctBy(a => a.AssetId).Count() >= FewestTogether)
            {
                (members, calm) = (together, []);
            }
        }

        storms.AddRange(members is null ? [] : [Of(members)]);
        return storms;
    }

    private static Storm Of(List<WarmAlarm> members) =>
        new(members.Min(m => m.OnsetAt), EndOf(members), members.Max(m => m.Severity), [.. members.Select(m => m.Id)]);

    private static DateTimeOffset? EndOf(List<WarmAlarm> members) =>
        members.Any(m => m.ClearedAt is null) ? null : members.Max(m => m.ClearedAt);
}

/// <summary>An asset too warm, as an alarm that is told: one that a planned window holds begins when the hold ends.</summary>
internal sealed record WarmAlarm(
    Guid Id,
    Guid AssetId,
    DateTimeOffset OnsetAt,
    DateTimeOffset? ClearedAt,
    Severity Severity
);

/// <summary>Several assets too warm at once.</summary>
internal sealed record Storm(
    DateTimeOffset OnsetAt,
    DateTimeOffset? ClearedAt,
    Severity Severity,
    IReadOnlyList<Guid> Members
) : IStretch;

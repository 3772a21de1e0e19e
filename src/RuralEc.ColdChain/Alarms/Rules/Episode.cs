namespace RuralEc.ColdChain.Alarms.Rules;

/// <summary>
/// What one alarm is about: overlapping breaches on the same side in one asset, of any limit and any of its loggers. It
/// begins with the first and ends with the last.
/// </summary>
/// <param name="Device">The logger that saw the worst.</param>
/// <param name="Peak">The worst value: °C, or % of battery.</param>
/// <param name="ClearedAt">Null while any of the breaches is open.</param>
/// <param name="Steps">How bad it was from when on, rising; never empty.</param>
internal sealed record Episode(
    LimitSide Side,
    string Device,
    DateTimeOffset OnsetAt,
    DateTimeOffset? ClearedAt,
    double Peak,
    DateTimeOffset PeakAt,
    IReadOnlyList<SeverityStep> Steps
) : IStretch
{
    public Severity Severity => Steps[^1].Severity;

    /// <summary>The limit that was passed when it became as bad as it is.</summary>
    public double Limit => Steps[^1].Limit;

    /// <summary>When it had lasted long enough to be an alarm.</summary>
    public DateTimeOffset RaisedAt => Steps[0].At;

    /// <summary>The episodes of breaches in any order, in order of onset.</summary>
    public static IReadOnlyList<Episode> Of(IEnumerable<Breach> breaches)
    {
        var episodes = new List<Episode>();
        foreach (var side in breaches.GroupBy(b => b.Limit.Side))
        {
            var members = new List<Breach>();
            DateTimeOffset? end = null;
            foreach (var breach in side.OrderBy(b => b.OnsetAt))
            {
                if (members.Count > 0 && end is { } over && breach.OnsetAt > over)
                {
                    episodes.Add(Of(members, end));
                    (members, end) = ([], breach.ClearedAt);
                }
                else
                {
                    end = members.Count == 0 ? breach.ClearedAt : Later(end, breach.ClearedAt);
                }

                members.Add(breach);
            }

            episodes.Add(Of(members, end));
        }

        return [.. episodes.OrderBy(e => e.OnsetAt).ThenBy(e => e.Side)];
    }

    private static Episode Of(List<Breach> breaches, DateTimeOffset? clearedAt)
    {
        var worst = breaches
            .OrderBy(b => b.Limit.Side == LimitSide.Above ? -b.PeakCelsius : b.PeakCelsius)
            .ThenBy(b => b.PeakAt)
            .ThenBy(b => b.Device, StringComparer.Ordinal)
            .First();
        return new(
            worst.Limit.Side,
            worst.Device,
            breaches.Min(b => b.OnsetAt),
            clearedAt,
            worst.PeakCelsius,
            worst.PeakAt,
            SeverityStep.Rising(breaches.Select(b => new SeverityStep(b.RaisedAt, b.Limit.Severity, b.Limit.Celsius)))
        );
    }

    /// <summary>The end of two of which either may still be open.</summary>
    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other is null ? null
        : one > other ? one
        : other;
}

/// <summary>From <paramref name="At"/> on an alarm was this bad.</summary>
/// <param name="Limit">The limit that made it so, in the unit of the alarm.</param>
internal sealed record SeverityStep(DateTimeOffset At, Severity Severity, double Limit)
{
    /// <summary>The steps that made it worse, in order of time.</summary>
    public static IReadOnlyList<SeverityStep> Rising(IEnumerable<SeverityStep> steps)
    {
        var rising = new List<SeverityStep>();
        foreach (var step in steps.OrderBy(s => s.At).ThenByDescending(s => s.Severity).ThenBy(s => s.Limit))
        {
            if (rising.Count == 0 || step.Severity > rising[^1].Severity)
            {
                rising.Add(step);
            }
        }

        return rising;
    }
}

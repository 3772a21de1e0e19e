namespace RuralEc.ColdChain.Alarms.Rules;

/// <summary>
/// A battery is low below one charge and fine again above a higher one, so that it does not waver. In % of full; pure,
/// by the time of the readings.
/// </summary>
internal sealed record BatteryRule(double LowPercent, double FinePercent)
{
    /// <summary>Below this a logger may stop within days.</summary>
    public const double EmptyPercent = 5;

    public static readonly BatteryRule Default = new(15, 20);

    /// <param name="charges">Readings in % in any order.</param>
    /// <param name="until">When the logger left the asset; an open episode ends then.</param>
    public IReadOnlyList<Episode> Over(
        string device,
        IEnumerable<(DateTimeOffset At, double Percent)> charges,
        DateTimeOffset? until
    )
    {
        var found = new List<Episode>();
        Episode? open = null;
        foreach (var (at, percent) in charges.Distinct().OrderBy(c => c.At).ThenBy(c => c.Percent))
        {
            if (open is null && percent < LowPercent)
            {
                open = new(LimitSide.Below, device, at, null, percent, at, StepsTo(percent, at, []));
            }
            else if (open is not null && percent > FinePercent)
            {
                found.Add(open with { ClearedAt = at });
                open = null;
            }
            else if (open is not null && percent < open.Peak)
            {
                open = open with { Peak = percent, PeakAt = at, Steps = StepsTo(percent, at, open.Steps) };
            }
        }

        found.AddRange(open is null ? [] : [open with { ClearedAt = until }]);
        return found;
    }

    private IReadOnlyList<SeverityStep> StepsTo(
        double percent,
        DateTimeOffset at,
        IReadOnlyList<SeverityStep> before
    ) =>
        SeverityStep.Rising([
            .. before,
            percent < EmptyPercent
                ? new SeverityStep(at, Severity.Excursion, EmptyPercent)
                : new SeverityStep(at, Severity.Warning, LowPercent),
        ]);
}

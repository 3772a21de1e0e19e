namespace RuralEc.Logistics.Siting;

/// <summary>Chooses sites: pure, the same answer for the same problem as far as the time suffices. Thread-safe.</summary>
public static class SitingSolver
{
    /// <summary>
    /// Answers within the time limit, or soon after it by the fraction of a second that one step takes. Cancelling gives
    /// the best choice so far. The listener is told at most ten times a second, on the calling thread.
    /// </summary>
    /// <exception cref="ArgumentException">The problem is not one: a negative weight, an unknown index, an id twice.</exception>
    public static SitingAnswer Solve(
        SitingProblem problem,
        TimeSpan limit,
        IProgress<SitingProgress>? progress = null,
        CancellationToken ct = default
    )
    {
        ArgumentNullException.ThrowIfNull(problem);
        SitingRules.Check(problem);
        var pulse = new Pulse(limit, progress, ct);
        var reaches = new Reaches(problem);
        var facts = new SitingFacts(problem, reaches);
        if (facts.Obstacle() is { } reason)
        {
            return facts.Refuse(reason, pulse);
        }

        return problem.Sites.Any(s => s.CapacityPeople is not null)
            ? new CapacitatedSiting(problem, reaches, facts, pulse).Solve()
            : new FreeSiting(problem, reaches, facts, pulse).Solve();
    }
}

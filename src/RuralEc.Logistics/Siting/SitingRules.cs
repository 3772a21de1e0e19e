namespace RuralEc.Logistics.Siting;

/// <summary>What a problem must be before it can be asked. Anything else is a fault of the caller.</summary>
internal static class SitingRules
{
    public static void Check(SitingProblem problem)
    {
        CheckIds(problem.Demands.Select(d => d.Id), "demand");
        CheckIds(problem.Sites.Select(s => s.Id), "site");
        foreach (var demand in problem.Demands)
        {
            Must(IsAmount(demand.People), $"Demand '{demand.Id}' has {demand.People} people; 0 or more are meant.");
        }

        foreach (var site in problem.Sites)
        {
            Must(IsAmount(site.CostYuan), $"Site '{site.Id}' costs {site.CostYuan} yuan; 0 or more are meant.");
            Must(
                site.CapacityPeople is not { } room || IsAmount(room),
                $"Site '{site.Id}' has room for {site.CapacityPeople} people; 0 or more are meant."
            );
        }

        Must(problem.NewSites >= 0, $"{problem.NewSites} new sites are asked for; 0 or more are meant.");
        Must(
            problem.BudgetYuan is not { } budget || IsAmount(budget),
            $"The budget is {problem.BudgetYuan} yuan; 0 or more are meant."
        );
        Must(
            problem.CoverageDistance is { } reach ? IsAmount(reach) : problem.Model == SitingModel.PMedian,
            $"The coverage distance of a covering model is 0 or more, not '{problem.CoverageDistance}'."
        );
        foreach (var (demand, site, distance) in problem.Distances)
        {
            Must(
                demand >= 0 && demand < problem.Demands.Count,
                $"A distance names demand {demand}, which is not there."
            );
            Must(site >= 0 && site < problem.Sites.Count, $"A distance names site {site}, which is not there.");
            Must(
                IsAmount(distance),
                $"The distance of demand {demand} to site {site} is {distance}; 0 or more are meant."
            );
        }
    }

    private static bool IsAmount(double value) => double.IsFinite(value) && value >= 0;

    private static void CheckIds(IEnumerable<string> ids, string of)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in ids)
        {
            Must(seen.Add(id), $"Two {of}s have the id '{id}'.");
        }
    }

    private static void Must(bool holds, FormattableString why)
    {
        if (!holds)
        {
            throw new ArgumentException(FormattableString.Invariant(why));
        }
    }
}

using static RuralEc.Logistics.Siting.SiteChoiceBuilder;

namespace RuralEc.Logistics.Siting;

/// <summary>The three models without capacities: who is served where follows from what is open.</summary>
internal sealed class FreeSiting(SitingProblem problem, Reaches reaches, SitingFacts facts, Pulse pulse)
{
    public SitingAnswer Solve()
    {
        var choice = Build(problem, reaches, Terms.Of(problem));
        var search = new SiteSearch(choice, pulse);
        pulse.Outward = problem.Model == SitingModel.MaximalCovering ? value => facts.People - value : static v => v;
        search.Open();
        if (problem.Model == SitingModel.SetCover && choice.HasBudget && Afford(search, choice, null) is { } dear)
        {
            return dear;
        }

        if (problem.Model == SitingModel.PMedian && search.Objective >= choice.Unserved)
        {
            if (Reachable(search, choice) is { } unreachable)
            {
                return unreachable;
            }
        }

        search.Prove();
        if (search.Best is null || search.Objective >= choice.Unserved)
        {
            return facts.Nothing(pulse);
        }

        var opened = search.Best.Select(j => choice.SiteOf[j]).ToArray();
        if (
            problem is { Model: SitingModel.SetCover, Goal: CoverGoal.LeastCost, BudgetYuan: { } budget }
            && search.Objective > Terms.BudgetOf(problem)
        )
        {
            return search.Bound > budget
                ? facts.Refuse(new(SitingObstacle.BudgetTooSmall, search.Bound, budget, []), pulse)
                : facts.Nothing(pulse, search.Bound);
        }

        return facts.Tell(opened, null, search.Optimal, pulse.Known(search.Bound), pulse);
    }

    /// <summary>Asks whether so many sites can reach everyone, and starts from such sites if they can.</summary>
    private SitingAnswer? Reachable(SiteSearch search, SiteChoice choice)
    {
        var few = Build(problem, reaches, new(Worth.MustBeCovered, null, double.PositiveInfinity, _ => 1));
        var fewest = new SiteSearch(few, pulse);
        fewest.Open();
        if (fewest.Objective > problem.NewSites)
        {
            fewest.Prove();
        }

        if (Math.Ceiling(fewest.Bound - 1e-6) > problem.NewSites)
        {
            return facts.Refuse(
                new(SitingObstacle.TooFewNewSites, Math.Ceiling(fewest.Bound - 1e-6), problem.NewSites, []),
                pulse
            );
        }

        if (fewest.Objective > problem.NewSites)
        {
            return facts.Nothing(pulse);
        }

        if (choice.HasBudget)
        {
            return Afford(search, choice, problem.NewSites);
        }

        var sites = fewest.Best!.Select(j => few.SiteOf[j]).ToList();
        search.Offer(Filled(choice, sites));
        return null;
    }

    /// <summary>Asks what it costs at least to reach everyone, and starts from that if the budget suffices.</summary>
    private SitingAnswer? Afford(SiteSearch search, SiteChoice choice, int? count)
    {
        // What a fixed number costs is not a matter of any budget, but only with all candidates is it exact.
        var cheap = Build(
            problem,
            reaches,
            new(Worth.MustBeCovered, count, count is null ? double.PositiveInfinity : double.MaxValue, s => s.CostYuan)
        );
        var cheapest = new SiteSearch(cheap, pulse);
        cheapest.Open();
        if (cheapest.Objective > choice.Budget)
        {
            cheapest.Prove();
        }

        if (cheapest.Bound > choice.Budget)
        {
            return facts.Refuse(new(SitingObstacle.BudgetTooSmall, cheapest.Bound, problem.BudgetYuan ?? 0, []), pulse);
        }

        if (cheapest.Objective > choice.Budget)
        {
            return facts.Nothing(pulse);
        }

        search.Offer(Filled(choice, [.. cheapest.Best!.Select(j => cheap.SiteOf[j])]));
        return null;
    }

    /// <summary>Sites of the problem as candidates of a choice, with others added up to the number.</summary>
    private static int[] Filled(SiteChoice choice, List<int> sites)
    {
        var chosen = sites.Select(s => Array.IndexOf(choice.SiteOf, s)).Where(j => j >= 0).ToList();
        chosen.AddRange(Enumerable.Range(0, choice.Sites).Except(chosen).Take((choice.Count ?? 0) - chosen.Count));
        return [.. chosen];
    }
}

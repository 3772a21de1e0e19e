using static RuralEc.Logistics.Siting.SiteChoiceBuilder;

namespace RuralEc.Logistics.Siting;

/// <summary>The three models without capacities: who is served where follows from what is open.</summary>
internal sealed class FreeSiting
{
    private readonly SitingProblem _problem;
    private readonly Reaches _reaches;
    private readonly SitingFacts _facts;
    private readonly Pulse _pulse;
    private readonly SiteChoice _choice;
    private readonly SiteSearch _search;

    public FreeSiting(SitingProblem problem, Reaches reaches, SitingFacts facts, Pulse pulse)
    {
        (_problem, _reaches, _facts, _pulse) = (problem, reaches, facts, pulse);
        _choice = Build(problem, reaches, Terms.Of(problem));
        _search = new(_choice, pulse);
        pulse.Outward = problem.Model == SitingModel.MaximalCovering ? value => facts.People - value : static v => v;
    }

    private int[] Opened => [.. (_search.Best ?? []).Select(j => _choice.SiteOf[j])];

    /// <summary>A first good choice of sites, or why there is none.</summary>
    public SitingAnswer? Begin(out int[] opened)
    {
        var (choice, search) = (_choice, _search);
        _pulse.Worst = _problem is { Model: SitingModel.SetCover, Goal: CoverGoal.LeastCost }
            ? Terms.BudgetOf(_problem)
            : Math.BitDecrement(choice.Unserved);
        search.Open();
        _pulse.Quiet = true;
        opened = [];
        if (_problem.Model == SitingModel.SetCover && choice.HasBudget && Afford(search, choice, null) is { } dear)
        {
            return dear;
        }

        if (_problem.Model == SitingModel.PMedian && search.Objective >= choice.Unserved)
        {
            if (Reachable(search, choice) is { } unreachable)
            {
                return unreachable;
            }
        }

        _pulse.Quiet = false;
        opened = Opened;
        return null;
    }

    public SitingAnswer Solve()
    {
        if (Begin(out _) is { } refused)
        {
            return refused;
        }

        var (choice, search) = (_choice, _search);
        search.Prove();
        if (search.Best is null || search.Objective >= choice.Unserved)
        {
            return _facts.Nothing(_pulse);
        }

        if (
            _problem is { Model: SitingModel.SetCover, Goal: CoverGoal.LeastCost, BudgetYuan: { } budget }
            && search.Objective > Terms.BudgetOf(_problem)
        )
        {
            return search.Bound > budget
                ? _facts.Refuse(new(SitingObstacle.BudgetTooSmall, search.Bound, budget, []), _pulse)
                : _facts.Nothing(_pulse, search.Bound);
        }

        return _facts.Tell(Opened, null, search.Optimal, _pulse.Known(search.Bound), _pulse);
    }

    /// <summary>Asks whether so many sites can reach everyone, and starts from such sites if they can.</summary>
    private SitingAnswer? Reachable(SiteSearch search, SiteChoice choice)
    {
        var few = Build(_problem, _reaches, new(Worth.MustBeCovered, null, double.PositiveInfinity, _ => 1));
        var fewest = new SiteSearch(few, _pulse);
        fewest.Open();
        if (fewest.Objective > _problem.NewSites)
        {
            fewest.Prove();
        }

        if (Math.Ceiling(fewest.Bound - 1e-6) > _problem.NewSites)
        {
            return _facts.Refuse(
                new(SitingObstacle.TooFewNewSites, Math.Ceiling(fewest.Bound - 1e-6), _problem.NewSites, []),
                _pulse
            );
        }

        if (fewest.Objective > _problem.NewSites)
        {
            return _facts.Nothing(_pulse);
        }

        if (choice.HasBudget)
        {
            return Afford(search, choice, _problem.NewSites);
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
            _problem,
            _reaches,
            new(Worth.MustBeCovered, count, count is null ? double.PositiveInfinity : double.MaxValue, s => s.CostYuan)
        );
        var cheapest = new SiteSearch(cheap, _pulse);
        cheapest.Open();
        if (cheapest.Objective > choice.Budget)
        {
            cheapest.Prove();
        }

        if (cheapest.Bound > choice.Budget)
        {
            return _facts.Refuse(
                new(SitingObstacle.BudgetTooSmall, cheapest.Bound, _problem.BudgetYuan ?? 0, []),
                _pulse
            );
        }

        if (cheapest.Objective > choice.Budget)
        {
            return _facts.Nothing(_pulse);
        }

        search.Offer(Filled(choice, [.. cheapest.Best!.Select(j => cheap.SiteOf[j])]));
        return null;
    }

    /// <summary>Sites of the _problem as candidates of a choice, with others added up to the number.</summary>
    private static int[] Filled(SiteChoice choice, List<int> sites)
    {
        var chosen = sites.Select(s => Array.IndexOf(choice.SiteOf, s)).Where(j => j >= 0).ToList();
        chosen.AddRange(Enumerable.Range(0, choice.Sites).Except(chosen).Take((choice.Count ?? 0) - chosen.Count));
        return [.. chosen];
    }
}

namespace RuralEc.Logistics.Siting;

/// <summary>What can be said of a problem without searching, and how a choice becomes an answer.</summary>
internal sealed class SitingFacts
{
    private readonly SitingProblem _problem;
    private readonly Reaches _reaches;

    public SitingFacts(SitingProblem problem, Reaches reaches)
    {
        (_problem, _reaches) = (problem, reaches);
        Reach =
            problem.Model == SitingModel.PMedian
                ? double.PositiveInfinity
                : problem.CoverageDistance ?? double.PositiveInfinity;
        OutOfReach =
        [
            .. Enumerable
                .Range(0, problem.Demands.Count)
                .Where(i => reaches.DistancesOf(i) is not [var nearest, ..] || nearest > Reach),
        ];
        Candidates = problem.Sites.Count(s => !s.Existing);
    }

    /// <summary>How far a site may serve: the coverage distance of the covering models, else no limit.</summary>
    public double Reach { get; }

    public int[] OutOfReach { get; }

    public int Candidates { get; }

    public double People => _problem.Demands.Sum(d => d.People);

    /// <summary>What stands in the way before any search.</summary>
    public SitingReason? Obstacle()
    {
        if (_problem.Demands.Count == 0)
        {
            return new(SitingObstacle.NoDemands, 1, 0, []);
        }

        if (_problem.Sites.Count == 0)
        {
            return new(SitingObstacle.NoSites, 1, 0, []);
        }

        if (_problem.Model == SitingModel.SetCover)
        {
            return OutOfReach.Length > 0
                ? new(SitingObstacle.DemandsOutOfReach, OutOfReach.Length, 0, OutOfReach)
                : null;
        }

        if (_problem.NewSites > Candidates)
        {
            return new(SitingObstacle.TooFewCandidates, _problem.NewSites, Candidates, []);
        }

        if (_problem.NewSites == 0 && Candidates == _problem.Sites.Count)
        {
            return new(SitingObstacle.NothingToOpen, 1, 0, []);
        }

        if (_problem.Model == SitingModel.PMedian && OutOfReach.Length == _problem.Demands.Count)
        {
            return new(SitingObstacle.DemandsOutOfReach, OutOfReach.Length, 0, OutOfReach);
        }

        var cheapest = _problem
            .Sites.Where(s => !s.Existing)
            .Select(s => s.CostYuan)
            .Order()
            .Take(_problem.NewSites)
            .Sum();
        return cheapest > SiteChoiceBuilder.Terms.BudgetOf(_problem)
            ? new(SitingObstacle.BudgetTooSmall, cheapest, _problem.BudgetYuan ?? 0, [])
            : null;
    }

    public SitingAnswer Refuse(SitingReason reason, Pulse pulse) =>
        new()
        {
            Status = SitingStatus.Infeasible,
            Reason = reason,
            OutOfReach = OutOfReach,
            Elapsed = pulse.Elapsed,
        };

    /// <summary>No choice, and no proof that there is none.</summary>
    public SitingAnswer Nothing(Pulse pulse, double? bound = null) =>
        new()
        {
            Status = pulse.Cancelled ? SitingStatus.Cancelled : SitingStatus.NotFound,
            OutOfReach = OutOfReach,
            Bound = bound,
            Elapsed = pulse.Elapsed,
        };

    /// <summary>The answer that opens some sites.</summary>
    /// <param name="serving">Where each demand is served, if that is not simply the nearest open site.</param>
    public SitingAnswer Tell(int[] opened, int[]? serving, bool optimal, double? bound, Pulse pulse)
    {
        Array.Sort(opened);
        var (siteOf, distanceOf) = Serve(opened, serving);
        var (covered, served, way, worst, within) = (0.0, 0.0, 0.0, double.NaN, 0.0);
        for (var i = 0; i < siteOf.Length; i++)
        {
            if (siteOf[i] < 0)
            {
                continue;
            }

            var (people, distance) = (_problem.Demands[i].People, distanceOf[i]);
            served += people;
            way += people * distance;
            worst = double.IsNaN(worst) ? distance : Math.Max(worst, distance);
            covered += distance <= (_problem.CoverageDistance ?? double.PositiveInfinity) ? people : 0;
            within += distance <= Reach ? people : 0;
        }

        var cost = opened.Sum(j => _problem.Sites[j].CostYuan);
        var objective = _problem.Model switch
        {
            SitingModel.PMedian => way,
            SitingModel.MaximalCovering => within,
            _ => _problem.Goal == CoverGoal.LeastCost ? cost : opened.Length,
        };
        if (bound is { } value)
        {
            // The same sum in another order differs by rounding, which must not look like a bound that is beaten.
            bound =
                _problem.Model == SitingModel.MaximalCovering ? Math.Max(value, objective) : Math.Min(value, objective);
        }

        return new()
        {
            Status =
                optimal ? SitingStatus.Optimal
                : pulse.Cancelled ? SitingStatus.Cancelled
                : SitingStatus.Feasible,
            NewSites = opened,
            SiteOf = siteOf,
            DistanceOf = distanceOf,
            OutOfReach = OutOfReach,
            Objective = objective,
            Bound = bound,
            Gap = Pulse.GapOf(objective, bound),
            PeopleCovered = covered,
            MeanDistance = served > 0 ? way / served : double.NaN,
            WorstDistance = worst,
            CostYuan = cost,
            Elapsed = pulse.Elapsed,
        };
    }

    private (int[] SiteOf, double[] DistanceOf) Serve(int[] opened, int[]? serving)
    {
        var open = new bool[_problem.Sites.Count];
        for (var j = 0; j < open.Length; j++)
        {
            open[j] = _problem.Sites[j].Existing;
        }

        foreach (var j in opened)
        {
            open[j] = true;
        }

        var siteOf = new int[_problem.Demands.Count];
        var distanceOf = new double[_problem.Demands.Count];
        for (var i = 0; i < siteOf.Length; i++)
        {
            (siteOf[i], distanceOf[i]) = (-1, double.NaN);
            var sites = _reaches.SitesOf(i);
            var distances = _reaches.DistancesOf(i);
            for (var e = 0; e < sites.Length; e++)
            {
                if (serving is null ? open[sites[e]] : serving[i] == sites[e])
                {
                    (siteOf[i], distanceOf[i]) = (sites[e], distances[e]);
                    break;
                }
            }
        }

        return (siteOf, distanceOf);
    }
}

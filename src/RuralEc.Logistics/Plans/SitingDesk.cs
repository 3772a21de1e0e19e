using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Geometries;
using RuralEc.Logistics.Jobs;
using RuralEc.Logistics.Siting;

namespace RuralEc.Logistics.Plans;

/// <summary>Asks the solver where to open nodes, with the villages and nodes that the account sees.</summary>
public sealed class SitingDesk(DbContext db, GapFinder gaps)
{
    /// <summary>A village and a candidate further apart by road than this never go together.</summary>
    private const double FurthestMeters = 60_000;

    private const int MostCandidates = 3000;

    /// <summary>Why the question cannot be asked; null when it can.</summary>
    public static Refusal? Check(SitingQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        static Refusal Wrong(string detail, string field) => new("invalid-question", "Invalid question", detail, field);
        if (question.Model != SitingModel.SetCover && question.NewNodes is < 1 or > 500)
        {
            return Wrong("新增个数应为1到500。", "/newNodes");
        }

        if (question.CoverageMeters is not (>= 100 and <= FurthestMeters))
        {
            return Wrong("覆盖距离应为0.1到60公里。", "/coverageKm");
        }

        if (!question.Way.IsSound)
        {
            return Wrong("绕行系数应为1到5，速度应为1到120公里/小时。", "/detourFactor");
        }

        if (question.BudgetYuan is < 0 || question.CostYuan is not (>= 0 and <= 1e9))
        {
            return Wrong("金额不能为负。", "/budgetYuan");
        }

        if (question.CapacityPeople is <= 0)
        {
            return Wrong("服务人口上限应大于0。", "/capacityPeople");
        }

        if (question.Candidates == CandidateSource.Points && question.Points.Count is 0 or > MostCandidates)
        {
            return Wrong($"候选点应为1到{MostCandidates}个。", "/points");
        }

        return question.Seconds is < 1 or > 120 ? Wrong("求解时间应为1到120秒。", "/seconds") : null;
    }

    /// <summary>Searches; cancelling gives the best so far.</summary>
    public async Task<SitingResult> SolveAsync(
        ClaimsPrincipal by,
        SitingQuestion question,
        JobProgress progress,
        CancellationToken ct
    )
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(progress);
        var reach = Reach.Of(by);
        var villages = await gaps.VillagesAsync(reach, question.Prefix, ct);
        var located = villages.Where(v => v.Location is not null).ToList();
        var nodes = await reach
            .Nodes(db)
            .Where(n => n.Kind == question.Kind && n.State == NodeState.Active)
            .OrderBy(n => n.Gln)
            .ToListAsync(ct);
        var sites = nodes
            .Select(n => new Site(n.Name, n.Location, Existing: true, 0, CapacityPeople: null))
            .Concat((await CandidatesAsync(reach, question, villages, ct)).Take(MostCandidates))
            .ToList();
        var people = located.ConvertAll(v => v.Population ?? question.PeoplePerVillage);
        var problem = ProblemOf(question, located, people, sites);
        progress.Step(0, question.Seconds);
        var answer = SitingSolver.Solve(problem, TimeSpan.FromSeconds(question.Seconds), new Teller(progress), ct);
        return ResultOf(question, located, people, sites, problem, answer, villages.Count - located.Count);
    }

    private async Task<IEnumerable<Site>> CandidatesAsync(
        Reach reach,
        SitingQuestion question,
        List<Division> villages,
        CancellationToken ct
    )
    {
        switch (question.Candidates)
        {
            case CandidateSource.Villages:
                return villages.Where(v => v.Location is not null).Select(v => SiteOf(question, v.Name, v.Location!));
            case CandidateSource.Towns:
                var towns = await db.Set<Division>()
                    .Where(d =>
                        d.Level == DivisionLevel.Town && d.Location != null && d.Code.StartsWith(question.Prefix)
                    )
                    .OrderBy(d => d.Code)
                    .ToListAsync(ct);
                return towns
                    .Where(t => reach.Everything || reach.Districts.Contains(t.Code[..6]))
                    .Select(t => SiteOf(question, t.Name, t.Location!));
            case CandidateSource.PlannedNodes:
                var planned = await reach
                    .Nodes(db)
                    .Where(n =>
                        n.Kind == question.Kind
                        && n.State == NodeState.Planned
                        && n.DivisionCode.StartsWith(question.Prefix)
                    )
                    .OrderBy(n => n.Gln)
                    .ToListAsync(ct);
                return planned.Select(n => SiteOf(question, n.Name, n.Location));
            default:
                return question.Points.Select(p => new Site(
                    p.Name,
                    Positions.Of(p.Longitude, p.Latitude),
                    Existing: false,
                    p.CostYuan ?? question.CostYuan,
                    p.CapacityPeople ?? question.CapacityPeople
                ));
        }
    }

    private static Site SiteOf(SitingQuestion question, string name, Point at) =>
        new(name, at, Existing: false, question.CostYuan, question.CapacityPeople);

    private static SitingProblem ProblemOf(
        SitingQuestion question,
        List<Division> villages,
        List<double> people,
        List<Site> sites
    )
    {
        var distances = new List<SitingDistance>();
        for (var i = 0; i < villages.Count; i++)
        {
            for (var j = 0; j < sites.Count; j++)
            {
                var meters = question.Way.Meters(villages[i].Location!, sites[j].At);
                if (meters <= FurthestMeters)
                {
                    distances.Add(new(i, j, meters));
                }
            }
        }

        return new()
        {
            Model = question.Model,
            Demands = [.. villages.Select((v, i) => new SitingDemand(v.Code, people[i]))],
            Sites = [.. sites.Select((s, j) => new SitingSite($"{j}", s.Existing, s.CostYuan, s.CapacityPeople))],
            Distances = distances,
            NewSites = question.NewNodes,
            BudgetYuan = question.BudgetYuan,
            CoverageDistance = question.CoverageMeters,
            Goal =
                question.CostYuan > 0 || sites.Exists(s => s.CostYuan > 0)
                    ? CoverGoal.LeastCost
                    : CoverGoal.FewestSites,
        };
    }

    private static SitingResult ResultOf(
        SitingQuestion question,
        List<Division> villages,
        List<double> people,
        List<Site> sites,
        SitingProblem problem,
        SitingAnswer answer,
        int notLocated
    )
    {
        var open = Enumerable.Range(0, sites.Count).Where(j => sites[j].Existing).Concat(answer.NewSites).ToList();
        var placeOf = open.Index().ToDictionary(o => o.Item, o => o.Index);
        var solved = answer.SiteOf.Count == villages.Count;
        return new(
            answer.Status,
            answer.Reason is { } reason ? SitingWords.Of(reason, villages) : null,
            [.. open.Select(j => sites[j]).Select(s => new SitedNode(s.Name, s.At.X, s.At.Y, s.Existing, s.CostYuan))],
            [
                .. villages.Select(
                    (v, i) =>
                        new ServedVillage(
                            v.Code,
                            v.Name,
                            v.Location!.X,
                            v.Location.Y,
                            people[i],
                            solved && answer.SiteOf[i] is >= 0 and var site ? placeOf[site] : null,
                            solved && double.IsFinite(answer.DistanceOf[i]) ? answer.DistanceOf[i] : null
                        )
                ),
            ],
            people.Sum(),
            BeforeOf(question, villages, people, sites, problem),
            answer.Objective is null
                ? null
                : new(answer.PeopleCovered, Finite(answer.MeanDistance), Finite(answer.WorstDistance), answer.CostYuan),
            answer.Gap,
            answer.Bound,
            notLocated,
            villages.Count(v => v.Population is null),
            sites.Count(s => !s.Existing),
            answer.Elapsed.TotalSeconds
        );
    }

    private static SitingWorth? BeforeOf(
        SitingQuestion question,
        List<Division> villages,
        List<double> people,
        List<Site> sites,
        SitingProblem problem
    )
    {
        var nearest = new Dictionary<int, double>();
        foreach (var pair in problem.Distances.Where(d => sites[d.Site].Existing))
        {
            nearest[pair.Demand] = Math.Min(nearest.GetValueOrDefault(pair.Demand, double.MaxValue), pair.Distance);
        }

        if (nearest.Count == 0)
        {
            return null;
        }

        var served = nearest.Sum(n => people[n.Key]);
        return new(
            nearest.Where(n => n.Value <= question.CoverageMeters).Sum(n => people[n.Key]),
            served > 0 ? nearest.Sum(n => people[n.Key] * n.Value) / served : null,
            nearest.Values.Max(),
            0
        );
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    private sealed record Site(string Name, Point At, bool Existing, double CostYuan, double? CapacityPeople);

    private sealed class Teller(JobProgress progress) : IProgress<SitingProgress>
    {
        public void Report(SitingProgress value)
        {
            progress.Step((long)value.Elapsed.TotalSeconds);
            progress.Tell(value);
        }
    }
}

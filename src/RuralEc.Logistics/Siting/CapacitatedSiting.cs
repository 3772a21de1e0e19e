namespace RuralEc.Logistics.Siting;

/// <summary>
/// The models with capacities, each demand whole at one site. Packing and exchanges find a choice, prices with fractional
/// knapsacks give a bound that is valid also for parts, and HiGHS proves what is small enough.
/// </summary>
internal sealed class CapacitatedSiting
{
    private readonly SitingProblem _problem;
    private readonly Reaches _reaches;
    private readonly SitingFacts _facts;
    private readonly Pulse _pulse;
    private readonly List<int> _rows = [];
    private readonly SiteChoice _choice;
    private readonly Fate[] _fates;
    private readonly int[] _standing;
    private readonly Packing _packing;
    private readonly LagrangianBound _prices;
    private readonly Random _random = new(1);
    private int[]? _best;
    private int[] _entries = [];
    private double _objective = double.PositiveInfinity;
    private double _bound = double.NegativeInfinity;

    public CapacitatedSiting(SitingProblem problem, Reaches reaches, SitingFacts facts, Pulse pulse)
    {
        (_problem, _reaches, _facts, _pulse) = (problem, reaches, facts, pulse);
        _fates = [.. problem.Sites.Select(s => s.Existing ? Fate.In : Fate.Free)];
        _standing = [.. Enumerable.Range(0, problem.Sites.Count).Where(j => problem.Sites[j].Existing)];
        _choice = Build();
        _packing = new(_choice);
        _prices = new(_choice);
    }

    private bool MustServe => _problem.Model != SitingModel.MaximalCovering;

    public SitingAnswer Solve()
    {
        if (Obstacle() is { } obstacle)
        {
            return _facts.Refuse(obstacle, _pulse);
        }

        // Where even boundless sites cannot do it, the reason is theirs; and what they would open is a good start.
        var boundless = new FreeSiting(_problem, _reaches, _facts, _pulse);
        if (boundless.Begin(out var opened) is { Status: SitingStatus.Infeasible } refused)
        {
            return refused;
        }

        Try(opened);
        _prices.Climb(FirstPrices(), _fates, Target, 1500, Look);
        _bound = Math.Max(_bound, _prices.Best);
        return Proved() ? Answer(true) : Finish();
    }

    private double Target => _choice.Target(_objective);

    private bool Proved() => _best is not null && _choice.Rounded(_bound) >= Target;

    private SitingAnswer Finish()
    {
        _prices.Value(_prices.BestPrices, _fates);
        var (prices, target, own) = (_prices.BestPrices.ToArray(), Target, _prices.Best);
        var milp = new CapacitatedMilp(
            _choice,
            _fates,
            // An entry dearer than its row's price adds at least the difference to the bound.
            (row, entry) => own + Math.Max(0, _choice.Cost[entry] - prices[row]) < target
        );
        milp.Start(_pulse.Left);
        while (milp.Ended is null && !_pulse.Stop)
        {
            Exchange();
            _pulse.Tell(_objective, _choice.Rounded(_bound));
        }

        milp.Abandon();
        if (milp.Ended is not { } ended)
        {
            return _best is null ? _facts.Nothing(_pulse, Outward(_bound)) : Answer(false);
        }

        if (ended.Chosen is not null && ended.Objective + _choice.Constant < _objective)
        {
            (_best, _entries) = (ended.Chosen, ended.Entries!);
            _objective = ended.Objective + _choice.Constant;
        }

        if (_best is not null)
        {
            _bound = Math.Max(_bound, _choice.Whole ? _objective : Math.Min(_objective, target));
            return Answer(true);
        }

        return Impossible();
    }

    /// <summary>HiGHS says that nothing keeps the rules: is it the money or the room?</summary>
    private SitingAnswer Impossible()
    {
        if (_choice.HasBudget)
        {
            var milp = new CapacitatedMilp(_choice, _fates, (_, _) => true, cheapest: true);
            milp.Start(_pulse.Left);
            while (milp.Ended is null && !_pulse.Stop)
            {
                Thread.Sleep(1);
            }

            milp.Abandon();
            if (milp.Ended is { Chosen: not null } cheapest)
            {
                return _facts.Refuse(
                    new(SitingObstacle.BudgetTooSmall, cheapest.Objective, _problem.BudgetYuan ?? 0, []),
                    _pulse
                );
            }
        }

        return _facts.Refuse(new(SitingObstacle.CapacityNotPackable, People(), Room(), []), _pulse);
    }

    /// <summary>What can be said of room without searching.</summary>
    private SitingReason? Obstacle()
    {
        if (!MustServe)
        {
            return null;
        }

        var tooLarge = Enumerable
            .Range(0, _choice.Rows)
            .Where(r => _choice.Start[r] == _choice.Start[r + 1])
            .Select(r => _rows[r])
            .ToArray();
        if (tooLarge.Length > 0)
        {
            return new(SitingObstacle.CapacityNotPackable, People(), Room(), tooLarge);
        }

        return People() > Room() * (1 + 1e-12) ? new(SitingObstacle.CapacityTooSmall, People(), Room(), []) : null;
    }

    private double People() => _choice.People!.Sum();

    /// <summary>The most room that open sites may have together.</summary>
    private double Room()
    {
        var candidates = Enumerable.Range(0, _fates.Length).Where(j => _fates[j] == Fate.Free);
        var rooms = candidates.Select(j => _choice.Room![j]).OrderDescending();
        return _standing.Sum(j => _choice.Room![j])
            + rooms.Take(_problem.Model == SitingModel.SetCover ? int.MaxValue : _problem.NewSites).Sum();
    }

    private SiteChoice Build()
    {
        var terms = SiteChoiceBuilder.Terms.Of(_problem);
        var rooms = _problem.Sites.Select(s => s.CapacityPeople ?? double.PositiveInfinity).ToArray();
        var (start, sites, costs, miss) = (
            new List<int> { 0 },
            new List<int>(),
            new List<double>(),
            new List<double>()
        );
        var constant = 0.0;
        var most = 1.0;
        for (var i = 0; i < _problem.Demands.Count; i++)
        {
            var people = _problem.Demands[i].People;
            var near = _reaches.SitesOf(i);
            var far = _reaches.DistancesOf(i);
            if (far is not [var nearest, ..] || nearest > _facts.Reach)
            {
                constant += MustServe ? 0 : people;
                continue;
            }

            for (var e = 0; e < near.Length && far[e] <= _facts.Reach; e++)
            {
                if (people <= rooms[near[e]])
                {
                    sites.Add(near[e]);
                    costs.Add(_problem.Model == SitingModel.PMedian ? people * far[e] : 0);
                }
            }

            most += people * far[^1];
            _rows.Add(i);
            start.Add(sites.Count);
            miss.Add(people);
        }

        var open = _problem.Sites.Select(s => s.Existing ? 0 : terms.Open(s)).ToArray();
        var unserved = MustServe ? Math.Ceiling(most + open.Sum()) : double.PositiveInfinity;
        return new()
        {
            Start = [.. start],
            Site = [.. sites],
            Cost = [.. costs],
            Miss = MustServe ? [.. miss.Select(_ => unserved)] : [.. miss],
            Open = open,
            Yuan = [.. _problem.Sites.Select(s => s.Existing ? 0 : s.CostYuan)],
            SiteOf = [.. Enumerable.Range(0, rooms.Length)],
            Count = terms.Count + _standing.Length,
            Budget = SiteChoiceBuilder.Terms.BudgetOf(_problem),
            Constant = constant,
            Unserved = unserved,
            Total = MustServe ? 0 : _facts.People,
            Whole =
                double.IsInteger(constant)
                && costs.TrueForAll(double.IsInteger)
                && miss.TrueForAll(double.IsInteger)
                && Array.TrueForAll(open, double.IsInteger),
            People = [.. _rows.Select(i => _problem.Demands[i].People)],
            Room = rooms,
        };
    }

    private double[] FirstPrices()
    {
        var prices = new double[_choice.Rows];
        for (var i = 0; i < prices.Length; i++)
        {
            var (from, to) = (_choice.Start[i], _choice.Start[i + 1]);
            prices[i] =
                from == to ? 0
                : _choice.Cost[to - 1] > 0 ? _choice.Cost[from + Math.Min(to - from - 1, 3)]
                : MustServe ? 0
                : 0.5 * _choice.Miss[i];
        }

        return prices;
    }

    private double Look()
    {
        if (_prices.Rounds % 20 == 0)
        {
            List<int> taken = [];
            for (var j = 0; j < _choice.Sites; j++)
            {
                if (_prices.Taken[j])
                {
                    taken.Add(j);
                }
            }

            Try([.. taken]);
            _bound = Math.Max(_bound, _prices.Best);
            _pulse.Tell(_objective, _choice.Rounded(_bound));
        }

        // Before there is any choice the climb still needs a height to aim at.
        return _pulse.Stop ? double.NaN : Math.Min(Target, _choice.Unserved + _choice.Constant);
    }

    /// <summary>Packs the rows into some sites, and takes that if it is the best so far.</summary>
    private bool Try(int[] chosen)
    {
        int[] all = [.. chosen.Union(_standing)];
        if (_choice.YuanOf(all) > _choice.Budget || (_choice.Count is { } count && all.Length != count))
        {
            return false;
        }

        var (entries, objective) = _packing.Pack(all);
        if (objective >= _objective || (MustServe && Array.IndexOf(entries, -1) >= 0))
        {
            return false;
        }

        (_best, _entries, _objective) = (all, entries, objective);
        return true;
    }

    /// <summary>One site of the best choice against another one at random; a set cover also tries without.</summary>
    private void Exchange()
    {
        int[] from = [.. (_best ?? []).Except(_standing)];
        var into = _random.Next(_choice.Sites);
        if (from.Length == 0 || _fates[into] != Fate.Free || from.Contains(into))
        {
            Thread.Sleep(1);
            return;
        }

        var outOf = from[_random.Next(from.Length)];
        var drops = _choice.Count is null && _random.Next(2) == 0;
        Try([.. from.Where(j => j != outOf), .. drops ? [] : (ReadOnlySpan<int>)[into]]);
    }

    private double? Outward(double value) => _pulse.Known(_choice.Rounded(value));

    private SitingAnswer Answer(bool optimal)
    {
        var serving = new int[_problem.Demands.Count];
        serving.AsSpan().Fill(-1);
        foreach (var (row, entry) in _entries.Index())
        {
            serving[_rows[row]] = entry < 0 ? -1 : _choice.Site[entry];
        }

        int[] opened = [.. _best!.Except(_standing)];
        return _facts.Tell(opened, serving, optimal, Outward(Math.Min(_bound, _objective)), _pulse);
    }
}

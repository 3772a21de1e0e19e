namespace RuralEc.Logistics.Siting;

/// <summary>
/// Finds the best choice and proves it: interchange for the choice, prices for the bound, branching over candidates where
/// the two do not meet, and for covers HiGHS beside it.
/// </summary>
internal sealed class SiteSearch(SiteChoice choice, Pulse pulse)
{
    // Found by measurement at 2,850 x 178: later kicks are worth more between the rounds of the bound.
    private static readonly TimeSpan Opening = TimeSpan.FromMilliseconds(300);

    private readonly Random _random = new(1);
    private readonly Interchange? _interchange = choice.Count > 0 ? new(choice) : null;
    private readonly LagrangianBound _prices = new(choice);
    private double _proved = double.NegativeInfinity;
    private double _settled = double.PositiveInfinity;
    private CoverMilp? _milp;

    /// <summary>The best choice, as indexes into the candidates of the choice; null before there is one within the budget.</summary>
    public int[]? Best { get; private set; }

    public double Objective { get; private set; } = double.PositiveInfinity;

    /// <summary>No choice is better than this.</summary>
    public double Bound => Math.Min(Objective, choice.Rounded(Math.Max(_proved, double.NegativeInfinity)));

    public bool Optimal { get; private set; }

    /// <summary>Takes a choice if it is better than the best one.</summary>
    public bool Offer(ReadOnlySpan<int> chosen)
    {
        if (choice.YuanOf(chosen) > choice.Budget)
        {
            return false;
        }

        var objective = choice.Objective(chosen);
        if (objective >= Objective)
        {
            return false;
        }

        (Best, Objective) = (chosen.ToArray(), objective);
        pulse.Tell(Objective, Bound);
        return true;
    }

    /// <summary>A first good choice.</summary>
    public void Open()
    {
        if (_interchange is null)
        {
            Offer(choice.Count == 0 ? [] : Cover.Complete(choice, []));
            return;
        }

        _interchange.Greedy();
        Offer(_interchange.Chosen);
        Descend();
        var until = pulse.Elapsed + Opening;
        for (var idle = 0; idle < 40 && pulse.Elapsed < until && !pulse.Stop; )
        {
            idle = Kick() ? 0 : idle + 1;
        }
    }

    /// <summary>Goes on until the best choice is proved or the time is over.</summary>
    public void Prove()
    {
        if (choice.Count == 0)
        {
            (Optimal, _proved) = (true, Objective);
            return;
        }

        var open = new PriorityQueue<Node, double>();
        open.Enqueue(new(double.NegativeInfinity, new Fate[choice.Sites], FirstPrices()), double.NegativeInfinity);
        var number = 0;
        if (choice is { Count: null, Rows: > 20 } && Cover.IsCover(choice))
        {
            // Set covers are seldom proved by prices alone, so HiGHS need not wait to see it.
            _milp = CoverMilp.Start(choice, pulse.Left);
        }

        while (open.TryDequeue(out var node, out var bound))
        {
            _proved = Math.Max(_proved, Math.Min(bound, _settled));
            if (choice.Rounded(bound) >= choice.Target(Objective))
            {
                _settled = Math.Min(_settled, choice.Rounded(bound));
                break;
            }

            if (!Explore(node, number++, open))
            {
                _milp?.Abandon();
                return;
            }

            if (number == 1 && open.Count > 0 && choice.Count is > 0 && Cover.IsCover(choice))
            {
                _milp = CoverMilp.Start(choice, pulse.Left);
            }
        }

        _milp?.Abandon();
        Optimal = Best is not null || double.IsPositiveInfinity(_proved);
        _proved = Math.Max(_proved, Math.Min(Objective, _settled));
    }

    private bool Explore(Node node, int number, PriorityQueue<Node, double> open)
    {
        var stopped = false;
        var round = 0;
        double Look()
        {
            stopped = pulse.Stop || Solved();
            if (++round % 25 == 0)
            {
                Improve();
                if (number == 0)
                {
                    _proved = Math.Max(_proved, _prices.Best);
                }

                pulse.Tell(Objective, Bound);
            }

            return stopped ? double.NaN : choice.Target(Objective);
        }

        _prices.Climb(node.Prices, node.Fates, choice.Target(Objective), number == 0 ? 3000 : 150, Look);
        if (stopped)
        {
            _proved = number == 0 ? Math.Max(_proved, _prices.Best) : _proved;
            return false;
        }

        var bound = Math.Max(node.Bound, _prices.Best);
        if (choice.Rounded(bound) >= choice.Target(Objective))
        {
            _settled = Math.Min(_settled, choice.Rounded(bound));
            return true;
        }

        var prices = _prices.BestPrices.ToArray();
        _prices.Value(prices, node.Fates);
        Improve();
        var fates = node.Fates.ToArray();
        Fix(fates, bound);
        if (Leaf(fates) is { } leaf)
        {
            Offer(leaf);
            _settled = Math.Min(
                _settled,
                leaf is [] && choice.Count > 0 ? double.PositiveInfinity : choice.Objective(leaf)
            );
            return true;
        }

        var on = MostUndecided(fates);
        foreach (var fate in (ReadOnlySpan<Fate>)[Fate.In, Fate.Out])
        {
            var child = fates.ToArray();
            child[on] = fate;
            open.Enqueue(new(bound, child, prices), bound);
        }

        return true;
    }

    /// <summary>Decides candidates that no better choice can lack, or hold, by what exchanging them would add to the bound.</summary>
    private void Fix(Fate[] fates, double bound)
    {
        if (_prices.BudgetBinds)
        {
            return;
        }

        var (worstTaken, bestLeft) = (0.0, 0.0);
        if (choice.Count is not null)
        {
            (worstTaken, bestLeft) = (double.NegativeInfinity, double.PositiveInfinity);
            for (var j = 0; j < fates.Length; j++)
            {
                if (fates[j] == Fate.Free && _prices.Taken[j])
                {
                    worstTaken = Math.Max(worstTaken, _prices.Worth[j]);
                }
                else if (fates[j] == Fate.Free)
                {
                    bestLeft = Math.Min(bestLeft, _prices.Worth[j]);
                }
            }
        }

        // The bound of these prices, not the node's, which may be its parent's.
        var (own, target) = (_prices.Best, choice.Target(Objective));
        for (var j = 0; j < fates.Length; j++)
        {
            if (fates[j] != Fate.Free)
            {
                continue;
            }

            var other = _prices.Taken[j] ? own + bestLeft - _prices.Worth[j] : own + _prices.Worth[j] - worstTaken;
            if (choice.Rounded(other) >= target)
            {
                _settled = Math.Min(_settled, choice.Rounded(other));
                fates[j] = _prices.Taken[j] ? Fate.In : Fate.Out;
            }
        }
    }

    /// <summary>The one choice that is left, where all is decided; empty where none keeps the number and the budget.</summary>
    private int[]? Leaf(Fate[] fates)
    {
        var (taken, free) = (fates.Count(f => f == Fate.In), fates.Count(f => f == Fate.Free));
        var left = (choice.Count ?? taken) - taken;
        if (choice.Count is null ? free > 0 : left > 0 && left < free)
        {
            return null;
        }

        var all = choice.Count is not null && left == free;
        int[] chosen =
        [
            .. Enumerable.Range(0, fates.Length).Where(j => fates[j] == Fate.In || (all && fates[j] == Fate.Free)),
        ];
        return (choice.Count is null || chosen.Length == choice.Count) && choice.YuanOf(chosen) <= choice.Budget
            ? chosen
            : [];
    }

    private int MostUndecided(Fate[] fates)
    {
        var (on, most) = (-1, -1.0);
        for (var j = 0; j < fates.Length; j++)
        {
            var undecided = Math.Min(_prices.Usage[j], 1 - _prices.Usage[j]);
            if (fates[j] == Fate.Free && undecided > most)
            {
                (on, most) = (j, undecided);
            }
        }

        return on;
    }

    private double[] FirstPrices()
    {
        var prices = new double[choice.Rows];
        var open = new bool[choice.Sites];
        foreach (var j in Best ?? [])
        {
            open[j] = true;
        }

        for (var i = 0; i < choice.Rows; i++)
        {
            var (nearest, second) = (choice.Miss[i], choice.Miss[i]);
            for (var e = choice.Start[i + 1] - 1; e >= choice.Start[i]; e--)
            {
                if (open[choice.Site[e]])
                {
                    (nearest, second) = (choice.Cost[e], nearest);
                }
            }

            // Dear misses say nothing about what a row is worth.
            prices[i] =
                nearest >= choice.Unserved ? choice.Cost[choice.Start[i + 1] - 1]
                : second >= choice.Unserved ? nearest
                : nearest + (0.3 * (second - nearest));
        }

        return prices;
    }

    /// <summary>A choice from what the prices take, and one kick away from the best.</summary>
    private void Improve()
    {
        var taken = new List<int>();
        for (var j = 0; j < choice.Sites; j++)
        {
            if (_prices.Taken[j])
            {
                taken.Add(j);
            }
        }

        if (_interchange is null)
        {
            Offer(Cover.Complete(choice, taken));
            return;
        }

        if (taken.Count == choice.Count && choice.YuanOf([.. taken]) <= choice.Budget)
        {
            _interchange.Load([.. taken]);
            Descend();
        }

        Kick();
    }

    private bool Kick()
    {
        if (Best is null || _interchange is null || choice.Sites == choice.Count)
        {
            return false;
        }

        _interchange.Load(Best);
        _interchange.Kick(_random, 2 + _random.Next(Math.Max(1, Best.Length / 4)));
        return Descend();
    }

    private bool Descend()
    {
        _interchange!.Descend(() => pulse.Stop);
        return Offer(_interchange.Chosen);
    }

    private bool Solved()
    {
        if (_milp is not { Answer: { } answer })
        {
            return false;
        }

        Offer(answer);
        Optimal = true;
        _proved = Objective;
        return true;
    }

    private sealed record Node(double Bound, Fate[] Fates, double[] Prices);
}

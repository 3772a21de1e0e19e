namespace RuralEc.Logistics.Siting;

/// <summary>
/// A proved bound without an LP: each row pays a price of its own choosing for being served, candidates are worth what rows
/// would pay above cost, and the sum of prices less the best candidates' worth is never above the optimum (Cornuejols,
/// Fisher and Nemhauser 1977). Prices climb by subgradients. At its best the bound equals that of the strong LP.
/// </summary>
internal sealed class LagrangianBound
{
    private readonly SiteChoice _choice;
    private readonly double[] _worth;
    private readonly int[] _order;
    private readonly bool[] _taken;
    private readonly double[] _slope;
    private readonly double[] _price;
    private readonly Knapsacks? _knapsacks;

    public LagrangianBound(SiteChoice choice)
    {
        _choice = choice;
        _worth = new double[choice.Sites];
        _order = new int[choice.Sites];
        _taken = new bool[choice.Sites];
        _slope = new double[choice.Rows];
        _price = new double[choice.Rows];
        BestPrices = new double[choice.Rows];
        Usage = new double[choice.Sites];
        _knapsacks = choice.Room is null ? null : new(choice);
    }

    /// <summary>The prices that gave <see cref="Best"/>.</summary>
    public double[] BestPrices { get; }

    public double Best { get; private set; }

    /// <summary>How often each candidate was taken of late, 0 to 1: near the LP's own fractions.</summary>
    public double[] Usage { get; }

    public int Rounds { get; private set; }

    /// <summary>Whether the budget had a price in the last round; then a candidate's worth is not its own alone.</summary>
    public bool BudgetBinds { get; private set; }

    /// <summary>The candidates of the last round, and what they are worth (negative) with the budget's price on top.</summary>
    public ReadOnlySpan<bool> Taken => _taken;

    public ReadOnlySpan<double> Worth => _worth;

    /// <summary>
    /// Climbs from some prices until the bound reaches the target, the rounds are over or the step is spent. Each round's
    /// candidates are shown to <paramref name="look"/>, which may answer with a lower target, or with NaN to stop.
    /// </summary>
    public void Climb(
        ReadOnlySpan<double> prices,
        ReadOnlySpan<Fate> fates,
        double target,
        int rounds,
        Func<double> look
    )
    {
        prices.CopyTo(_price);
        prices.CopyTo(BestPrices);
        var (step, idle) = (1.0, 0);
        Best = double.NegativeInfinity;
        var before = new double[_choice.Rows];
        for (Rounds = 0; Rounds < rounds; Rounds++)
        {
            var bound = Value(_price, fates);
            for (var j = 0; j < Usage.Length; j++)
            {
                Usage[j] = Rounds == 0 ? (_taken[j] ? 1 : 0) : (0.95 * Usage[j]) + (_taken[j] ? 0.05 : 0);
            }

            if (bound > Best)
            {
                idle = bound > Best + (1e-7 * Math.Abs(bound)) ? 0 : idle + 1;
                Best = bound;
                _price.AsSpan().CopyTo(BestPrices);
            }
            else
            {
                idle++;
            }

            target = Math.Min(target, look());
            if (double.IsNaN(target) || Best >= target || bound == double.PositiveInfinity)
            {
                return;
            }

            if (idle >= 20)
            {
                (step, idle) = (step * 0.6, 0);
                BestPrices.AsSpan().CopyTo(_price);
                before.AsSpan().Clear();
                if (step < 1e-4)
                {
                    return;
                }

                Value(_price, fates);
                bound = Best;
            }

            if (!Step(step * (target - bound + (1e-6 * Math.Abs(target))), before))
            {
                return;
            }
        }
    }

    /// <summary>The bound at some prices; leaves which candidates it takes.</summary>
    public double Value(ReadOnlySpan<double> prices, ReadOnlySpan<Fate> fates)
    {
        _choice.Open.AsSpan().CopyTo(_worth);
        var sum = _choice.Constant;
        foreach (var price in prices)
        {
            sum += price;
        }

        if (_knapsacks is null)
        {
            Weigh(prices);
        }
        else
        {
            for (var j = 0; j < _worth.Length; j++)
            {
                _worth[j] += _knapsacks.Fill(j, prices);
            }
        }

        return sum + Take(fates);
    }

    private void Weigh(ReadOnlySpan<double> prices)
    {
        var (start, site, cost) = (_choice.Start, _choice.Site, _choice.Cost);
        for (var i = 0; i < prices.Length; i++)
        {
            for (var e = start[i]; e < start[i + 1]; e++)
            {
                var above = cost[e] - prices[i];
                if (above >= 0)
                {
                    break;
                }

                _worth[site[e]] += above;
            }
        }
    }

    private double Take(ReadOnlySpan<Fate> fates)
    {
        var (free, sum, left) = (0, 0.0, _choice.Count ?? 0);
        var (yuan, freeYuan) = (0.0, 0.0);
        for (var j = 0; j < _worth.Length; j++)
        {
            _taken[j] = fates[j] == Fate.In;
            if (fates[j] == Fate.In)
            {
                sum += _worth[j];
                yuan += _choice.Yuan[j];
                left--;
            }
            else if (fates[j] == Fate.Free)
            {
                _order[free++] = j;
            }
        }

        if (yuan > _choice.Budget * (1 + 1e-12) || (_choice.Count is not null && (left < 0 || left > free)))
        {
            return double.PositiveInfinity;
        }

        var best = TakeFree(_order.AsSpan(0, free), left, 0, ref freeYuan);
        BudgetBinds = _choice.HasBudget && yuan + freeYuan > _choice.Budget;
        if (!BudgetBinds)
        {
            return sum + best;
        }

        return sum + TakeWithin(_order.AsSpan(0, free), left, _choice.Budget - yuan, best);
    }

    /// <summary>The budget gets a price, too; the best one is found by halving, as its slope says which way to go.</summary>
    private double TakeWithin(Span<int> free, int left, double budget, double best)
    {
        var (low, high) = (0.0, 1e-9);
        var spent = double.PositiveInfinity;
        for (var t = 0; t < 80 && spent > budget; t++)
        {
            high *= 4;
            best = Math.Max(best, TakeFree(free, left, high, ref spent) - (high * budget));
        }

        for (var t = 0; t < 24; t++)
        {
            var price = (low + high) / 2;
            best = Math.Max(best, TakeFree(free, left, price, ref spent) - (price * budget));
            (low, high) = spent > budget ? (price, high) : (low, price);
        }

        // What is left taken keeps the budget, so it can be tried as a choice.
        TakeFree(free, left, high, ref spent);
        return best;
    }

    private double TakeFree(Span<int> free, int left, double yuanPrice, ref double spent)
    {
        var (sum, rank) = (0.0, 0);
        var key = new double[free.Length];
        for (var s = 0; s < free.Length; s++)
        {
            key[s] = _worth[free[s]] + (yuanPrice * _choice.Yuan[free[s]]);
        }

        key.AsSpan().Sort(free);
        spent = 0;
        foreach (var j in free)
        {
            var take = _choice.Count is null ? key[rank] < 0 : rank < left;
            _taken[j] = take;
            sum += take ? key[rank] : 0;
            spent += take ? _choice.Yuan[j] : 0;
            rank++;
        }

        return sum;
    }

    private bool Step(double length, double[] before)
    {
        var norm = 0.0;
        _knapsacks?.Serve(_taken);
        for (var i = 0; i < _price.Length; i++)
        {
            var (price, served) = (_price[i], _knapsacks?.Served[i] ?? Served(i));
            // A row that no price may leave its miss cost for pushes against a wall; that part of the slope is void.
            var slope = 1.0 - served;
            if (slope > 0 && price >= _choice.Miss[i])
            {
                slope = 0;
            }

            _slope[i] = slope + (0.3 * before[i]);
            before[i] = _slope[i];
            norm += _slope[i] * _slope[i];
        }

        if (norm <= 0)
        {
            return false;
        }

        var t = length / norm;
        for (var i = 0; i < _price.Length; i++)
        {
            _price[i] = Math.Clamp(_price[i] + (t * _slope[i]), 0, _choice.Miss[i]);
        }

        return true;
    }

    private double Served(int row)
    {
        var served = 0;
        for (var e = _choice.Start[row]; e < _choice.Start[row + 1] && _choice.Cost[e] < _price[row]; e++)
        {
            served += _taken[_choice.Site[e]] ? 1 : 0;
        }

        return served;
    }
}

/// <summary>What is decided of a candidate.</summary>
internal enum Fate : byte
{
    Free,
    In,
    Out,
}

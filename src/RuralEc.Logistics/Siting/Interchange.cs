namespace RuralEc.Logistics.Siting;

/// <summary>
/// Vertex interchange (Teitz and Bart 1968) for a fixed number of sites. What each candidate would gain, what each open
/// site is worth, and where the two overlap, is kept up with every exchange (Resende and Werneck 2004), so that an exchange
/// touches only the rows that feel it and only their entries up to the second nearest open site.
/// </summary>
internal sealed class Interchange
{
    private readonly SiteChoice _choice;
    private readonly int[] _columnStart;
    private readonly int[] _columnRow;
    private readonly double[] _columnCost;
    private readonly bool[] _open;
    private readonly int[] _chosen;
    private readonly int[] _first;
    private readonly double[] _nearest;
    private readonly double[] _second;
    private readonly double[] _gain;
    private readonly double[] _loss;
    private readonly double[] _overlap;
    private readonly int[] _felt;
    private int _count;
    private double _yuan;

    public Interchange(SiteChoice choice)
    {
        _choice = choice;
        var (rows, sites) = (choice.Rows, choice.Sites);
        _columnStart = new int[sites + 1];
        foreach (var site in choice.Site)
        {
            _columnStart[site + 1]++;
        }

        for (var j = 0; j < sites; j++)
        {
            _columnStart[j + 1] += _columnStart[j];
        }

        _columnRow = new int[choice.Site.Length];
        _columnCost = new double[choice.Site.Length];
        var next = _columnStart.AsSpan(0, sites).ToArray();
        for (var i = 0; i < rows; i++)
        {
            for (var e = choice.Start[i]; e < choice.Start[i + 1]; e++)
            {
                var at = next[choice.Site[e]]++;
                (_columnRow[at], _columnCost[at]) = (i, choice.Cost[e]);
            }
        }

        _open = new bool[sites];
        _chosen = new int[choice.Count ?? 0];
        _felt = new int[rows];
        _first = new int[rows];
        _nearest = new double[rows];
        _second = new double[rows];
        _gain = new double[sites];
        _loss = new double[sites];
        _overlap = new double[sites * sites];
    }

    public ReadOnlySpan<int> Chosen => _chosen.AsSpan(0, _count);

    /// <summary>Starts from a choice that keeps the number and the budget.</summary>
    public void Load(ReadOnlySpan<int> chosen)
    {
        _open.AsSpan().Clear();
        for (var j = 0; j < _gain.Length; j++)
        {
            _gain[j] = _loss[j] = -_choice.Open[j];
        }

        _overlap.AsSpan().Clear();
        (_count, _yuan) = (0, 0);
        foreach (var j in chosen)
        {
            Take(j);
        }

        for (var i = 0; i < _choice.Rows; i++)
        {
            Look(i);
            Count(i, 1);
        }
    }

    /// <summary>Opens the best candidate time and again, as far as the budget lets the remaining ones follow.</summary>
    public void Greedy()
    {
        Load([]);
        var byYuan = Enumerable.Range(0, _choice.Sites).OrderBy(j => _choice.Yuan[j]).ToArray();
        while (_count < _chosen.Length)
        {
            var (best, most) = (-1, double.NegativeInfinity);
            for (var j = 0; j < _choice.Sites; j++)
            {
                if (!_open[j] && _gain[j] > most && LeavesEnough(j, byYuan))
                {
                    (best, most) = (j, _gain[j]);
                }
            }

            if (best < 0)
            {
                // Only rounding in the budget's sums leads here: the cheapest are within it, or nothing would be asked.
                Load(byYuan.AsSpan(0, _chosen.Length));
                return;
            }

            Exchange(best, -1);
        }
    }

    /// <summary>Exchanges the best pair until none is better, or until told to stop.</summary>
    public void Descend(Func<bool> stop)
    {
        // Gains are kept as sums that come and go, so what is left of rounding must not pass for an improvement.
        while (BestPair(out var into, out var slot, out var profit) && profit > 1e-9 * Scale())
        {
            Exchange(into, slot);
            if (stop())
            {
                return;
            }
        }
    }

    /// <summary>Exchanges some at random, to leave a choice that no single exchange improves.</summary>
    public void Kick(Random random, int times)
    {
        for (var t = 0; t < times; t++)
        {
            var (into, slot) = (random.Next(_choice.Sites), random.Next(_count));
            if (!_open[into] && Fits(into, _chosen[slot]))
            {
                Exchange(into, slot);
            }
        }
    }

    private double Scale()
    {
        var largest = 1.0;
        foreach (var j in Chosen)
        {
            largest = Math.Max(largest, Math.Abs(_loss[j]));
        }

        return largest;
    }

    private bool LeavesEnough(int candidate, int[] byYuan)
    {
        if (!_choice.HasBudget)
        {
            return true;
        }

        var (left, sum) = (_chosen.Length - _count - 1, _yuan + _choice.Yuan[candidate]);
        foreach (var j in byYuan)
        {
            if (left == 0)
            {
                break;
            }

            if (!_open[j] && j != candidate)
            {
                sum += _choice.Yuan[j];
                left--;
            }
        }

        return sum <= _choice.Budget;
    }

    private bool Fits(int into, int outOf) =>
        !_choice.HasBudget || _yuan + _choice.Yuan[into] - _choice.Yuan[outOf] <= _choice.Budget;

    private bool BestPair(out int into, out int slot, out double profit)
    {
        (into, slot, profit) = (-1, -1, double.NegativeInfinity);
        var sites = _choice.Sites;
        for (var j = 0; j < sites; j++)
        {
            if (_open[j])
            {
                continue;
            }

            var overlap = _overlap.AsSpan(j * sites, sites);
            for (var s = 0; s < _count; s++)
            {
                var r = _chosen[s];
                var value = _gain[j] - _loss[r] + overlap[r];
                if (value > profit && Fits(j, r))
                {
                    (into, slot, profit) = (j, s, value);
                }
            }
        }

        return into >= 0;
    }

    private void Take(int site)
    {
        _open[site] = true;
        _yuan += _choice.Yuan[site];
        _chosen[_count++] = site;
    }

    /// <summary>Opens a candidate, in the place of the open site of that slot if there is one.</summary>
    private void Exchange(int into, int slot)
    {
        if (slot < 0)
        {
            Take(into);
        }
        else
        {
            var outOf = _chosen[slot];
            var felt = RowsThatFeel(outOf);
            foreach (var i in felt)
            {
                Count(i, -1);
            }

            (_open[outOf], _open[into]) = (false, true);
            _yuan += _choice.Yuan[into] - _choice.Yuan[outOf];
            _chosen[slot] = into;
            foreach (var i in felt)
            {
                Look(i);
                Count(i, 1);
            }
        }

        // Rows of both were looked at with both changes made; looking again changes nothing of them.
        foreach (var i in RowsThatFeel(into))
        {
            Count(i, -1);
            Look(i);
            Count(i, 1);
        }
    }

    /// <summary>Rows for which a site is, or would be, nearest or second nearest.</summary>
    private ReadOnlySpan<int> RowsThatFeel(int site)
    {
        var count = 0;
        for (var at = _columnStart[site]; at < _columnStart[site + 1]; at++)
        {
            if (_columnCost[at] <= _second[_columnRow[at]])
            {
                _felt[count++] = _columnRow[at];
            }
        }

        return _felt.AsSpan(0, count);
    }

    /// <summary>Finds the nearest and the second nearest open site of a row; missing it counts as one more that is open.</summary>
    private void Look(int row)
    {
        var (first, nearest, second) = (-1, _choice.Miss[row], _choice.Miss[row]);
        for (var e = _choice.Start[row]; e < _choice.Start[row + 1]; e++)
        {
            if (!_open[_choice.Site[e]])
            {
                continue;
            }

            if (first >= 0)
            {
                second = _choice.Cost[e];
                break;
            }

            (first, nearest) = (_choice.Site[e], _choice.Cost[e]);
        }

        (_first[row], _nearest[row], _second[row]) = (first, nearest, second);
    }

    /// <summary>Adds what a row contributes to the sums, or takes it back.</summary>
    private void Count(int row, double sign)
    {
        var (first, nearest, second) = (_first[row], _nearest[row], _second[row]);
        var (sites, costs) = (_choice.Site, _choice.Cost);
        var width = _choice.Sites;
        if (first >= 0)
        {
            _loss[first] += sign * (second - nearest);
        }

        for (var e = _choice.Start[row]; e < _choice.Start[row + 1]; e++)
        {
            var cost = costs[e];
            if (cost >= second)
            {
                break;
            }

            var site = sites[e];
            if (cost < nearest)
            {
                _gain[site] += sign * (nearest - cost);
            }

            if (first >= 0)
            {
                _overlap[(site * width) + first] += sign * (second - Math.Max(cost, nearest));
            }
        }
    }
}

namespace RuralEc.Logistics.Siting;

/// <summary>
/// Which open site serves which row when there is not room for all at the nearest: the largest rows choose first, then rows
/// move to a nearer site with room, or push one there on to another, as long as that is better. A heuristic; what it
/// returns keeps every capacity.
/// </summary>
internal sealed class Packing(SiteChoice choice)
{
    private readonly int[] _bySize =
    [
        .. Enumerable.Range(0, choice.Rows).OrderByDescending(i => choice.People![i]).ThenBy(i => i),
    ];

    private readonly double[] _left = new double[choice.Sites];
    private readonly bool[] _open = new bool[choice.Sites];

    /// <summary>For each row the entry that serves it, or -1; with the objective.</summary>
    public (int[] Entries, double Objective) Pack(ReadOnlySpan<int> chosen)
    {
        _open.AsSpan().Clear();
        var objective = choice.Constant;
        foreach (var j in chosen)
        {
            (_open[j], _left[j]) = (true, choice.Room![j]);
            objective += choice.Open[j];
        }

        var entries = new int[choice.Rows];
        entries.AsSpan().Fill(-1);
        foreach (var i in _bySize)
        {
            entries[i] = Nearest(i, choice.Start[i + 1]);
            if (entries[i] >= 0)
            {
                _left[choice.Site[entries[i]]] -= choice.People![i];
            }
        }

        var members = new List<int>[choice.Sites];
        for (var pass = 0; pass < 20; pass++)
        {
            for (var j = 0; j < members.Length; j++)
            {
                members[j] = [];
            }

            foreach (var i in _bySize)
            {
                if (entries[i] >= 0)
                {
                    members[choice.Site[entries[i]]].Add(i);
                }
            }

            var better = false;
            foreach (var i in _bySize)
            {
                better |= Shift(i, entries, members) || Push(i, entries, members);
            }

            if (!better)
            {
                break;
            }
        }

        for (var i = 0; i < entries.Length; i++)
        {
            objective += CostOf(i, entries[i]);
        }

        return (entries, objective);
    }

    private double CostOf(int row, int entry) => entry < 0 ? choice.Miss[row] : choice.Cost[entry];

    /// <summary>The cheapest open entry with room before another entry of the row.</summary>
    private int Nearest(int row, int before)
    {
        for (var e = choice.Start[row]; e < before; e++)
        {
            if (_open[choice.Site[e]] && choice.People![row] <= _left[choice.Site[e]])
            {
                return e;
            }
        }

        return -1;
    }

    private bool Shift(int row, int[] entries, List<int>[] members)
    {
        var to = Nearest(row, entries[row] < 0 ? choice.Start[row + 1] : entries[row]);
        if (to < 0 || CostOf(row, to) >= CostOf(row, entries[row]))
        {
            return false;
        }

        Move(row, to, entries, members);
        return true;
    }

    private bool Push(int row, int[] entries, List<int>[] members)
    {
        var before = entries[row] < 0 ? choice.Start[row + 1] : entries[row];
        for (var e = choice.Start[row]; e < before; e++)
        {
            var site = choice.Site[e];
            var saved = CostOf(row, entries[row]) - choice.Cost[e];
            if (!_open[site] || saved <= 0)
            {
                continue;
            }

            foreach (var other in members[site])
            {
                if (choice.People![row] > _left[site] + choice.People[other])
                {
                    continue;
                }

                // The place that the row leaves is free for the other one.
                var home = entries[row] < 0 ? -1 : choice.Site[entries[row]];
                var kept = _left[site];
                _left[site] = double.NegativeInfinity;
                if (home >= 0)
                {
                    _left[home] += choice.People[row];
                }

                var to = Nearest(other, choice.Start[other + 1]);
                if (home >= 0)
                {
                    _left[home] -= choice.People[row];
                }

                _left[site] = kept;
                if (saved - (CostOf(other, to) - CostOf(other, entries[other])) > 1e-9 * Math.Max(1, saved))
                {
                    if (to >= 0)
                    {
                        Move(other, to, entries, members);
                    }
                    else
                    {
                        members[site].Remove(other);
                        _left[site] += choice.People[other];
                        entries[other] = -1;
                    }

                    Move(row, e, entries, members);
                    return true;
                }
            }
        }

        return false;
    }

    private void Move(int row, int to, int[] entries, List<int>[] members)
    {
        if (entries[row] >= 0)
        {
            var from = choice.Site[entries[row]];
            _left[from] += choice.People![row];
            members[from].Remove(row);
        }

        entries[row] = to;
        _left[choice.Site[to]] -= choice.People![row];
        members[choice.Site[to]].Add(row);
    }
}

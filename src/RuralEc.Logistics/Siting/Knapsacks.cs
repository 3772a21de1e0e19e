namespace RuralEc.Logistics.Siting;

/// <summary>
/// What a site with a capacity is worth at some prices: the rows that would pay most a head, until it is full, the last one
/// in part. A part is more than single source allows, so what comes of it is still a bound.
/// </summary>
internal sealed class Knapsacks
{
    private readonly SiteChoice _choice;
    private readonly int[][] _rows;
    private readonly double[][] _costs;
    private readonly (double PerHead, int Row, double Above)[] _items;
    private readonly List<(int Row, double Part)>[] _packed;

    public Knapsacks(SiteChoice choice)
    {
        _choice = choice;
        var (rows, costs) = (new List<int>[choice.Sites], new List<double>[choice.Sites]);
        for (var j = 0; j < choice.Sites; j++)
        {
            (rows[j], costs[j]) = ([], []);
        }

        for (var i = 0; i < choice.Rows; i++)
        {
            for (var e = choice.Start[i]; e < choice.Start[i + 1]; e++)
            {
                rows[choice.Site[e]].Add(i);
                costs[choice.Site[e]].Add(choice.Cost[e]);
            }
        }

        _rows = [.. rows.Select(r => r.ToArray())];
        _costs = [.. costs.Select(c => c.ToArray())];
        _items = new (double, int, double)[choice.Rows];
        _packed = [.. rows.Select(_ => new List<(int, double)>())];
        Served = new double[choice.Rows];
    }

    /// <summary>How much of each row the taken sites serve, after <see cref="Serve"/>.</summary>
    public double[] Served { get; }

    /// <summary>Fills a site and says what that is worth: 0 or negative.</summary>
    public double Fill(int site, ReadOnlySpan<double> prices)
    {
        var (rows, costs, people) = (_rows[site], _costs[site], _choice.People!);
        var count = 0;
        for (var at = 0; at < rows.Length; at++)
        {
            var above = costs[at] - prices[rows[at]];
            if (above < 0)
            {
                var heads = people[rows[at]];
                _items[count++] = (heads > 0 ? above / heads : double.NegativeInfinity, rows[at], above);
            }
        }

        var items = _items.AsSpan(0, count);
        items.Sort();
        var (packed, left, worth) = (_packed[site], _choice.Room![site], 0.0);
        packed.Clear();
        foreach (var (_, row, above) in items)
        {
            var part = people[row] <= left ? 1 : left / people[row];
            if (part <= 0)
            {
                break;
            }

            packed.Add((row, part));
            worth += part * above;
            left -= part * people[row];
        }

        return worth;
    }

    public void Serve(ReadOnlySpan<bool> taken)
    {
        Served.AsSpan().Clear();
        for (var j = 0; j < taken.Length; j++)
        {
            if (taken[j])
            {
                foreach (var (row, part) in _packed[j])
                {
                    Served[row] += part;
                }
            }
        }
    }
}

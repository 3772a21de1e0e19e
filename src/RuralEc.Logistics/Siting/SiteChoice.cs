namespace RuralEc.Logistics.Siting;

/// <summary>
/// All three models without capacities are one problem: choose candidates so that their opening costs plus, for each row,
/// the least of its miss cost and its cost at a chosen candidate is smallest. A p-median row costs people times distance
/// and is dear to miss; a covering row costs nothing where it is covered. Existing sites are gone: what they offer a row is
/// its miss cost.
/// </summary>
internal sealed class SiteChoice
{
    /// <summary>Entries of row i: Start[i] up to Start[i + 1], the cheapest first, all of them cheaper than its miss cost.</summary>
    public required int[] Start { get; init; }

    public required int[] Site { get; init; }

    public required double[] Cost { get; init; }

    public required double[] Miss { get; init; }

    /// <summary>What opening a candidate adds to the objective.</summary>
    public required double[] Open { get; init; }

    public required double[] Yuan { get; init; }

    /// <summary>The site of the problem that a candidate is.</summary>
    public required int[] SiteOf { get; init; }

    /// <summary>How many to choose, exactly; null where that is free.</summary>
    public required int? Count { get; init; }

    public required double Budget { get; init; }

    /// <summary>What rows that no candidate can help add to every objective.</summary>
    public required double Constant { get; init; }

    /// <summary>A choice that costs this or more leaves a row unserved that must be served.</summary>
    public required double Unserved { get; init; }

    /// <summary>Whether every objective is a whole number, so that a bound may be rounded up.</summary>
    public required bool Whole { get; init; }

    /// <summary>People of each row, where sites have capacities and a row is served by one of them as a whole.</summary>
    public double[]? People { get; init; }

    /// <summary>Capacity of each candidate; infinite for none.</summary>
    public double[]? Room { get; init; }

    /// <summary>What the caller's objective is this one taken from, where it counts what is covered; else 0.</summary>
    public double Total { get; init; }

    public int Rows => Miss.Length;

    public int Sites => SiteOf.Length;

    public bool HasBudget => double.IsFinite(Budget);

    public double Objective(ReadOnlySpan<int> chosen)
    {
        var open = new bool[Sites];
        var sum = Constant;
        foreach (var j in chosen)
        {
            open[j] = true;
            sum += Open[j];
        }

        for (var i = 0; i < Rows; i++)
        {
            var cost = Miss[i];
            for (var e = Start[i]; e < Start[i + 1]; e++)
            {
                if (open[Site[e]])
                {
                    cost = Cost[e];
                    break;
                }
            }

            sum += cost;
        }

        return sum;
    }

    public double YuanOf(ReadOnlySpan<int> chosen)
    {
        var sum = 0.0;
        foreach (var j in chosen)
        {
            sum += Yuan[j];
        }

        return sum;
    }

    /// <summary>A bound as high as this proves an objective: nothing is better by more than half a millionth.</summary>
    public double Target(double objective) =>
        double.IsPositiveInfinity(objective) ? objective
        : Whole && objective < 1e15 ? objective - 1 + 1e-6
        : objective - (5e-7 * Math.Max(1, Math.Abs(Total - objective)));

    /// <summary>A bound may be rounded up to a value that an objective can have.</summary>
    public double Rounded(double bound) => Whole && Math.Abs(bound) < 1e15 ? Math.Ceiling(bound - 1e-6) : bound;
}

namespace RuralEc.Logistics.Siting;

/// <summary>The distances of a problem by demand, each demand's nearest site first.</summary>
internal sealed class Reaches
{
    private readonly int[] _start;
    private readonly int[] _sites;
    private readonly double[] _distances;

    public Reaches(SitingProblem problem)
    {
        var pairs = problem.Distances;
        _start = new int[problem.Demands.Count + 1];
        foreach (var pair in pairs)
        {
            _start[pair.Demand + 1]++;
        }

        for (var i = 0; i < problem.Demands.Count; i++)
        {
            _start[i + 1] += _start[i];
        }

        _sites = new int[pairs.Count];
        _distances = new double[pairs.Count];
        var next = _start.AsSpan(0, problem.Demands.Count).ToArray();
        foreach (var (demand, site, distance) in pairs)
        {
            var at = next[demand]++;
            (_sites[at], _distances[at]) = (site, distance);
        }

        var lastDemand = new int[problem.Sites.Count];
        lastDemand.AsSpan().Fill(-1);
        for (var i = 0; i < problem.Demands.Count; i++)
        {
            foreach (var site in SitesOf(i))
            {
                if (lastDemand[site] == i)
                {
                    throw new ArgumentException(
                        FormattableString.Invariant($"The distance of demand {i} to site {site} is given twice."),
                        nameof(problem)
                    );
                }

                lastDemand[site] = i;
            }

            // Equal distances in the order of the sites, so that the same problem has the same answer.
            SortByDistance(_start[i], _start[i + 1]);
        }
    }

    public ReadOnlySpan<int> SitesOf(int demand) => _sites.AsSpan(_start[demand].._start[demand + 1]);

    public ReadOnlySpan<double> DistancesOf(int demand) => _distances.AsSpan(_start[demand].._start[demand + 1]);

    private void SortByDistance(int from, int to)
    {
        var order = new (double Distance, int Site)[to - from];
        for (var e = from; e < to; e++)
        {
            order[e - from] = (_distances[e], _sites[e]);
        }

        order.AsSpan().Sort();
        for (var e = from; e < to; e++)
        {
            (_distances[e], _sites[e]) = order[e - from];
        }
    }
}

using System.Numerics;
using System.Runtime.InteropServices;

namespace RuralEc.Logistics.Siting;

/// <summary>Makes the <see cref="SiteChoice"/> of a problem, as small as can be without changing its answer.</summary>
internal static class SiteChoiceBuilder
{
    /// <summary>What the rows of a choice are worth, taken from one model.</summary>
    internal enum Worth
    {
        Distance,
        People,
        MustBeCovered,
    }

    /// <summary>What a choice counts and what limits it; the model, or a question about what is possible at all.</summary>
    internal sealed record Terms(Worth Worth, int? Count, double Budget, Func<SitingSite, double> Open)
    {
        public static Terms Of(SitingProblem problem) =>
            problem.Model switch
            {
                SitingModel.PMedian => new(Worth.Distance, problem.NewSites, BudgetOf(problem), _ => 0),
                SitingModel.MaximalCovering => new(Worth.People, problem.NewSites, BudgetOf(problem), _ => 0),
                SitingModel.SetCover => new(
                    Worth.MustBeCovered,
                    null,
                    problem.Goal == CoverGoal.LeastCost ? double.PositiveInfinity : BudgetOf(problem),
                    problem.Goal == CoverGoal.LeastCost ? s => s.CostYuan : _ => 1
                ),
                _ => throw new ArgumentException("No such model.", nameof(problem)),
            };

        // A sum of costs that is over by rounding alone is within.
        public static double BudgetOf(SitingProblem problem) =>
            problem.BudgetYuan * (1 + 1e-12) ?? double.PositiveInfinity;
    }

    public static SiteChoice Build(SitingProblem problem, Reaches reaches, Terms terms)
    {
        var reach =
            problem.Model == SitingModel.PMedian
                ? double.PositiveInfinity
                : problem.CoverageDistance ?? double.PositiveInfinity;
        var candidates = Enumerable.Range(0, problem.Sites.Count).Where(j => !problem.Sites[j].Existing).ToArray();
        var indexOf = new int[problem.Sites.Count];
        indexOf.AsSpan().Fill(-1);
        foreach (var (index, site) in candidates.Index())
        {
            indexOf[site] = index;
        }

        var open = candidates.Select(j => terms.Open(problem.Sites[j])).ToArray();
        var yuan = candidates.Select(j => problem.Sites[j].CostYuan).ToArray();
        var unserved = Unserved(problem, reaches, terms, open);
        var rows = new Gathered(terms.Worth);
        var row = new List<(double Cost, int Site)>();
        for (var i = 0; i < problem.Demands.Count; i++)
        {
            var people = problem.Demands[i].People;
            var sites = reaches.SitesOf(i);
            var distances = reaches.DistancesOf(i);
            var miss = terms.Worth == Worth.People ? people : unserved;
            row.Clear();
            var reached = false;
            for (var e = 0; e < sites.Length && distances[e] <= reach; e++)
            {
                reached = true;
                var cost = terms.Worth == Worth.Distance ? people * distances[e] : 0;
                if (indexOf[sites[e]] < 0)
                {
                    miss = Math.Min(miss, cost);
                }
                else
                {
                    row.Add((cost, indexOf[sites[e]]));
                }
            }

            if (reached || terms.Worth == Worth.People)
            {
                rows.Add(row, miss);
            }
        }

        var kept = terms.Worth == Worth.Distance ? null : Undominated(rows, open, yuan, terms);
        var total = terms.Worth == Worth.People ? problem.Demands.Sum(d => d.People) : 0;
        return rows.ToChoice(candidates, open, yuan, kept, terms, unserved, total);
    }

    private static double Unserved(SitingProblem problem, Reaches reaches, Terms terms, double[] open)
    {
        // Dearer than every choice that serves all, so that serving one more always comes first.
        var most = open.Sum();
        if (terms.Worth == Worth.Distance)
        {
            for (var i = 0; i < problem.Demands.Count; i++)
            {
                most += reaches.DistancesOf(i) is [.., var longest] ? problem.Demands[i].People * longest : 0;
            }
        }

        return terms.Worth == Worth.People ? double.PositiveInfinity : Math.Ceiling(most) + 1;
    }

    /// <summary>
    /// Which candidates to keep: one that covers no more than another and costs no less is never needed. With a budget and
    /// a fixed number it may be, as the cheap stop-gap, and then all are kept.
    /// </summary>
    private static int[]? Undominated(Gathered rows, double[] open, double[] yuan, Terms terms)
    {
        if (terms.Count is not null && double.IsFinite(terms.Budget))
        {
            return null;
        }

        var covers = Enumerable.Range(0, open.Length).Select(_ => new List<int>()).ToArray();
        for (var i = 0; i < rows.Count; i++)
        {
            foreach (var site in rows.SitesOf(i))
            {
                covers[site].Add(i);
            }
        }

        var sets = covers.Select(c => new HashSet<int>(c)).ToArray();
        var kept = new List<int>();
        for (var j = 0; j < open.Length; j++)
        {
            var dominated = false;
            for (var other = 0; other < open.Length && !dominated; other++)
            {
                var noDearer = open[other] <= open[j] && (double.IsInfinity(terms.Budget) || yuan[other] <= yuan[j]);
                var same = noDearer && open[other] == open[j] && sets[other].Count == sets[j].Count;
                dominated =
                    other != j
                    && noDearer
                    && sets[other].Count >= sets[j].Count
                    && (!same || (yuan[other], other).CompareTo((yuan[j], j)) < 0)
                    && covers[j].TrueForAll(sets[other].Contains);
            }

            if (!dominated)
            {
                kept.Add(j);
            }
        }

        // A fixed number is filled up with any candidate, so enough of them must stay.
        return terms.Count > kept.Count ? null : [.. kept];
    }

    /// <summary>Rows as they come; covering rows with the same candidates become one.</summary>
    private sealed class Gathered(Worth worth)
    {
        private readonly List<int> _start = [0];
        private readonly List<int> _sites = [];
        private readonly List<double> _costs = [];
        private readonly List<double> _miss = [];
        private readonly Dictionary<string, int> _known = new(StringComparer.Ordinal);
        private double _constant;

        public int Count => _miss.Count;

        public ReadOnlySpan<int> SitesOf(int row) => CollectionsMarshal.AsSpan(_sites)[_start[row].._start[row + 1]];

        public void Add(List<(double Cost, int Site)> entries, double miss)
        {
            var from = _sites.Count;
            foreach (var (cost, site) in entries)
            {
                if (cost < miss)
                {
                    _sites.Add(site);
                    _costs.Add(cost);
                }
            }

            var added = CollectionsMarshal.AsSpan(_sites)[from..];
            if (added.IsEmpty)
            {
                _constant += miss;
                return;
            }

            if (worth != Worth.Distance)
            {
                added.Sort();
                var key = new string(MemoryMarshal.Cast<int, char>(added));
                if (!_known.TryAdd(key, _miss.Count))
                {
                    var first = _known[key];
                    _miss[first] = worth == Worth.People ? _miss[first] + miss : miss;
                    _sites.RemoveRange(from, _sites.Count - from);
                    _costs.RemoveRange(from, _costs.Count - from);
                    return;
                }
            }

            _start.Add(_sites.Count);
            _miss.Add(miss);
        }

        public SiteChoice ToChoice(
            int[] candidates,
            double[] open,
            double[] yuan,
            int[]? kept,
            Terms terms,
            double unserved,
            double total
        )
        {
            kept ??= [.. Enumerable.Range(0, candidates.Length)];
            var indexOf = new int[candidates.Length];
            indexOf.AsSpan().Fill(-1);
            foreach (var (index, candidate) in kept.Index())
            {
                indexOf[candidate] = index;
            }

            var (start, sites, costs) = (new List<int> { 0 }, new List<int>(), new List<double>());
            int[] rows = worth == Worth.MustBeCovered ? Binding(indexOf) : [.. Enumerable.Range(0, Count)];
            foreach (var i in rows)
            {
                for (var e = _start[i]; e < _start[i + 1]; e++)
                {
                    if (indexOf[_sites[e]] >= 0)
                    {
                        sites.Add(indexOf[_sites[e]]);
                        costs.Add(_costs[e]);
                    }
                }

                start.Add(sites.Count);
            }

            var keptOpen = kept.Select(j => open[j]).ToArray();
            return new()
            {
                Start = [.. start],
                Site = [.. sites],
                Cost = [.. costs],
                Miss = [.. rows.Select(i => _miss[i])],
                Open = keptOpen,
                Yuan = [.. kept.Select(j => yuan[j])],
                SiteOf = [.. kept.Select(j => candidates[j])],
                Count = terms.Count,
                Budget = terms.Budget,
                Constant = _constant,
                Unserved = unserved,
                Total = total,
                Whole =
                    double.IsInteger(_constant)
                    && costs.TrueForAll(double.IsInteger)
                    && _miss.TrueForAll(double.IsInteger)
                    && Array.TrueForAll(keptOpen, double.IsInteger),
            };
        }

        /// <summary>Rows that must be covered without those that are whenever another one is, having all its candidates.</summary>
        private int[] Binding(int[] indexOf)
        {
            var words = (indexOf.Length + 63) / 64;
            var sets = new ulong[Count][];
            for (var i = 0; i < Count; i++)
            {
                sets[i] = new ulong[words];
                foreach (var site in SitesOf(i))
                {
                    sets[i][site / 64] |= indexOf[site] >= 0 ? 1UL << (site % 64) : 0;
                }
            }

            var kept = new List<int>();
            foreach (var i in Enumerable.Range(0, Count).OrderBy(i => sets[i].Sum(BitOperations.PopCount)))
            {
                var own = sets[i];
                if (!kept.Exists(k => Holds(own, sets[k])))
                {
                    kept.Add(i);
                }
            }

            return [.. kept.Order()];
        }

        private static bool Holds(ulong[] all, ulong[] part)
        {
            for (var w = 0; w < part.Length; w++)
            {
                if ((part[w] & ~all[w]) != 0)
                {
                    return false;
                }
            }

            return true;
        }
    }
}

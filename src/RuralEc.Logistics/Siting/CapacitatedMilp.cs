using Google.OrTools.ModelBuilder;

namespace RuralEc.Logistics.Siting;

/// <summary>
/// The single-source problem with capacities as a mixed integer program for HiGHS, in slices like <see cref="CoverMilp"/>.
/// Entries that a bound already rules out are left out of it.
/// </summary>
internal sealed class CapacitatedMilp
{
    // Above this many entries one row for each pair makes the program too large to be read in; a row a site is weaker but small.
    private const int MostStrongEntries = 30_000;

    private static readonly TimeSpan FirstSlice = TimeSpan.FromSeconds(5);

    private readonly SiteChoice _choice;
    private readonly Fate[] _fates;
    private readonly Func<int, int, bool> _keeps;
    private readonly bool _cheapest;
    private volatile Outcome? _ended;
    private volatile bool _abandoned;

    /// <param name="keeps">Whether a better choice may use an entry, by row and entry.</param>
    /// <param name="cheapest">Asks for the least cost in yuan instead, whatever the budget.</param>
    public CapacitatedMilp(SiteChoice choice, Fate[] fates, Func<int, int, bool> keeps, bool cheapest = false)
    {
        (_choice, _fates, _keeps, _cheapest) = (choice, fates, keeps, cheapest);
    }

    /// <summary>Proved: the choice and each row's entry or -1, both null where no choice keeps the rules.</summary>
    internal sealed record Outcome(int[]? Chosen, int[]? Entries, double Objective);

    public Outcome? Ended => _ended;

    public void Start(TimeSpan limit)
    {
        var thread = new Thread(() => Run(limit)) { IsBackground = true, Name = "siting-highs" };
        thread.Start();
    }

    public void Abandon() => _abandoned = true;

    private void Run(TimeSpan limit)
    {
        for (var slice = FirstSlice; limit > TimeSpan.Zero && !_abandoned && _ended is null; slice *= 2)
        {
            var now = slice < limit ? slice : limit;
            limit -= now;
            Slice(now);
        }
    }

    private void Slice(TimeSpan limit)
    {
        var model = new Model();
        var objective = LinearExpr.NewBuilder();
        var open = Sites(model, objective);
        var serve = new Variable?[_choice.Site.Length];
        var loads = open.Select(_ => LinearExpr.NewBuilder()).ToArray();
        var uses = open.Select(_ => LinearExpr.NewBuilder()).ToArray();
        var used = new int[open.Length];
        for (var i = 0; i < _choice.Rows; i++)
        {
            var row = LinearExpr.NewBuilder();
            for (var e = _choice.Start[i]; e < _choice.Start[i + 1]; e++)
            {
                if (!_keeps(i, e))
                {
                    continue;
                }

                var (site, x) = (_choice.Site[e], model.NewBoolVar(""));
                serve[e] = x;
                row.Add(x);
                loads[site].AddTerm(x, _choice.People![i]);
                uses[site].Add(x);
                used[site]++;
                if (!_cheapest)
                {
                    objective.AddTerm(x, _choice.Cost[e]);
                }

                if (_choice.Site.Length <= MostStrongEntries)
                {
                    model.AddLinearConstraint(x - open[site], double.NegativeInfinity, 0);
                }
            }

            if (_choice.Miss[i] < _choice.Unserved)
            {
                var missed = model.NewNumVar(0, 1, "");
                row.Add(missed);
                objective.AddTerm(missed, _cheapest ? 0 : _choice.Miss[i]);
            }

            model.AddLinearConstraint(row, 1, 1);
        }

        for (var j = 0; j < open.Length; j++)
        {
            uses[j].AddTerm(open[j], -used[j]);
            model.AddLinearConstraint(uses[j], double.NegativeInfinity, 0);
            if (double.IsFinite(_choice.Room![j]))
            {
                loads[j].AddTerm(open[j], -_choice.Room[j]);
                model.AddLinearConstraint(loads[j], double.NegativeInfinity, 0);
            }
        }

        model.Minimize(objective);
        var solver = new Solver("highs");
        solver.SetTimeLimitInSeconds(limit.TotalSeconds);
        solver.SetSolverSpecificParameters("output_flag=false,mip_rel_gap=0,mip_abs_gap=1e-6");
        var status = solver.Solve(model);
        if (status == SolveStatus.INFEASIBLE)
        {
            _ended = new(null, null, double.PositiveInfinity);
        }
        else if (status == SolveStatus.OPTIMAL)
        {
            var entries = new int[_choice.Rows];
            for (var i = 0; i < entries.Length; i++)
            {
                entries[i] = -1;
                for (var e = _choice.Start[i]; e < _choice.Start[i + 1]; e++)
                {
                    entries[i] = serve[e] is { } x && solver.Value(x) > 0.5 ? e : entries[i];
                }
            }

            int[] chosen = [.. Enumerable.Range(0, open.Length).Where(j => solver.Value(open[j]) > 0.5)];
            _ended = new(chosen, entries, solver.ObjectiveValue);
        }
    }

    private Variable[] Sites(Model model, LinearExprBuilder objective)
    {
        var (number, yuan) = (LinearExpr.NewBuilder(), LinearExpr.NewBuilder());
        var open = new Variable[_choice.Sites];
        for (var j = 0; j < open.Length; j++)
        {
            open[j] = model.NewNumVar(_fates[j] == Fate.In ? 1 : 0, _fates[j] == Fate.Out ? 0 : 1, "");
            if (_fates[j] == Fate.Free)
            {
                open[j] = model.NewBoolVar("");
            }

            objective.AddTerm(open[j], _cheapest ? _choice.Yuan[j] : _choice.Open[j]);
            number.Add(open[j]);
            yuan.AddTerm(open[j], _choice.Yuan[j]);
        }

        if (_choice.Count is { } count)
        {
            model.AddLinearConstraint(number, count, count);
        }

        if (_choice.HasBudget && !_cheapest)
        {
            model.AddLinearConstraint(yuan, 0, _choice.Budget);
        }

        return open;
    }
}

using Google.OrTools.ModelBuilder;

namespace RuralEc.Logistics.Siting;

/// <summary>
/// A cover as a mixed integer program for HiGHS. HiGHS cannot be interrupted through OR-Tools 9.15 (its InterruptSolve
/// answers true and changes nothing), keeps no tree between two calls, and gives no bound of its own when the time is over.
/// So it runs on a thread of its own in slices, each twice as long as the one before, and whoever waits no longer leaves it:
/// what is left behind runs on about as long as it has run already, and 5 s at least. (HiGHS looks at the clock between
/// its steps only, so a large program overruns its slice: 138 s for 120 s with half a million variables.)
/// </summary>
internal sealed class CoverMilp
{
    private static readonly TimeSpan FirstSlice = TimeSpan.FromSeconds(5);

    private readonly SiteChoice _choice;
    private volatile int[]? _answer;
    private volatile bool _abandoned;

    private CoverMilp(SiteChoice choice) => _choice = choice;

    /// <summary>A proved choice, once there is one.</summary>
    public int[]? Answer => _answer;

    public static CoverMilp Start(SiteChoice choice, TimeSpan limit)
    {
        var milp = new CoverMilp(choice);
        var thread = new Thread(() => milp.Run(limit)) { IsBackground = true, Name = "siting-highs" };
        thread.Start();
        return milp;
    }

    public void Abandon() => _abandoned = true;

    /// <summary>Solves on the calling thread; null if the time did not suffice.</summary>
    public static int[]? Solve(SiteChoice choice, TimeSpan limit)
    {
        var milp = new CoverMilp(choice);
        milp.Slice(limit);
        return milp.Answer;
    }

    private void Run(TimeSpan limit)
    {
        for (var slice = FirstSlice; limit > TimeSpan.Zero && !_abandoned && _answer is null; slice *= 2)
        {
            var now = slice < limit ? slice : limit;
            limit -= now;
            Slice(now);
        }
    }

    private void Slice(TimeSpan limit)
    {
        var model = new Model();
        var open = new Variable[_choice.Sites];
        var (objective, number, yuan) = (LinearExpr.NewBuilder(), LinearExpr.NewBuilder(), LinearExpr.NewBuilder());
        for (var j = 0; j < open.Length; j++)
        {
            open[j] = model.NewBoolVar("");
            objective.AddTerm(open[j], _choice.Open[j]);
            number.Add(open[j]);
            yuan.AddTerm(open[j], _choice.Yuan[j]);
        }

        for (var i = 0; i < _choice.Rows; i++)
        {
            var row = LinearExpr.NewBuilder();
            for (var e = _choice.Start[i]; e < _choice.Start[i + 1]; e++)
            {
                row.Add(open[_choice.Site[e]]);
            }

            if (_choice.Miss[i] < _choice.Unserved)
            {
                // Whole by itself once the sites are, so it need not be branched on.
                var missed = model.NewNumVar(0, 1, "");
                row.Add(missed);
                objective.AddTerm(missed, _choice.Miss[i]);
            }

            model.AddLinearConstraint(row, 1, double.PositiveInfinity);
        }

        if (_choice.Count is { } count)
        {
            model.AddLinearConstraint(number, count, count);
        }

        if (_choice.HasBudget)
        {
            model.AddLinearConstraint(yuan, 0, _choice.Budget);
        }

        model.Minimize(objective);
        var solver = new Solver("highs");
        solver.SetTimeLimitInSeconds(limit.TotalSeconds);
        solver.SetSolverSpecificParameters("output_flag=false,mip_rel_gap=0,mip_abs_gap=1e-6");
        if (solver.Solve(model) == SolveStatus.OPTIMAL)
        {
            _answer = [.. Enumerable.Range(0, open.Length).Where(j => solver.Value(open[j]) > 0.5)];
        }
    }
}

using System.Diagnostics;
using Google.OrTools.ConstraintSolver;
using Google.OrTools.Util;
using Google.Protobuf.WellKnownTypes;

namespace RuralEc.Logistics.Routing;

/// <summary>How long to search and by which ways; what is the default was measured (docs/benchmarks.md).</summary>
internal sealed record DaySearchLimits(TimeSpan Time)
{
    /// <summary>
    /// Ends the search after so many local optima, none better than the best before: a limit that does not depend on how
    /// fast the machine is. By default a day of a few stops ends by it soon and a long one never.
    /// </summary>
    public long? Patience { get; init; }

    /// <summary>For measurements: changes the parameters after all defaults.</summary>
    public Action<RoutingSearchParameters>? Adjust { get; init; }
}

/// <summary>Runs the search of one model, tells of each better plan and stops when asked to.</summary>
internal static class DaySearch
{
    // How often a cancelled search is told so again: a word that comes before the search has begun is lost in it.
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(20);

    private const long OptimaPerSquare = 50;
    private const int FewStops = 12;

    /// <summary>The best answer found; null if there was none at all.</summary>
    public static Assignment? Run(
        DayModel day,
        DaySearchLimits limits,
        IReadOnlyList<long[]>? from,
        IProgress<RoutingProgress>? progress,
        CancellationToken cancel
    )
    {
        var model = day.Model;
        var parameters = ParametersOf(day, limits);
        var patience = limits.Patience ?? (OptimaPerSquare * day.Stops.Count * day.Stops.Count);
        // The native side calls this object back and does not keep it alive.
        using var watch = new Watch(day, patience, progress);
        model.AddSearchMonitor(watch);
        model.CloseModelWithParameters(parameters);
        using var asker = new Timer(_ => model.CancelSearch());
        using var gone = new ManualResetEvent(false);
        Assignment? answer;
        using (cancel.Register(() => asker.Change(TimeSpan.Zero, AskAgain)))
        {
            var start = from is null ? null : model.ReadAssignmentFromRoutes([.. from], true);
            answer = start is null
                ? model.SolveWithParameters(parameters)
                : model.SolveFromAssignmentWithParameters(start, parameters);
        }

        // The model may go only when nobody is about to speak to it.
        asker.Dispose(gone);
        gone.WaitOne();
        GC.KeepAlive(watch);
        watch.ThrowIfFailed();
        return answer;
    }

    private static RoutingSearchParameters ParametersOf(DayModel day, DaySearchLimits limits)
    {
        var parameters = operations_research_constraint_solver.DefaultRoutingSearchParameters();
        parameters.FirstSolutionStrategy = FirstSolutionStrategy.Types.Value.Savings;
        // With one stop no neighbour is ever different, and the guided search turns in a circle until its time is over.
        parameters.LocalSearchMetaheuristic =
            day.Stops.Count > 1
                ? LocalSearchMetaheuristic.Types.Value.GuidedLocalSearch
                : LocalSearchMetaheuristic.Types.Value.GreedyDescent;
        if (day.Stops.Count <= FewStops)
        {
            // A day of a few stops has few moves to leave a dead end by, and is small enough to be tried out in pieces.
            var moves = parameters.LocalSearchOperators;
            moves.UsePathLns = moves.UseFullPathLns = moves.UseInactiveLns = OptionalBoolean.BoolTrue;
        }

        parameters.TimeLimit = Duration.FromTimeSpan(limits.Time);
        limits.Adjust?.Invoke(parameters);
        return parameters;
    }

    /// <summary>Sees every solution that the search accepts, and speaks of those that are better than all before.</summary>
    private sealed class Watch(DayModel day, long patience, IProgress<RoutingProgress>? progress)
        : SearchMonitor(day.Model.solver())
    {
        private readonly long _start = Stopwatch.GetTimestamp();
        private long _best = long.MaxValue;
        private long _waited;
        private Exception? _failed;

        public override bool AtSolution()
        {
            var cost = day.Model.CostVar().Min();
            if (cost < _best && _failed is null)
            {
                (_best, _waited) = (cost, 0);
                Tell(cost);
            }

            return false;
        }

        public override bool AtLocalOptimum()
        {
            if (++_waited >= patience)
            {
                day.Model.CancelSearch();
            }

            return false;
        }

        private void Tell(long cost)
        {
            try
            {
                progress?.Report(Now(cost));
            }
            // Whatever the listener throws must not unwind through native frames.
            catch (Exception failed)
            {
                _failed = failed;
                day.Model.CancelSearch();
            }
        }

        public void ThrowIfFailed()
        {
            if (_failed is not null)
            {
                throw new InvalidOperationException("The listener to the progress of a search failed.", _failed);
            }
        }

        private RoutingProgress Now(long cost)
        {
            var routes = 0;
            for (var vehicle = 0; vehicle < day.Model.Vehicles(); vehicle++)
            {
                routes += day.Model.ActiveVehicleVar(vehicle).Min() == 1 ? 1 : 0;
            }

            var (dropped, missing) = (0, 0);
            for (var stop = 0; stop < day.Stops.Count; stop++)
            {
                if (day.Model.ActiveVar(day.IndexOf(stop)).Max() == 0)
                {
                    dropped += day.Stops[stop].MustVisit ? 0 : 1;
                    missing += day.Stops[stop].MustVisit ? 1 : 0;
                }
            }

            var yuan = (cost - (missing * day.MissingUnits)) / DayModel.UnitsPerYuan;
            return new(Stopwatch.GetElapsedTime(_start), yuan, routes, dropped, missing);
        }
    }
}

using RuralEc.Logistics.Routing;
using Xunit;

namespace RuralEc.Tests.Logistics.Routing;

/// <summary>The planner, ended by a count of local optima: the time is there for a machine that stands still.</summary>
internal static class Planning
{
    public static RoutingPlan Solve(
        RoutingProblem problem,
        long patience = 60,
        IProgress<RoutingProgress>? progress = null,
        RoutingPlan? previous = null,
        double moveYuan = RoutePlanner.DefaultMoveYuan
    ) =>
        RoutePlanner.Solve(
            problem,
            new DaySearchLimits(TimeSpan.FromMinutes(2)) { Patience = patience },
            progress,
            previous,
            moveYuan,
            TestContext.Current.CancellationToken
        );
}

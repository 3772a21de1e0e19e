using RuralEc.Logistics.Routing;
using Xunit;

namespace RuralEc.Tests.Logistics.Routing;

/// <summary>Published optima: they come from exact methods of others.</summary>
public class SolomonTests
{
    [Theory]
    [InlineData("C101", 3, 191.3)]
    [InlineData("R101.25", 8, 617.1)]
    [InlineData("RC101.25", 4, 461.1)]
    public void Twenty_five_customers_are_planned_at_the_optimum(string name, int vehicles, double optimum)
    {
        var plan = SolveWell(Solomon.Read(name, 25, vehicles + 3), 200);

        Assert.Equal((optimum, vehicles), (Math.Round(plan.Metres / 10.0, 1), plan.Routes.Count));
    }

    [Fact]
    public void A_hundred_customers_are_planned_within_one_percent()
    {
        var plan = SolveWell(Solomon.Read("C101", 100, 25), 60);

        Assert.InRange(plan.Metres / 10.0, 827.3, 827.3 * 1.01);
        Assert.Equal(10, plan.Routes.Count);
    }

    private static RoutingPlan SolveWell(RoutingProblem problem, long patience)
    {
        var plan = Planning.Solve(problem, patience);

        Assert.Equal(PlanStatus.Planned, plan.Status);
        Assert.Empty(PlanCheck.FaultsOf(problem, plan));
        return plan;
    }
}

using CsCheck;
using RuralEc.Logistics.Routing;
using Xunit;

namespace RuralEc.Tests.Logistics.Routing;

/// <summary>Plans of tiny days against trying everything.</summary>
public class OracleTests
{
    [Fact]
    public void A_plan_of_a_tiny_day_keeps_the_rules_and_costs_the_least() =>
        TinyDay.Any.Sample(
            problem =>
            {
                var plan = Planning.Solve(problem, 300);

                Assert.Empty(PlanCheck.FaultsOf(problem, plan));
                var least = TinyOracle.LeastYuan(problem);
                Assert.Equal(least is not null, plan.Status == PlanStatus.Planned);
                if (least is { } yuan)
                {
                    Assert.Equal(yuan, plan.ObjectiveYuan, 0.001);
                }
            },
            iter: 300,
            threads: 1,
            print: Describe
        );

    private static string Describe(RoutingProblem problem) =>
        string.Join('\n', [.. problem.Vehicles.Select(v => v.ToString()), .. problem.Stops.Select(s => s.ToString())]);
}

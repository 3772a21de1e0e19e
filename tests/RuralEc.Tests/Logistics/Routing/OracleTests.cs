using System.Text.Json;
using CsCheck;
using RuralEc.Logistics.Routing;
using Xunit;

namespace RuralEc.Tests.Logistics.Routing;

/// <summary>Plans of tiny days against trying everything.</summary>
public class OracleTests
{
    [Fact]
    public void The_model_takes_exactly_the_routes_that_hold() =>
        TinyDay.Any.Sample(
            problem =>
            {
                var stops = problem.Stops.Take(4).ToList();
                var few = problem with { Stops = stops };
                using var day = new DayModel(
                    few,
                    stops,
                    [.. stops.Select(_ => problem.Vehicles.Select(_ => true).ToArray())],
                    [.. stops.Select(_ => (int?)null)],
                    0
                );
                day.Model.CloseModel();
                foreach (var order in Enumerable.Range(1, (1 << stops.Count) - 1).SelectMany(OrdersOf))
                {
                    // The vehicle's list is kept by fitness, which this test leaves out.
                    if (order.Any(s => s.Skills.Count > 0))
                    {
                        continue;
                    }

                    long[][] routes =
                    [
                        [.. order.Select(s => day.IndexOf(stops.IndexOf(s)))],
                        .. problem.Vehicles.Skip(1).Select(_ => Array.Empty<long>()),
                    ];
                    var holds = TinyOracle.Holds(few, few.Vehicles[0], order);
                    Assert.True(
                        holds == day.Model.ReadAssignmentFromRoutes(routes, true) is not null,
                        $"{string.Join(' ', order.Select(s => s.Id))}: {holds}"
                    );
                }

                IEnumerable<List<RoutingStop>> OrdersOf(int set) => TinyOracle.Orders(TinyOracle.Members(few, set));
            },
            iter: 200,
            threads: 1,
            print: Describe
        );

    [Fact]
    public void A_plan_of_a_tiny_day_keeps_the_rules_and_costs_the_least() =>
        TinyDay.Any.Sample(
            problem =>
            {
                var plan = Planning.Solve(problem, 100);

                Assert.Empty(PlanCheck.FaultsOf(problem, plan));
                var least = TinyOracle.LeastYuan(problem);
                Assert.Equal(least is not null, plan.Status == PlanStatus.Planned);
                if (least is { } yuan)
                {
                    Assert.Equal(yuan, plan.ObjectiveYuan, 0.001);
                }
            },
            iter: 100,
            threads: 1,
            print: Describe
        );

    private static string Describe(RoutingProblem problem) =>
        JsonSerializer.Serialize(
            new
            {
                problem.Vehicles,
                problem.Stops,
                problem.Incompatible,
            }
        ) + Rows(problem);

    private static string Rows(RoutingProblem problem) =>
        $" metres {string.Join(' ', problem.Metres.Cast<int>())}, seconds {string.Join(' ', problem.Seconds.Cast<int>())}";
}

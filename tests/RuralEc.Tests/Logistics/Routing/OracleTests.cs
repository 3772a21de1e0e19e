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
                var fitness = new RoutingFitness(problem);
                var vehicle = problem.Vehicles[0];
                Assert.All(
                    problem.Stops.Where(s => !fitness.Fits(vehicle, s)),
                    s => Assert.False(TinyOracle.Holds(problem, vehicle, [s]))
                );
                var stops = problem.Stops.Where(s => fitness.Fits(vehicle, s)).Take(4).ToList();
                var alone = problem with { Vehicles = [vehicle], Stops = stops };
                using var day = new DayModel(
                    alone,
                    stops,
                    [.. stops.Select(_ => new[] { true })],
                    [.. stops.Select(_ => (int?)null)],
                    0
                );
                day.Model.CloseModel();
                foreach (var order in Enumerable.Range(1, (1 << stops.Count) - 1).SelectMany(OrdersOf))
                {
                    long[] route = [.. order.Select(s => day.IndexOf(stops.IndexOf(s)))];
                    var holds = TinyOracle.Holds(alone, vehicle, order);
                    Assert.True(
                        holds == day.Model.ReadAssignmentFromRoutes([route], true) is not null,
                        $"{string.Join(' ', order.Select(s => s.Id))}: {holds}"
                    );
                }

                IEnumerable<List<RoutingStop>> OrdersOf(int set) => TinyOracle.Orders(TinyOracle.Members(alone, set));
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
            iter: 50,
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

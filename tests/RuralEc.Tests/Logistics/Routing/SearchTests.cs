using RuralEc.Logistics.Routing;
using Xunit;
using static RuralEc.Tests.Logistics.Routing.SmallDay;

namespace RuralEc.Tests.Logistics.Routing;

/// <summary>A search that is watched, cancelled, and begun again from the plan of before.</summary>
public class SearchTests
{
    private static readonly TimeSpan TooLong = TimeSpan.FromMinutes(10);

    [Fact]
    public void A_cancelled_search_gives_the_best_plan_so_far()
    {
        using var cancel = new CancellationTokenSource();
        var heard = new Heard(p =>
        {
            if (p.Missing == 0)
            {
                cancel.Cancel();
            }
        });
        var plan = RoutePlanner.Solve(Busy(), TooLong, heard, cancel: cancel.Token);

        Assert.True(plan.Cancelled);
        Assert.Equal(PlanStatus.Planned, plan.Status);
        Assert.Empty(PlanCheck.FaultsOf(Busy(), plan));
        Assert.Equal(heard.All.Min(p => p.ObjectiveYuan), plan.ObjectiveYuan, 0.01);
        Assert.True(plan.Elapsed < TooLong / 2);
    }

    [Fact]
    public async Task Cancelling_from_another_thread_ends_the_search()
    {
        using var cancel = new CancellationTokenSource();
        var planned = new TaskCompletionSource();
        var solving = Task.Run(
            () => RoutePlanner.Solve(Busy(), TooLong, new Heard(_ => planned.TrySetResult()), cancel: cancel.Token),
            TestContext.Current.CancellationToken
        );
        await planned.Task;
        await cancel.CancelAsync();
        var plan = await solving;

        Assert.True(plan.Cancelled);
        Assert.Equal(PlanStatus.Planned, plan.Status);
    }

    [Fact]
    public void A_search_that_is_cancelled_before_it_begins_finds_nothing()
    {
        var plan = RoutePlanner.Solve(Busy(), TooLong, cancel: new CancellationToken(true));

        Assert.True(plan.Cancelled);
        Assert.Equal(PlanStatus.Incomplete, plan.Status);
        Assert.Equal(40, plan.Missing.Count);
    }

    [Fact]
    public void Each_better_plan_is_told()
    {
        var heard = new Heard(_ => { });
        var plan = Planning.Solve(Busy(), progress: heard);

        Assert.Equal(heard.All.Select(p => p.ObjectiveYuan).OrderDescending(), heard.All.Select(p => p.ObjectiveYuan));
        Assert.Equal((plan.Routes.Count, 0, 0), (heard.All[^1].Routes, heard.All[^1].Dropped, heard.All[^1].Missing));
        Assert.Equal(plan.ObjectiveYuan, heard.All[^1].ObjectiveYuan, 0.01);
    }

    [Fact]
    public void A_listener_that_fails_ends_the_search_with_its_fault()
    {
        var heard = new Heard(_ => throw new FormatException("no"));
        var failed = Assert.Throws<InvalidOperationException>(() => Planning.Solve(Busy(), progress: heard));

        Assert.IsType<FormatException>(failed.InnerException);
    }

    [Fact]
    public void A_stop_more_leaves_the_others_where_they_were()
    {
        var before = Busy();
        var plan = Planning.Solve(before);
        var after = before with { Stops = [.. before.Stops, Stop("new", 5, 80)] };
        var again = Planning.Solve(after, previous: plan);

        Assert.Equal(PlanStatus.Planned, again.Status);
        Assert.Empty(PlanCheck.FaultsOf(after, again));
        Assert.Contains("new", VehicleByStop(again).Keys);
        Assert.Equal(
            again.Moved.Order(),
            VehicleByStop(plan).Where(v => VehicleByStop(again)[v.Key] != v.Value).Select(v => v.Key).Order()
        );
        Assert.InRange(again.Moved.Count, 0, 4);
    }

    [Fact]
    public void A_stop_less_moves_nothing_that_does_not_pay()
    {
        var before = Busy();
        var plan = Planning.Solve(before);
        var after = before with { Stops = [.. before.Stops.Skip(1)] };
        var again = Planning.Solve(after, previous: plan, moveYuan: 100_000);

        Assert.Empty(PlanCheck.FaultsOf(after, again));
        Assert.Empty(again.Moved);
        Assert.True(again.ObjectiveYuan <= plan.ObjectiveYuan);
    }

    [Fact]
    public void The_stops_of_a_vehicle_that_is_gone_find_others()
    {
        var before = Busy();
        var plan = Planning.Solve(before);
        var gone = plan.Routes[0];
        var after = before with { Vehicles = [.. before.Vehicles.Where(v => v.Id != gone.VehicleId), Van("E")] };
        var again = Planning.Solve(after, previous: plan);

        Assert.Equal(PlanStatus.Planned, again.Status);
        Assert.Empty(PlanCheck.FaultsOf(after, again));
        Assert.Superset(gone.Visits.Select(v => v.StopId).ToHashSet(), again.Moved.ToHashSet());
    }

    [Fact]
    public void A_plan_that_no_longer_holds_is_made_anew()
    {
        var before = Busy();
        var plan = Planning.Solve(before);
        var first = plan.Routes[0].Visits[0];
        // What was the first visit of the day now wants the evening, and its van is to be back by then.
        var after = before with
        {
            Stops =
            [
                .. before.Stops.Select(s =>
                    s.Id == first.StopId ? s with { Windows = [new(19 * 3600, 20 * 3600)] } : s
                ),
            ],
            Vehicles =
            [
                .. before.Vehicles.Select(v =>
                    v.Id == plan.Routes[0].VehicleId ? v with { LatestEndSecond = 18 * 3600 } : v
                ),
            ],
        };
        var again = Planning.Solve(after, previous: plan);

        Assert.Equal(PlanStatus.Planned, again.Status);
        Assert.Empty(PlanCheck.FaultsOf(after, again));
        Assert.Contains(first.StopId, again.Moved);
    }

    private static Dictionary<string, string> VehicleByStop(RoutingPlan plan) =>
        plan
            .Routes.SelectMany(r => r.Visits, (r, v) => (v.StopId, r.VehicleId))
            .ToDictionary(v => v.StopId, v => v.VehicleId);

    private sealed class Heard(Action<RoutingProgress> also) : IProgress<RoutingProgress>
    {
        public List<RoutingProgress> All { get; } = [];

        public void Report(RoutingProgress value)
        {
            All.Add(value);
            also(value);
        }
    }
}

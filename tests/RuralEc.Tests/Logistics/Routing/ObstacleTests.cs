using RuralEc.Logistics.Routing;
using Xunit;
using static RuralEc.Tests.Logistics.Routing.SmallDay;

namespace RuralEc.Tests.Logistics.Routing;

/// <summary>A day without a plan says why.</summary>
public class ObstacleTests
{
    [Fact]
    public void Frozen_goods_need_a_freezer() =>
        Assert.Equal(
            ("no-compartment", "S", "站点“S”有300千克冷冻货物，但没有车辆带冷冻厢。"),
            Only(Of([Van("A")], Stop("S", 1, 300, TemperatureClass.Frozen)))
        );

    [Fact]
    public void A_load_fits_a_compartment() =>
        Assert.Equal(
            ("too-large", "S", "站点“S”的冷藏货物为300千克，超过最大的冷藏厢（200千克），请拆分。"),
            Only(Of([Van("A", chilled: 200)], Stop("S", 1, 300, TemperatureClass.Chilled)))
        );

    [Fact]
    public void A_window_can_be_reached_from_a_start()
    {
        var early = Stop("S", 30) with { Windows = [new(6 * 3600, (6 * 3600) + 1799)] };

        Assert.Equal(("out-of-reach", "S"), KindAndStop(Of([Van("A")], early)));
        Assert.Empty(Of([Van("A")], early with { Windows = [new(6 * 3600, (6 * 3600) + 1800)] }).Obstacles());
    }

    [Fact]
    public void A_driver_can_be_back_within_his_hours()
    {
        var far = Stop("S", 30);

        Assert.Equal(("out-of-reach", "S"), KindAndStop(Of([Van("A") with { MostDrivingSeconds = 3599 }], far)));
        Assert.Equal(("out-of-reach", "S"), KindAndStop(Of([Van("A") with { MostDutySeconds = 3899 }], far)));
        Assert.Empty(Of([Van("A") with { MostDrivingSeconds = 3600, MostDutySeconds = 3900 }], far).Obstacles());
    }

    [Fact]
    public void The_fleet_holds_what_must_be_delivered() =>
        Assert.Equal(
            ("fleet-too-small", null, "必须配送的常温货物共2100千克，超过全部车辆的常温厢容量（2000千克）。"),
            Only(Of([Van("A"), Van("B")], Stop("S", 1, 700), Stop("T", 2, 700), Stop("U", 3, 700)))
        );

    [Fact]
    public void Deliveries_and_collections_do_not_add_up() =>
        Assert.Empty(Of([Van("A")], Stop("S", 1, 700), Stop("T", 2, 700, kind: StopKind.Collection)).Obstacles());

    [Fact]
    public void The_goods_of_a_stop_may_ride_together() =>
        Assert.Equal(
            ("groups-in-stop", "S"),
            KindAndStop(Of([Van("A")], Stop("S", 1) with { Groups = [1, 2] }) with { Incompatible = [new(2, 1)] })
        );

    [Fact]
    public void Someone_has_the_skill() =>
        Assert.Equal(
            ("no-skills", "S", "没有车辆具备站点“S”要求的条件：尾板。"),
            Only(Of([Van("A")], Stop("S", 1) with { Skills = ["尾板"] }))
        );

    [Fact]
    public void The_vehicle_with_the_skill_has_the_room() =>
        Assert.Equal(
            ("no-room", "S"),
            KindAndStop(
                Of([Van("A"), Van("B", 50) with { Skills = ["尾板"] }], Stop("S", 1) with { Skills = ["尾板"] })
            )
        );

    [Fact]
    public void Without_a_vehicle_nothing_goes() =>
        Assert.Equal(("no-vehicle", "S"), KindAndStop(Of([], Stop("S", 1)) with { Incompatible = [] }));

    [Fact]
    public void An_optional_stop_is_no_obstacle_and_is_dropped()
    {
        var problem = Of([Van("A")], Stop("S", 1, 300, TemperatureClass.Frozen) with { DropYuan = 50 });
        var plan = Planning.Solve(problem);

        Assert.Equal(PlanStatus.Planned, plan.Status);
        Assert.Equal(["S"], plan.Dropped);
        Assert.Equal(50, plan.ObjectiveYuan);
    }

    [Fact]
    public void What_no_plain_rule_sees_is_named_by_the_stops_left_out()
    {
        // Two stops half an hour apart with one and the same minute, one van.
        TimeWindow[] minute = [new(8 * 3600, (8 * 3600) + 60)];
        var problem = Of([Van("A")], Stop("S", 1) with { Windows = minute }, Stop("T", 31) with { Windows = minute });
        var plan = Planning.Solve(problem);

        Assert.Equal(PlanStatus.Incomplete, plan.Status);
        Assert.Single(plan.Missing);
        Assert.Contains(plan.Missing[0], Assert.Single(plan.Obstacles).Detail, StringComparison.Ordinal);
        Assert.Single(plan.Routes);
        Assert.Empty(PlanCheck.FaultsOf(problem, plan));
    }

    private static (string, string?, string) Only(RoutingProblem problem)
    {
        var obstacle = Assert.Single(problem.Obstacles());
        return (obstacle.Kind, obstacle.StopId, obstacle.Detail);
    }

    private static (string, string?) KindAndStop(RoutingProblem problem)
    {
        var (kind, stop, _) = Only(problem);
        return (kind, stop);
    }
}

file static class Solved
{
    public static IReadOnlyList<Obstacle> Obstacles(this RoutingProblem problem)
    {
        var plan = Planning.Solve(problem);
        Assert.Equal(plan.Obstacles.Count > 0, plan.Status == PlanStatus.Impossible);
        Assert.Empty(PlanCheck.FaultsOf(problem, plan));
        return plan.Obstacles;
    }
}

using RuralEc.Logistics.Routing;
using Xunit;
using static RuralEc.Tests.Logistics.Routing.SmallDay;

namespace RuralEc.Tests.Logistics.Routing;

/// <summary>A good plan, written by hand, and what is found when one thing of it or of its day is changed.</summary>
public class PlanCheckTests
{
    private static readonly RoutingProblem Day = Of(
        [Van("A") with { LoadingSeconds = 600, Break = new(new(23_000, 23_500), 900), Skills = ["lift"] }],
        Stop("S", 2) with
        {
            Windows = [new(22_500, 23_000)],
            Groups = [1],
        },
        Stop("T", 5, 50, kind: StopKind.Collection) with
        {
            Groups = [2],
        },
        Stop("U", 1) with
        {
            DropYuan = 30,
        }
    );

    // 21,600 + 600 loading + 120 driving; the rest from 23,000 to 23,900 stretches the second leg.
    private static readonly PlannedVisit[] Visits =
    [
        new("S", 2000, 120, 22_320, 480, 22_800, 23_100, default),
        new("T", 3000, 180, 23_280, 620, 23_900, 24_200, new(new(50, 50))),
    ];

    private static readonly PlannedRoute Route = new(
        "A",
        21_600,
        22_200,
        new(new(100, 100)),
        Visits,
        new(5000, 300, 24_500)
    )
    {
        Break = new(23_000 + 280, 23_900 + 280),
        Yuan = 120,
        Metres = 10_000,
        DrivingSeconds = 600,
    };

    private static RoutingPlan PlanOf(PlannedRoute route) =>
        new(PlanStatus.Planned, [route])
        {
            Dropped = ["U"],
            ObjectiveYuan = 150,
            Metres = 10_000,
            DrivingSeconds = 600,
        };

    // The rest on arrival at T, from 23,280 to 24,180, before its service.
    private static readonly RoutingPlan Good = PlanOf(
        Route with
        {
            Visits =
            [
                Visits[0],
                Visits[1] with
                {
                    WaitingSeconds = 900,
                    ServiceStartSecond = 24_180,
                    DepartureSecond = 24_480,
                },
            ],
            Return = new(5000, 300, 24_780),
        }
    );

    [Fact]
    public void A_good_plan_has_no_faults() => Assert.Empty(PlanCheck.FaultsOf(Day, Good));

    [Fact]
    public void A_rest_during_service_is_found() => Finds("works while it rests", Day, PlanOf(Route));

    [Fact]
    public void Rules_of_the_day_that_the_plan_breaks_are_found()
    {
        Finds("is in no window", WithStop(0, s => s with { Windows = [new(22_000, 22_700)] }));
        Finds("service does not take", WithStop(0, s => s with { ServiceSeconds = 200 }));
        Finds("room for 1000", WithStop(0, s => s with { Load = new(new(1200, 100)) }));
        Finds("cannot pass at S", WithStop(0, s => s with { Skills = ["pass", "lift"] }));
        Finds("Stop U is visited 0 times", WithStop(2, s => s with { DropYuan = null }));
        Finds("costs 160 yuan", WithStop(2, s => s with { DropYuan = 40 }));
        Finds("carries groups 2 and 1", Day with { Incompatible = [new(2, 1)] });
        Finds("starts too early", WithVan(v => v with { EarliestStartSecond = 21_601 }));
        Finds("ends too late", WithVan(v => v with { LatestEndSecond = 24_779 }));
        Finds("on duty for 3180 s", WithVan(v => v with { MostDutySeconds = 3179 }));
        Finds("drives 600 s", WithVan(v => v with { MostDrivingSeconds = 599 }));
        Finds("does not load", WithVan(v => v with { LoadingSeconds = 700 }));
        Finds("rests from", WithVan(v => v with { Break = new(new(23_000, 23_279), 900) }));
        Finds("rests and need not", WithVan(v => v with { Break = null }));
        Finds("costs 130 yuan", WithVan(v => v with { FixedYuan = 110 }));
        Finds("no vehicle A", WithVan(v => v with { Id = "B" }));
    }

    [Fact]
    public void A_plan_that_says_what_is_not_so_is_found()
    {
        var route = Good.Routes[0];
        Finds(
            "no stop X",
            Day,
            Good with
            {
                Routes = [route with { Visits = [route.Visits[0] with { StopId = "X" }] }],
            }
        );
        Finds("Stop S is visited 2 times", Day, Good with { Routes = [route, route] });
        Finds("Vehicle A has 2 routes", Day, Good with { Routes = [route, route] });
        Finds("does not rest", Day, Good with { Routes = [route with { Break = null }] });
        Finds("reaches the end", Day, Good with { Routes = [route with { Return = new(5000, 300, 24_700) }] });
        Finds("the leg to the end", Day, Good with { Routes = [route with { Return = new(4000, 300, 24_780) }] });
        Finds("The sums", Day, Good with { Metres = 9 });
        Finds("not 7", Day, Good with { ObjectiveYuan = 7 });
        Finds("The plan is Incomplete", Day, Good with { Status = PlanStatus.Incomplete });
        Finds("An impossible plan", Day, Good with { Status = PlanStatus.Impossible });
        Finds("on board after the start", Day, Good with { Routes = [route with { LoadedAtStart = default }] });
    }

    private static RoutingProblem WithStop(int number, Func<RoutingStop, RoutingStop> change) =>
        Day with
        {
            Stops = [.. Day.Stops.Select((s, n) => n == number ? change(s) : s)],
        };

    private static RoutingProblem WithVan(Func<RoutingVehicle, RoutingVehicle> change) =>
        Day with
        {
            Vehicles = [change(Day.Vehicles[0])],
        };

    private static void Finds(string fault, RoutingProblem problem, RoutingPlan? plan = null) =>
        Assert.Contains(PlanCheck.FaultsOf(problem, plan ?? Good), f => f.Contains(fault, StringComparison.Ordinal));
}

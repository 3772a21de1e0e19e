using RuralEc.Logistics.Routing;
using Xunit;
using static RuralEc.Tests.Logistics.Routing.SmallDay;

namespace RuralEc.Tests.Logistics.Routing;

public class BadInputTests
{
    private static readonly RoutingProblem Good = Of([Van("A")], Stop("S", 1));

    public static TheoryData<string, RoutingProblem> Bad =>
        new()
        {
            { "metres is 2 by 3", Good with { Metres = new int[2, 3] } },
            { "seconds is 3 by 3; it must be 2 by 2", Good with { Seconds = new int[3, 3] } },
            {
                "metres from place 0 to place 1 are -5",
                Good with
                {
                    Metres = new[,]
                    {
                        { 0, -5 },
                        { 5, 0 },
                    },
                }
            },
            { "two vehicles with the id A", Good with { Vehicles = [Van("A"), Van("A")] } },
            { "two stops with the id S", Good with { Stops = [Stop("S", 1), Stop("S", 0)] } },
            { "A stop has no id", Good with { Stops = [Stop("", 1)] } },
            { "Vehicle A: end place 2", WithVan(Van("A") with { EndPlace = 2 }) },
            { "Vehicle A: hours ends at 5 before", WithVan(Van("A") with { LatestEndSecond = 5 }) },
            { "Vehicle A: yuan a kilometre is NaN", WithVan(Van("A") with { YuanPerKm = double.NaN }) },
            { "Vehicle A: fixed yuan is -1", WithVan(Van("A") with { FixedYuan = -1 }) },
            { "Vehicle A: loading -1 s", WithVan(Van("A") with { LoadingSeconds = -1 }) },
            { "Vehicle A: Frozen capacity in kg is -1", WithVan(Van("A", frozen: -1)) },
            { "Vehicle A: break ends at 1 before", WithVan(Van("A") with { Break = new(new(2, 1), 9) }) },
            { "Stop S: place -1", WithStop(Stop("S", 1) with { Place = -1 }) },
            { "Stop S: Ambient load in kg is NaN", WithStop(Stop("S", 1, double.NaN)) },
            { "Stop S: Ambient load in kg is Infinity", WithStop(Stop("S", 1, double.PositiveInfinity)) },
            { "Stop S: service -1 s", WithStop(Stop("S", 1) with { ServiceSeconds = -1 }) },
            { "Stop S: window ends at 1 before it starts at 2", WithStop(Stop("S", 1) with { Windows = [new(2, 1)] }) },
            { "Stop S: yuan of dropping it is -3", WithStop(Stop("S", 1) with { DropYuan = -3 }) },
        };

    [Theory]
    [MemberData(nameof(Bad))]
    public void What_means_nothing_is_refused_by_name(string says, RoutingProblem problem)
    {
        var refused = Assert.Throws<ArgumentException>(() => Planning.Solve(problem));

        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }

    private static RoutingProblem WithVan(RoutingVehicle vehicle) => Good with { Vehicles = [vehicle] };

    private static RoutingProblem WithStop(RoutingStop stop) => Good with { Stops = [stop] };
}

using Google.OrTools.ConstraintSolver;

namespace RuralEc.Logistics.Routing;

/// <summary>Writes the answer of a search as the days of the vehicles.</summary>
internal static class Timetable
{
    public static List<PlannedRoute> Of(RoutingProblem problem, DayModel day, Assignment answer) =>
        [
            .. problem
                .Vehicles.Select((v, number) => (v, number, Visits: day.VisitsOf(answer, number)))
                .Where(r => r.Visits.Count > 0)
                .Select(r => RouteOf(problem, day, answer, r.v, r.number, r.Visits)),
        ];

    private static PlannedRoute RouteOf(
        RoutingProblem problem,
        DayModel day,
        Assignment answer,
        RoutingVehicle vehicle,
        int number,
        List<int> visits
    )
    {
        var stops = visits.ConvertAll(v => day.Stops[v]);
        var dutyStart = (int)day.StartSecond(answer, number);
        var rest = BreakOf(vehicle, day.BreakSecond(answer, number));
        var onBoard = stops
            .Where(s => s.Kind == StopKind.Delivery)
            .Aggregate(new CargoByClass(), (sum, s) => sum + s.Load);
        var loaded = onBoard;
        var (place, departure) = (vehicle.StartPlace, dutyStart + vehicle.LoadingSeconds);
        var (metres, driving) = (0L, 0L);
        List<PlannedVisit> planned = [];
        foreach (var (stop, visit) in stops.Zip(visits))
        {
            var (legMetres, legSeconds) = (problem.Metres[place, stop.Place], problem.Seconds[place, stop.Place]);
            var arrival = ArrivalOf(departure, legSeconds, rest);
            var begin = (int)day.SecondAt(answer, visit);
            onBoard = Rounded(stop.Kind == StopKind.Delivery ? onBoard - stop.Load : onBoard + stop.Load);
            (place, departure) = (stop.Place, begin + stop.ServiceSeconds);
            (metres, driving) = (metres + legMetres, driving + legSeconds);
            planned.Add(new(stop.Id, legMetres, legSeconds, arrival, begin - arrival, begin, departure, onBoard));
        }

        var (backMetres, backSeconds) = (
            problem.Metres[place, vehicle.EndPlace],
            problem.Seconds[place, vehicle.EndPlace]
        );
        var end = ArrivalOf(departure, backSeconds, rest);
        metres += backMetres;
        return new(
            vehicle.Id,
            dutyStart,
            dutyStart + vehicle.LoadingSeconds,
            Rounded(loaded),
            planned,
            new(backMetres, backSeconds, end)
        )
        {
            Break = rest is { } r && r.UntilSecond > dutyStart && r.FromSecond < end ? r : null,
            Metres = metres,
            DrivingSeconds = driving + backSeconds,
            Yuan = vehicle.FixedYuan + (metres * vehicle.YuanPerKm / 1000),
        };
    }

    private static TimeWindow? BreakOf(RoutingVehicle vehicle, long? from) =>
        vehicle.Break is { } rest && from is { } second ? new((int)second, (int)second + rest.Seconds) : null;

    /// <summary>A rest that begins on the road stretches the leg; one that begins there or later is waiting.</summary>
    private static int ArrivalOf(int departure, int seconds, TimeWindow? rest)
    {
        var arrival = departure + seconds;
        return rest is { } r && r.FromSecond >= departure && r.FromSecond < arrival
            ? arrival + r.UntilSecond - r.FromSecond
            : arrival;
    }

    /// <summary>Sums and differences of thousandths in binary leave crumbs that a page would show.</summary>
    private static CargoByClass Rounded(CargoByClass cargo) =>
        new(Rounded(cargo.Ambient), Rounded(cargo.Chilled), Rounded(cargo.Frozen));

    private static Cargo Rounded(Cargo cargo) =>
        new(Thousandths.Of(cargo.Kg) / 1000.0, Thousandths.Of(cargo.Litres) / 1000.0);
}

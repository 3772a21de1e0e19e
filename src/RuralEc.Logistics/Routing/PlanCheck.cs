using System.Globalization;

namespace RuralEc.Logistics.Routing;

/// <summary>
/// Judges a plan by the words of its problem alone: it shares no arithmetic with the search or the timetable. What it
/// finds is a fault of the planner, or of whoever changed the plan by hand.
/// </summary>
public static class PlanCheck
{
    // Half a fen: sums of binary fractions in another order differ, and a fen is the smallest that is paid.
    private const double YuanTolerance = 0.005;

    // Two thousandths: each amount counts to one.
    private const double CargoTolerance = 0.002;

    /// <summary>A sentence for each broken rule; none for a good plan, or for one that does not claim to be complete.</summary>
    public static IReadOnlyList<string> FaultsOf(RoutingProblem problem, RoutingPlan plan)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(plan);
        var faults = new Faults();
        var stops = problem.Stops.ToDictionary(s => s.Id, StringComparer.Ordinal);
        CheckStops(problem, plan, faults);
        foreach (var twice in plan.Routes.CountBy(r => r.VehicleId).Where(r => r.Value > 1))
        {
            faults.Add($"Vehicle {twice.Key} has {twice.Value} routes.");
        }

        foreach (var route in plan.Routes)
        {
            if (problem.Vehicles.FirstOrDefault(v => v.Id == route.VehicleId) is not { } vehicle)
            {
                faults.Add($"There is no vehicle {route.VehicleId}.");
            }
            else if (route.Visits.All(v => stops.ContainsKey(v.StopId)))
            {
                List<RoutingStop> visited = [.. route.Visits.Select(v => stops[v.StopId])];
                CheckTimes(problem, vehicle, route, visited, faults);
                CheckLoads(vehicle, route, visited, faults);
                CheckCompany(problem, vehicle, visited, faults);
            }
        }

        CheckSums(problem, plan, faults);
        return faults.Sentences;
    }

    private static void CheckStops(RoutingProblem problem, RoutingPlan plan, Faults faults)
    {
        List<string> visited = [.. plan.Routes.SelectMany(r => r.Visits).Select(v => v.StopId)];
        foreach (var stranger in visited.Except(problem.Stops.Select(s => s.Id)))
        {
            faults.Add($"There is no stop {stranger}.");
        }

        if (plan.Status == PlanStatus.Impossible)
        {
            if (visited.Count > 0 || plan.Obstacles.Count == 0)
            {
                faults.Add($"An impossible plan has obstacles and no visits.");
            }

            return;
        }

        foreach (var stop in problem.Stops)
        {
            var visits = visited.Count(v => v == stop.Id);
            var said = (stop.MustVisit ? plan.Missing : plan.Dropped).Contains(stop.Id);
            if (visits > 1 || said != (visits == 0))
            {
                faults.Add($"Stop {stop.Id} is visited {visits} times and {(said ? "" : "not ")}said to be left out.");
            }
        }

        if (plan.Missing.Count > 0 != (plan.Status == PlanStatus.Incomplete))
        {
            faults.Add($"The plan is {plan.Status} with {plan.Missing.Count} must-visit stops missing.");
        }
    }

    private static void CheckTimes(
        RoutingProblem problem,
        RoutingVehicle vehicle,
        PlannedRoute route,
        List<RoutingStop> stops,
        Faults faults
    )
    {
        var (metres, driving) = (0L, 0L);
        var rest = route.Break;
        var (place, left) = (vehicle.StartPlace, route.DepartureSecond);
        var duty = route.Return.ArrivalSecond - route.DutyStartSecond;
        List<TimeWindow> busy = [new(route.DutyStartSecond, route.DepartureSecond)];
        faults.Unless(
            route.DepartureSecond - route.DutyStartSecond == vehicle.LoadingSeconds,
            $"{vehicle.Id} does not load {vehicle.LoadingSeconds} s."
        );
        foreach (var (stop, visit) in stops.Zip(route.Visits))
        {
            Leg(stop.Place, visit.Metres, visit.DrivingSeconds, visit.ArrivalSecond, stop.Id);
            faults.Unless(
                visit.WaitingSeconds >= 0 && visit.ArrivalSecond + visit.WaitingSeconds == visit.ServiceStartSecond,
                $"{stop.Id}: arrival {visit.ArrivalSecond}, waiting {visit.WaitingSeconds}, service {visit.ServiceStartSecond}."
            );
            faults.Unless(
                stop.Windows.Count == 0 || stop.Windows.Any(w => w.Contains(visit.ServiceStartSecond)),
                $"{stop.Id}: service at {visit.ServiceStartSecond} is in no window."
            );
            faults.Unless(
                visit.DepartureSecond - visit.ServiceStartSecond == stop.ServiceSeconds,
                $"{stop.Id}: service does not take {stop.ServiceSeconds} s."
            );
            busy.Add(new(visit.ServiceStartSecond, visit.DepartureSecond));
            (place, left) = (stop.Place, visit.DepartureSecond);
        }

        Leg(vehicle.EndPlace, route.Return.Metres, route.Return.DrivingSeconds, route.Return.ArrivalSecond, "the end");
        faults.Unless(route.DutyStartSecond >= vehicle.EarliestStartSecond, $"{vehicle.Id} starts too early.");
        faults.Unless(route.Return.ArrivalSecond <= vehicle.LatestEndSecond, $"{vehicle.Id} ends too late.");
        faults.Unless(duty <= vehicle.MostDutySeconds, $"{vehicle.Id} is on duty for {duty} s.");
        faults.Unless(driving <= vehicle.MostDrivingSeconds, $"{vehicle.Id} drives {driving} s.");
        faults.Unless(
            metres == route.Metres && driving == route.DrivingSeconds,
            $"{vehicle.Id} drives {metres} m, {driving} s."
        );
        CheckBreak(vehicle, route, busy, faults);

        void Leg(int to, int legMetres, int legSeconds, int arrival, string where)
        {
            var seconds = problem.Seconds[place, to];
            // A rest that begins on the way makes the way longer.
            var onTheWay = rest is { } r && r.FromSecond >= left && r.FromSecond < left + seconds;
            var due = left + seconds + (onTheWay ? rest!.Value.UntilSecond - rest.Value.FromSecond : 0);
            faults.Unless(
                legMetres == problem.Metres[place, to] && legSeconds == seconds,
                $"{vehicle.Id}: the leg to {where} is not {problem.Metres[place, to]} m, {seconds} s."
            );
            faults.Unless(arrival == due, $"{vehicle.Id} reaches {where} at {due}, not at {arrival}.");
            metres += legMetres;
            driving += legSeconds;
        }
    }

    private static void CheckBreak(RoutingVehicle vehicle, PlannedRoute route, List<TimeWindow> busy, Faults faults)
    {
        if (vehicle.Break is not { } rest)
        {
            faults.Unless(route.Break is null, $"{vehicle.Id} rests and need not.");
        }
        else if (route.Break is { } taken)
        {
            faults.Unless(
                rest.Begins.Contains(taken.FromSecond) && taken.UntilSecond - taken.FromSecond == rest.Seconds,
                $"{vehicle.Id} rests from {taken.FromSecond} to {taken.UntilSecond}."
            );
            faults.Unless(
                busy.All(b => taken.UntilSecond <= b.FromSecond || taken.FromSecond >= b.UntilSecond),
                $"{vehicle.Id} works while it rests from {taken.FromSecond}."
            );
        }
        else
        {
            faults.Unless(
                rest.Begins.FromSecond + rest.Seconds <= route.DutyStartSecond
                    || rest.Begins.UntilSecond >= route.Return.ArrivalSecond,
                $"{vehicle.Id} does not rest."
            );
        }
    }

    private static void CheckLoads(RoutingVehicle vehicle, PlannedRoute route, List<RoutingStop> stops, Faults faults)
    {
        foreach (var temperature in CargoByClass.Classes)
        {
            Check("kg", c => c[temperature].Kg);
            Check("litres", c => c[temperature].Litres);

            void Check(string unit, Func<CargoByClass, double> of)
            {
                var most = of(vehicle.Capacity);
                var onBoard = stops.Where(s => s.Kind == StopKind.Delivery).Sum(s => of(s.Load));
                See("the start", of(route.LoadedAtStart));
                foreach (var (stop, visit) in stops.Zip(route.Visits))
                {
                    onBoard += stop.Kind == StopKind.Delivery ? -of(stop.Load) : of(stop.Load);
                    See(stop.Id, of(visit.OnBoard));
                }

                void See(string where, double said)
                {
                    faults.Unless(
                        onBoard <= most + CargoTolerance,
                        $"{vehicle.Id} has {onBoard} {temperature} {unit} on board after {where}, room for {most}."
                    );
                    faults.Unless(
                        Math.Abs(onBoard - said) <= CargoTolerance,
                        $"{vehicle.Id} has {onBoard} {temperature} {unit} on board after {where}, not {said}."
                    );
                }
            }
        }
    }

    private static void CheckCompany(
        RoutingProblem problem,
        RoutingVehicle vehicle,
        List<RoutingStop> stops,
        Faults faults
    )
    {
        var groups = stops.SelectMany(s => s.Groups).ToHashSet();
        foreach (var pair in problem.Incompatible.Where(p => groups.Contains(p.One) && groups.Contains(p.Other)))
        {
            faults.Add($"{vehicle.Id} carries groups {pair.One} and {pair.Other}.");
        }

        foreach (var stop in stops)
        {
            var lacks = stop.Skills.Except(vehicle.Skills).ToList();
            faults.Unless(lacks.Count == 0, $"{vehicle.Id} cannot {string.Join(", ", lacks)} at {stop.Id}.");
        }
    }

    private static void CheckSums(RoutingProblem problem, RoutingPlan plan, Faults faults)
    {
        var yuan = problem.Stops.Where(s => plan.Dropped.Contains(s.Id)).Sum(s => s.DropYuan ?? 0);
        foreach (var route in plan.Routes)
        {
            if (problem.Vehicles.FirstOrDefault(v => v.Id == route.VehicleId) is { } vehicle)
            {
                var cost = vehicle.FixedYuan + (route.Metres / 1000.0 * vehicle.YuanPerKm);
                faults.Unless(
                    Math.Abs(cost - route.Yuan) < YuanTolerance,
                    $"{vehicle.Id} costs {cost} yuan, not {route.Yuan}."
                );
                yuan += cost;
            }
        }

        faults.Unless(
            Math.Abs(yuan - plan.ObjectiveYuan) < YuanTolerance,
            $"The plan costs {yuan} yuan, not {plan.ObjectiveYuan}."
        );
        faults.Unless(
            plan.Metres == plan.Routes.Sum(r => r.Metres)
                && plan.DrivingSeconds == plan.Routes.Sum(r => r.DrivingSeconds),
            $"The sums over the routes are wrong."
        );
    }

    private sealed class Faults
    {
        private readonly List<string> _sentences = [];

        public IReadOnlyList<string> Sentences => _sentences;

        public void Add(FormattableString sentence) => _sentences.Add(sentence.ToString(CultureInfo.InvariantCulture));

        public void Unless(bool good, FormattableString sentence)
        {
            if (!good)
            {
                Add(sentence);
            }
        }
    }
}

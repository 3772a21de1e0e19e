using RuralEc.Logistics.Routing;

namespace RuralEc.Tests.Logistics.Routing;

/// <summary>
/// The least yuan of a tiny day, by trying every vehicle for every stop, every order, every second to begin at and every
/// second to rest at.
/// </summary>
internal static class TinyOracle
{
    /// <summary>Null if there is no plan with every must-visit stop.</summary>
    public static double? LeastYuan(RoutingProblem problem)
    {
        var sets = 1 << problem.Stops.Count;
        var best = new double?[problem.Vehicles.Count + 1, sets];
        best[0, 0] = 0;
        for (var vehicle = 0; vehicle < problem.Vehicles.Count; vehicle++)
        {
            var route = new double?[sets];
            for (var set = 0; set < sets; set++)
            {
                route[set] = RouteYuan(problem, problem.Vehicles[vehicle], Members(problem, set));
            }

            for (var before = 0; before < sets; before++)
            {
                for (var set = 0; set < sets; set++)
                {
                    var after = before | set;
                    if ((before & set) == 0 && best[vehicle, before] + route[set] is { } yuan)
                    {
                        best[vehicle + 1, after] = Math.Min(best[vehicle + 1, after] ?? double.MaxValue, yuan);
                    }
                }
            }
        }

        double? least = null;
        for (var set = 0; set < sets; set++)
        {
            var left = problem.Stops.Except(Members(problem, set)).ToList();
            if (left.All(s => s.DropYuan is not null) && best[problem.Vehicles.Count, set] is { } yuan)
            {
                least = Math.Min(least ?? double.MaxValue, yuan + left.Sum(s => s.DropYuan!.Value));
            }
        }

        return least;
    }

    /// <summary>The stops whose bits are set.</summary>
    public static List<RoutingStop> Members(RoutingProblem problem, int set) =>
        [.. problem.Stops.Where((_, n) => (set & (1 << n)) != 0)];

    private static double? RouteYuan(RoutingProblem problem, RoutingVehicle vehicle, List<RoutingStop> stops)
    {
        if (stops.Count == 0)
        {
            return 0;
        }

        var orders = Orders(stops).Where(o => Holds(problem, vehicle, o));
        List<int> metres = [.. orders.Select(o => Along(problem.Metres, vehicle, o))];
        return metres.Count == 0 ? null : vehicle.FixedYuan + (metres.Min() * vehicle.YuanPerKm / 1000);
    }

    /// <summary>Whether a vehicle may visit stops in this order.</summary>
    public static bool Holds(RoutingProblem problem, RoutingVehicle vehicle, List<RoutingStop> order)
    {
        var groups = order.SelectMany(s => s.Groups).ToHashSet();
        return !problem.Incompatible.Any(p => groups.Contains(p.One) && groups.Contains(p.Other))
            && !order.Any(s => s.Skills.Except(vehicle.Skills).Any())
            && FitsOnBoard(vehicle, order)
            && FitsInTime(problem, vehicle, order);
    }

    /// <summary>All orders of the stops.</summary>
    public static IEnumerable<List<RoutingStop>> Orders(List<RoutingStop> stops) =>
        stops.Count <= 1
            ? [stops]
            : stops.SelectMany(first =>
                Orders([.. stops.Where(s => s != first)]).Select(o => (List<RoutingStop>)[first, .. o])
            );

    private static int Along(int[,] matrix, RoutingVehicle vehicle, List<RoutingStop> order)
    {
        int[] places = [vehicle.StartPlace, .. order.Select(s => s.Place), vehicle.EndPlace];
        return places.Zip(places.Skip(1), (from, to) => matrix[from, to]).Sum();
    }

    private static bool FitsOnBoard(RoutingVehicle vehicle, List<RoutingStop> order)
    {
        for (var done = 0; done <= order.Count; done++)
        {
            var onBoard = order
                .Where((s, n) => s.Kind == StopKind.Delivery ? n >= done : n < done)
                .Aggregate(new CargoByClass(), (sum, s) => sum + s.Load);
            var spare = vehicle.Capacity - onBoard;
            if (CargoByClass.Classes.Any(t => spare[t].Kg < 0 || spare[t].Litres < 0))
            {
                return false;
            }
        }

        return true;
    }

    private static bool FitsInTime(RoutingProblem problem, RoutingVehicle vehicle, List<RoutingStop> order)
    {
        if (Along(problem.Seconds, vehicle, order) > vehicle.MostDrivingSeconds)
        {
            return false;
        }

        for (var start = vehicle.EarliestStartSecond; start <= vehicle.LatestEndSecond; start++)
        {
            if (vehicle.Break is not { } rest)
            {
                if (Runs(problem, vehicle, order, start, null))
                {
                    return true;
                }

                continue;
            }

            for (var at = rest.Begins.FromSecond; at <= rest.Begins.UntilSecond; at++)
            {
                if (Runs(problem, vehicle, order, start, new(at, at + rest.Seconds)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>
    /// Second by second the driver works unless he rests; service and loading are not interrupted, and not even a visit of
    /// no time falls into a rest.
    /// </summary>
    private static bool Runs(
        RoutingProblem problem,
        RoutingVehicle vehicle,
        List<RoutingStop> order,
        int start,
        TimeWindow? rest
    )
    {
        if (Overlaps(start, vehicle.LoadingSeconds, rest))
        {
            return false;
        }

        var (now, place) = (start + vehicle.LoadingSeconds, vehicle.StartPlace);
        foreach (var stop in order)
        {
            now = Drive(now, problem.Seconds[place, stop.Place], rest);
            while (
                now <= vehicle.LatestEndSecond
                && (
                    (stop.Windows.Count > 0 && !stop.Windows.Any(w => now >= w.FromSecond && now <= w.UntilSecond))
                    || Overlaps(now, stop.ServiceSeconds, rest)
                )
            )
            {
                now++;
            }

            (now, place) = (now + stop.ServiceSeconds, stop.Place);
        }

        now = Drive(now, problem.Seconds[place, vehicle.EndPlace], rest);
        return now <= vehicle.LatestEndSecond && now - start <= vehicle.MostDutySeconds;
    }

    private static int Drive(int now, int seconds, TimeWindow? rest)
    {
        while (seconds > 0)
        {
            seconds -= rest is { } r && now >= r.FromSecond && now < r.UntilSecond ? 0 : 1;
            now++;
        }

        return now;
    }

    private static bool Overlaps(int from, int seconds, TimeWindow? rest) =>
        rest is { } r && from < r.UntilSecond && from + seconds > r.FromSecond;
}

using System.Diagnostics;
using Google.OrTools.ConstraintSolver;

namespace RuralEc.Logistics.Routing;

/// <summary>
/// Plans the day of a fleet. A pure function of its arguments but for the time limit: how far the search comes in it
/// depends on the machine.
/// </summary>
public static class RoutePlanner
{
    /// <summary>Yuan a stop's move to another vehicle must save in a re-plan: about a quarter of an hour of a driver.</summary>
    public const double DefaultMoveYuan = 10;

    /// <summary>Finds routes at the least cost it can within the limit, or says why there are none.</summary>
    /// <param name="problem">Places, vehicles and stops.</param>
    /// <param name="limit">How long to search; it always takes that long, unless the day is tiny or cancelled.</param>
    /// <param name="progress">Hears of each better plan, on the searching thread.</param>
    /// <param name="previous">The plan to change as little as pays; its stops and vehicles may be gone.</param>
    /// <param name="moveYuan">What a stop of the previous plan must save to change its vehicle or be left out.</param>
    /// <param name="cancel">Ends the search; the best plan so far is returned, nothing is thrown.</param>
    /// <exception cref="ArgumentException">The problem is malformed; the message names the item.</exception>
    public static RoutingPlan Solve(
        RoutingProblem problem,
        TimeSpan limit,
        IProgress<RoutingProgress>? progress = null,
        RoutingPlan? previous = null,
        double moveYuan = DefaultMoveYuan,
        CancellationToken cancel = default
    ) => Solve(problem, new DaySearchLimits(limit), progress, previous, moveYuan, cancel);

    internal static RoutingPlan Solve(
        RoutingProblem problem,
        DaySearchLimits limits,
        IProgress<RoutingProgress>? progress = null,
        RoutingPlan? previous = null,
        double moveYuan = DefaultMoveYuan,
        CancellationToken cancel = default
    )
    {
        RoutingInput.Check(problem);
        if (!(moveYuan >= 0 && moveYuan <= RoutingInput.MostYuan))
        {
            throw new ArgumentException($"{moveYuan} yuan for a move is not a cost.", nameof(moveYuan));
        }

        var started = Stopwatch.GetTimestamp();
        var fitness = new RoutingFitness(problem);
        var obstacles = RoutingObstacles.Find(problem, fitness);
        if (obstacles.Count > 0)
        {
            return new(PlanStatus.Impossible, [])
            {
                Obstacles = obstacles,
                Elapsed = Stopwatch.GetElapsedTime(started),
            };
        }

        List<PlannedRoute> routes = [];
        var (stops, fit) = Servable(problem, fitness);
        if (stops.Count > 0 && !cancel.IsCancellationRequested)
        {
            var had = PreviousVehicles(problem, previous);
            int?[] stay = [.. stops.Select(s => had.TryGetValue(s.Id, out var v) ? v : (int?)null)];
            using var day = new DayModel(problem, stops, fit, stay, moveYuan);
            var from = previous is null ? null : RoutesToStartFrom(problem, day, fit, previous);
            if (DaySearch.Run(day, limits, from, progress, cancel) is { } answer)
            {
                routes = Timetable.Of(problem, day, answer);
            }
        }

        return Finish(problem, routes, previous) with
        {
            Elapsed = Stopwatch.GetElapsedTime(started),
            Cancelled = cancel.IsCancellationRequested,
        };
    }

    /// <summary>A stop that no vehicle can serve is optional here, and the search need not see it.</summary>
    private static (List<RoutingStop> Stops, List<bool[]> Fit) Servable(RoutingProblem problem, RoutingFitness fitness)
    {
        List<RoutingStop> stops = [];
        List<bool[]> fit = [];
        foreach (var stop in problem.Stops)
        {
            bool[] fits = [.. problem.Vehicles.Select(v => fitness.Fits(v, stop))];
            if (fits.Contains(true))
            {
                stops.Add(stop);
                fit.Add(fits);
            }
        }

        return (stops, fit);
    }

    /// <summary>The vehicle's number by stop id, of vehicles that are still there.</summary>
    private static Dictionary<string, int> PreviousVehicles(RoutingProblem problem, RoutingPlan? previous)
    {
        var numbers = problem.Vehicles.Index().ToDictionary(v => v.Item.Id, v => v.Index, StringComparer.Ordinal);
        var had = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var route in previous?.Routes ?? [])
        {
            if (numbers.TryGetValue(route.VehicleId, out var vehicle))
            {
                foreach (var visit in route.Visits)
                {
                    had[visit.StopId] = vehicle;
                }
            }
        }

        return had;
    }

    private static List<long[]> RoutesToStartFrom(
        RoutingProblem problem,
        DayModel day,
        List<bool[]> fit,
        RoutingPlan previous
    )
    {
        var numbers = day.Stops.Index().ToDictionary(s => s.Item.Id, s => s.Index, StringComparer.Ordinal);
        var routes = previous.Routes.ToDictionary(r => r.VehicleId, StringComparer.Ordinal);
        return
        [
            .. problem.Vehicles.Select(
                (vehicle, number) =>
                    routes.TryGetValue(vehicle.Id, out var route)
                        ? route
                            .Visits.Where(v => numbers.TryGetValue(v.StopId, out var s) && fit[s][number])
                            .Select(v => day.IndexOf(numbers[v.StopId]))
                            .ToArray()
                        : []
            ),
        ];
    }

    private static RoutingPlan Finish(RoutingProblem problem, List<PlannedRoute> routes, RoutingPlan? previous)
    {
        var now = routes
            .SelectMany(r => r.Visits, (r, v) => (v.StopId, r.VehicleId))
            .ToDictionary(v => v.StopId, v => v.VehicleId, StringComparer.Ordinal);
        var left = problem.Stops.Where(s => !now.ContainsKey(s.Id)).ToLookup(s => s.MustVisit);
        List<string> missing = [.. left[true].Select(s => s.Id)];
        var still = problem.Stops.Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
        return new(missing.Count == 0 ? PlanStatus.Planned : PlanStatus.Incomplete, routes)
        {
            Dropped = [.. left[false].Select(s => s.Id)],
            Missing = missing,
            Obstacles =
                missing.Count == 0
                    ? []
                    :
                    [
                        new(
                            "not-found",
                            null,
                            $"在限定时间内没有找到包含全部必到站点的方案，未排入的站点：{string.Join('、', missing)}。"
                        ),
                    ],
            ObjectiveYuan = routes.Sum(r => r.Yuan) + left[false].Sum(s => s.DropYuan ?? 0),
            Metres = routes.Sum(r => r.Metres),
            DrivingSeconds = routes.Sum(r => r.DrivingSeconds),
            Moved =
            [
                .. (previous?.Routes ?? [])
                    .SelectMany(r => r.Visits, (r, v) => (v.StopId, r.VehicleId))
                    .Where(v => still.Contains(v.StopId) && now.GetValueOrDefault(v.StopId) != v.VehicleId)
                    .Select(v => v.StopId),
            ],
        };
    }
}

using System.Security.Claims;
using RuralEc.Logistics.Jobs;
using RuralEc.Logistics.Routing;

namespace RuralEc.Logistics.Plans;

/// <summary>Asks the planner for the day of a depot's vehicles.</summary>
public sealed class DayPlanDesk(NodeQuery nodes)
{
    private const int SecondsOfMinute = 60;

    /// <summary>As many stops as are planned in one go.</summary>
    public const int MostStops = 300;

    /// <summary>Why the question cannot be asked; null when it can.</summary>
    public static Refusal? Check(DayPlanQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        static Refusal Wrong(string detail, string field) => new("invalid-question", "Invalid question", detail, field);
        if (question.Vehicles.Count is 0 or > 100)
        {
            return Wrong("车辆应为1到100辆。", "/vehicles");
        }

        if (question.Stops.Count is 0 or > MostStops)
        {
            return Wrong($"停靠点应为1到{MostStops}个。", "/stops");
        }

        if (question.Vehicles.GroupBy(v => v.Id).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            return Wrong($"车辆“{twice.Key}”出现两次。", "/vehicles");
        }

        if (question.Vehicles.FirstOrDefault(v => v.FromMinute > v.ToMinute) is { } late)
        {
            return Wrong($"车辆“{late.Id}”的收车早于出车。", "/vehicles");
        }

        if (question.Stops.GroupBy(s => s.Id).FirstOrDefault(g => g.Count() > 1) is { } repeated)
        {
            return Wrong($"停靠点“{repeated.Key}”出现两次；同一地点请用不同名称。", "/stops");
        }

        if (
            question.Stops.FirstOrDefault(s => !(Math.Abs(s.Longitude) <= 180 && Math.Abs(s.Latitude) <= 90)) is { } far
        )
        {
            return Wrong($"停靠点“{far.Id}”的经纬度不对。", "/stops");
        }

        if (!question.Way.IsSound)
        {
            return Wrong("绕行系数应为1到5，速度应为1到120公里/小时。", "/detourFactor");
        }

        return question.Seconds is < 1 or > 120 ? Wrong("求解时间应为1到120秒。", "/seconds") : null;
    }

    /// <summary>Plans; cancelling gives the best so far. Null where the depot is not within reach.</summary>
    /// <param name="previous">The plan of the same day to change as little as pays.</param>
    public async Task<DayPlanResult?> SolveAsync(
        ClaimsPrincipal by,
        DayPlanQuestion question,
        RoutingPlan? previous,
        JobProgress progress,
        CancellationToken ct
    )
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(progress);
        if (await nodes.FindAsync(by, question.Depot, ct) is not { } depot)
        {
            return null;
        }

        progress.Step(0, question.Seconds);
        var plan = RoutePlanner.Solve(
            ProblemOf(question, depot),
            TimeSpan.FromSeconds(question.Seconds),
            new Teller(progress),
            previous,
            cancel: ct
        );
        return new(depot.Name, depot.Longitude, depot.Latitude, plan);
    }

    private static RoutingProblem ProblemOf(DayPlanQuestion question, NodeView depot)
    {
        var places = question
            .Stops.Select(s => Positions.Of(s.Longitude, s.Latitude))
            .Prepend(Positions.Of(depot.Longitude, depot.Latitude))
            .ToList();
        var (meters, seconds) = (new int[places.Count, places.Count], new int[places.Count, places.Count]);
        for (var i = 0; i < places.Count; i++)
        {
            for (var j = 0; j < places.Count; j++)
            {
                var way = i == j ? 0 : question.Way.Meters(places[i], places[j]);
                (meters[i, j], seconds[i, j]) = ((int)Math.Round(way), (int)Math.Round(question.Way.Seconds(way)));
            }
        }

        var words = question
            .Stops.SelectMany(s => s.Groups)
            .Concat(question.Clashes.SelectMany(c => new[] { c.One, c.Other }))
            .Distinct()
            .Index()
            .ToDictionary(w => w.Item, w => w.Index);
        return new(
            meters,
            seconds,
            [.. question.Vehicles.Select(VehicleOf)],
            [.. question.Stops.Select((stop, i) => StopOf(stop, i + 1, words))]
        )
        {
            Incompatible = [.. question.Clashes.Select(c => new GroupPair(words[c.One], words[c.Other]))],
        };
    }

    private static RoutingVehicle VehicleOf(DayVehicle vehicle) =>
        new(
            vehicle.Id,
            StartPlace: 0,
            EndPlace: 0,
            vehicle.FromMinute * SecondsOfMinute,
            vehicle.ToMinute * SecondsOfMinute,
            vehicle.Capacity.ToCargo()
        )
        {
            YuanPerKm = vehicle.YuanPerKm,
            FixedYuan = vehicle.FixedYuan,
            LoadingSeconds = vehicle.LoadingMinutes * SecondsOfMinute,
            MostDrivingSeconds = vehicle.MostDrivingMinutes is { } most ? most * SecondsOfMinute : int.MaxValue,
        };

    private static RoutingStop StopOf(DayStop stop, int place, Dictionary<string, int> words) =>
        new(stop.Id, place, stop.Kind, stop.Load.ToCargo())
        {
            ServiceSeconds = stop.ServiceMinutes * SecondsOfMinute,
            Windows =
            [
                .. stop.Windows.Select(w => new TimeWindow(
                    w.FromMinute * SecondsOfMinute,
                    w.ToMinute * SecondsOfMinute
                )),
            ],
            DropYuan = stop.DropYuan,
            Groups = [.. stop.Groups.Select(g => words[g])],
        };

    private sealed class Teller(JobProgress progress) : IProgress<RoutingProgress>
    {
        public void Report(RoutingProgress value)
        {
            progress.Step((long)value.Elapsed.TotalSeconds);
            progress.Tell(value);
        }
    }
}

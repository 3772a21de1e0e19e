namespace RuralEc.Logistics.Routing;

/// <summary>
/// Whether a vehicle could serve a stop if it had nothing else to do that day. A no is certain: times are those of the
/// fastest way through any places, without service at them and without a rest.
/// </summary>
internal sealed class RoutingFitness
{
    private readonly RoutingProblem _problem;
    private readonly long[,] _fastest;
    private readonly RoutingGroups _groups;

    public RoutingFitness(RoutingProblem problem)
    {
        _problem = problem;
        _fastest = FastestWays(problem.Seconds);
        _groups = new(problem.Incompatible);
    }

    public bool Fits(RoutingVehicle vehicle, RoutingStop stop) =>
        HasSkills(vehicle, stop) && HasRoom(vehicle, stop) && HasTime(vehicle, stop) && ClashWithin(stop) is null;

    public static bool HasSkills(RoutingVehicle vehicle, RoutingStop stop) =>
        stop.Skills.All(s => vehicle.Skills.Contains(s, StringComparer.Ordinal));

    public static bool HasRoom(RoutingVehicle vehicle, RoutingStop stop) =>
        CargoByClass.Classes.All(t =>
            Thousandths.Of(stop.Load[t].Kg) <= Thousandths.Of(vehicle.Capacity[t].Kg)
            && Thousandths.Of(stop.Load[t].Litres) <= Thousandths.Of(vehicle.Capacity[t].Litres)
        );

    public bool HasTime(RoutingVehicle vehicle, RoutingStop stop)
    {
        var there = _fastest[vehicle.StartPlace, stop.Place];
        var back = _fastest[stop.Place, vehicle.EndPlace];
        var arrival = vehicle.EarliestStartSecond + vehicle.LoadingSeconds + there;
        return there + back <= vehicle.MostDrivingSeconds
            && vehicle.LoadingSeconds + there + stop.ServiceSeconds + back <= vehicle.MostDutySeconds
            && EarliestService(stop, arrival) is { } begin
            && begin + stop.ServiceSeconds + back <= vehicle.LatestEndSecond;
    }

    /// <summary>Two groups of one stop that may not ride together; null if there are none.</summary>
    public GroupPair? ClashWithin(RoutingStop stop) => _groups.Between(stop.Groups, stop.Groups);

    private static long? EarliestService(RoutingStop stop, long arrival) =>
        stop.Windows.Count == 0
            ? arrival
            : stop
                .Windows.Where(w => w.UntilSecond >= arrival)
                .Select(w => (long?)Math.Max(arrival, w.FromSecond))
                .Min();

    /// <summary>Floyd and Warshall: measured or hand-made matrices need not obey the triangle inequality.</summary>
    private static long[,] FastestWays(int[,] seconds)
    {
        var places = seconds.GetLength(0);
        var fastest = new long[places, places];
        for (var from = 0; from < places; from++)
        {
            for (var to = 0; to < places; to++)
            {
                fastest[from, to] = from == to ? 0 : seconds[from, to];
            }
        }

        for (var by = 0; by < places; by++)
        {
            for (var from = 0; from < places; from++)
            {
                var first = fastest[from, by];
                for (var to = 0; to < places; to++)
                {
                    fastest[from, to] = Math.Min(fastest[from, to], first + fastest[by, to]);
                }
            }
        }

        return fastest;
    }
}

/// <summary>Kilograms and litres count in thousandths: what is exact does not depend on the order of adding up.</summary>
internal static class Thousandths
{
    public static long Of(double number) => checked((long)Math.Round(number * 1000));
}

using System.Globalization;

namespace RuralEc.Logistics.Routing;

/// <summary>What a problem must be to mean anything. Whoever breaks it has a fault in his program, not in his day.</summary>
internal static class RoutingInput
{
    // Far beyond any day in Guangzhou, and small enough that no sum over a day leaves 64 bits.
    private const int MostMetres = 10_000_000;
    private const int MostSeconds = 10_000_000;
    public const double MostYuan = 1_000_000;
    private const double MostCargo = 1_000_000_000;

    /// <exception cref="ArgumentException">Names the item and what is wrong with it.</exception>
    public static void Check(RoutingProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var places = problem.Metres.GetLength(0);
        CheckMatrix("metres", problem.Metres, places, MostMetres);
        CheckMatrix("seconds", problem.Seconds, places, MostSeconds);
        CheckIds("vehicle", problem.Vehicles.Select(v => v.Id));
        CheckIds("stop", problem.Stops.Select(s => s.Id));
        foreach (var vehicle in problem.Vehicles)
        {
            CheckVehicle(vehicle, places);
        }

        foreach (var stop in problem.Stops)
        {
            CheckStop(stop, places);
        }
    }

    private static void CheckMatrix(string name, int[,] matrix, int places, int most)
    {
        if (matrix.GetLength(0) != places || matrix.GetLength(1) != places)
        {
            throw Bad(
                $"The matrix of {name} is {matrix.GetLength(0)} by {matrix.GetLength(1)}; it must be {places} by {places}."
            );
        }

        for (var from = 0; from < places; from++)
        {
            for (var to = 0; to < places; to++)
            {
                if (matrix[from, to] < 0 || matrix[from, to] > most)
                {
                    throw Bad($"The {name} from place {from} to place {to} are {matrix[from, to]}, not 0 to {most}.");
                }
            }
        }
    }

    private static void CheckIds(string what, IEnumerable<string> ids)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in ids)
        {
            if (string.IsNullOrEmpty(id))
            {
                throw Bad($"A {what} has no id.");
            }

            if (!seen.Add(id))
            {
                throw Bad($"There are two {what}s with the id {id}.");
            }
        }
    }

    private static void CheckVehicle(RoutingVehicle vehicle, int places)
    {
        var who = $"Vehicle {vehicle.Id}";
        CheckPlace(who, "start place", vehicle.StartPlace, places);
        CheckPlace(who, "end place", vehicle.EndPlace, places);
        CheckWindow(who, "hours", new(vehicle.EarliestStartSecond, vehicle.LatestEndSecond));
        CheckSeconds(who, "loading", vehicle.LoadingSeconds, MostSeconds);
        CheckSeconds(who, "most driving", vehicle.MostDrivingSeconds, int.MaxValue);
        CheckSeconds(who, "most duty", vehicle.MostDutySeconds, int.MaxValue);
        CheckNumber(who, "yuan a kilometre", vehicle.YuanPerKm, MostYuan);
        CheckNumber(who, "fixed yuan", vehicle.FixedYuan, MostYuan);
        CheckCargo(who, "capacity", vehicle.Capacity);
        if (vehicle.Break is { } rest)
        {
            CheckWindow(who, "break", rest.Begins);
            CheckSeconds(who, "break", rest.Seconds, MostSeconds);
        }
    }

    private static void CheckStop(RoutingStop stop, int places)
    {
        var who = $"Stop {stop.Id}";
        CheckPlace(who, "place", stop.Place, places);
        CheckSeconds(who, "service", stop.ServiceSeconds, MostSeconds);
        CheckCargo(who, "load", stop.Load);
        CheckNumber(who, "yuan of dropping it", stop.DropYuan ?? 0, MostYuan);
        foreach (var window in stop.Windows)
        {
            CheckWindow(who, "window", window);
        }
    }

    private static void CheckPlace(string who, string what, int place, int places)
    {
        if (place < 0 || place >= places)
        {
            throw Bad($"{who}: {what} {place} is not in the matrices of {places} places.");
        }
    }

    private static void CheckWindow(string who, string what, TimeWindow window)
    {
        CheckSeconds(who, $"{what} from", window.FromSecond, MostSeconds);
        CheckSeconds(who, $"{what} until", window.UntilSecond, MostSeconds);
        if (window.UntilSecond < window.FromSecond)
        {
            throw Bad($"{who}: {what} ends at {window.UntilSecond} before it starts at {window.FromSecond}.");
        }
    }

    private static void CheckSeconds(string who, string what, int seconds, int most)
    {
        if (seconds < 0 || seconds > most)
        {
            throw Bad($"{who}: {what} {seconds} s is not 0 to {most}.");
        }
    }

    private static void CheckCargo(string who, string what, CargoByClass cargo)
    {
        foreach (var temperature in CargoByClass.Classes)
        {
            CheckNumber(who, $"{temperature} {what} in kg", cargo[temperature].Kg, MostCargo);
            CheckNumber(who, $"{temperature} {what} in litres", cargo[temperature].Litres, MostCargo);
        }
    }

    private static void CheckNumber(string who, string what, double number, double most)
    {
        // NaN fails every comparison, so the good case is asked for.
        if (!(number >= 0 && number <= most))
        {
            throw Bad($"{who}: {what} is {number}, not 0 to {most}.");
        }
    }

    private static ArgumentException Bad(FormattableString sentence) =>
        new(sentence.ToString(CultureInfo.InvariantCulture));
}

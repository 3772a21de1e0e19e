using RuralEc.Gs1;
using RuralEc.Logistics.Routing;

namespace RuralEc.Logistics.Plans;

/// <summary>Kilograms and litres by compartment; 0 for none.</summary>
public sealed record DayLoad(
    double AmbientKg,
    double AmbientLitres,
    double ChilledKg,
    double ChilledLitres,
    double FrozenKg,
    double FrozenLitres
)
{
    internal CargoByClass ToCargo() =>
        new(new(AmbientKg, AmbientLitres), new(ChilledKg, ChilledLitres), new(FrozenKg, FrozenLitres));
}

/// <summary>A vehicle of the day, which leaves the depot and comes back to it. Minutes are of the day.</summary>
public sealed record DayVehicle(
    string Id,
    DayLoad Capacity,
    int FromMinute,
    int ToMinute,
    double YuanPerKm,
    double FixedYuan,
    int? MostDrivingMinutes,
    int LoadingMinutes
);

/// <summary>Minutes of the day.</summary>
public sealed record DayWindow(int FromMinute, int ToMinute);

/// <summary>A stop of the day.</summary>
/// <param name="Gln">The node, where the stop is one.</param>
/// <param name="DropYuan">What leaving it out costs; null for a stop that must be visited.</param>
/// <param name="Groups">What goods, in words, such as 活禽.</param>
public sealed record DayStop(
    string Id,
    Gln? Gln,
    double Longitude,
    double Latitude,
    StopKind Kind,
    DayLoad Load,
    int ServiceMinutes,
    IReadOnlyList<DayWindow> Windows,
    double? DropYuan,
    IReadOnlyList<string> Groups
);

/// <summary>Goods that do not ride together.</summary>
public sealed record DayClash(string One, string Other);

/// <summary>The day that is to be planned.</summary>
public sealed record DayPlanQuestion(
    DateOnly Day,
    Gln Depot,
    IReadOnlyList<DayVehicle> Vehicles,
    IReadOnlyList<DayStop> Stops,
    IReadOnlyList<DayClash> Clashes,
    WayMeasure Way,
    int Seconds
);

/// <summary>The plan, and where it begins and ends.</summary>
public sealed record DayPlanResult(string DepotName, double Longitude, double Latitude, RoutingPlan Plan);

namespace RuralEc.Logistics.Routing;

/// <summary>
/// A day of deliveries and collections to plan. Places are rows and columns of the two matrices, from row to column, in
/// metres of road and in seconds of driving; who made them, and from which roads, is not known here.
/// </summary>
public sealed record RoutingProblem(
    int[,] Metres,
    int[,] Seconds,
    IReadOnlyList<RoutingVehicle> Vehicles,
    IReadOnlyList<RoutingStop> Stops
)
{
    /// <summary>Product groups that do not ride in one vehicle on one day, not even one after the other.</summary>
    public IReadOnlyList<GroupPair> Incompatible { get; init; } = [];
}

/// <summary>Two product groups, in either order.</summary>
public readonly record struct GroupPair(int One, int Other);

/// <summary>Seconds of the day, both included; a window may end after midnight (86,400 and more).</summary>
public readonly record struct TimeWindow(int FromSecond, int UntilSecond)
{
    public bool Contains(long second) => second >= FromSecond && second <= UntilSecond;
}

/// <summary>
/// A vehicle with its driver. It leaves its start place once and comes to its end place once; delivered goods are on
/// board from the start, collected goods to the end. Capacity 0 means that there is no such compartment.
/// </summary>
public sealed record RoutingVehicle(
    string Id,
    int StartPlace,
    int EndPlace,
    int EarliestStartSecond,
    int LatestEndSecond,
    CargoByClass Capacity
)
{
    /// <summary>Yuan a kilometre.</summary>
    public double YuanPerKm { get; init; }

    /// <summary>Yuan for the day, if the vehicle goes out at all.</summary>
    public double FixedYuan { get; init; }

    /// <summary>Seconds at the start place before it leaves; they are duty, and not driving.</summary>
    public int LoadingSeconds { get; init; }

    /// <summary>Most seconds behind the wheel.</summary>
    public int MostDrivingSeconds { get; init; } = int.MaxValue;

    /// <summary>Most seconds from the begin of loading to the arrival at the end place.</summary>
    public int MostDutySeconds { get; init; } = int.MaxValue;

    public RoutingBreak? Break { get; init; }

    /// <summary>What the vehicle or its driver can do (a tail lift, a city pass); a stop may ask for it.</summary>
    public IReadOnlyList<string> Skills { get; init; } = [];
}

/// <summary>
/// A rest that begins within its window, in which the driver neither loads, drives nor serves. Time before the duty or
/// after it is rest, too.
/// </summary>
public sealed record RoutingBreak(TimeWindow Begins, int Seconds);

public enum StopKind
{
    Delivery,
    Collection,
}

/// <summary>A visit to make: goods to hand over, or goods to fetch.</summary>
public sealed record RoutingStop(string Id, int Place, StopKind Kind, CargoByClass Load)
{
    /// <summary>Seconds of unloading or loading.</summary>
    public int ServiceSeconds { get; init; }

    /// <summary>When service may begin; none means at any time.</summary>
    public IReadOnlyList<TimeWindow> Windows { get; init; } = [];

    /// <summary>Yuan that leaving the stop out costs; null for a stop that must be visited.</summary>
    public double? DropYuan { get; init; }

    /// <summary>Product groups among the goods, in small numbers that the caller gives meaning to.</summary>
    public IReadOnlyList<int> Groups { get; init; } = [];

    /// <summary>What a vehicle must be able to do to come here.</summary>
    public IReadOnlyList<string> Skills { get; init; } = [];

    /// <summary>Whether a plan without this stop is no plan.</summary>
    public bool MustVisit => DropYuan is null;
}

namespace RuralEc.Logistics.Routing;

public enum PlanStatus
{
    /// <summary>Every must-visit stop is in a route. It is a good plan, not a proved optimum.</summary>
    Planned,

    /// <summary>Within the limit no plan with every must-visit stop was found; the routes hold the others.</summary>
    Incomplete,

    /// <summary>By plain rules there can be no plan: see the obstacles.</summary>
    Impossible,
}

/// <summary>The answer: routes of the vehicles that go out, and what was left out or stands in the way.</summary>
public sealed record RoutingPlan(PlanStatus Status, IReadOnlyList<PlannedRoute> Routes)
{
    /// <summary>Ids of optional stops that are in no route.</summary>
    public IReadOnlyList<string> Dropped { get; init; } = [];

    /// <summary>Ids of must-visit stops that are in no route; none in a plan.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    public IReadOnlyList<Obstacle> Obstacles { get; init; } = [];

    /// <summary>Yuan: fixed and kilometre costs of the routes and the penalties of dropped stops.</summary>
    public double ObjectiveYuan { get; init; }

    public long Metres { get; init; }

    public long DrivingSeconds { get; init; }

    /// <summary>How long the search took, by the wall clock.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Whether the search was cancelled and this is the best found until then.</summary>
    public bool Cancelled { get; init; }

    /// <summary>Of a re-plan: ids of stops of the previous plan that changed vehicle or are left out now.</summary>
    public IReadOnlyList<string> Moved { get; init; } = [];
}

/// <summary>Why there is no plan: a word to act on, the stop that it is about if it is one, and a sentence to show.</summary>
public sealed record Obstacle(string Kind, string? StopId, string Detail);

/// <summary>The day of one vehicle, in seconds of the day. Duty begins with loading.</summary>
public sealed record PlannedRoute(
    string VehicleId,
    int DutyStartSecond,
    int DepartureSecond,
    CargoByClass LoadedAtStart,
    IReadOnlyList<PlannedVisit> Visits,
    PlannedReturn Return
)
{
    /// <summary>The rest, if the driver takes it on duty.</summary>
    public TimeWindow? Break { get; init; }

    /// <summary>Yuan: fixed cost and kilometre cost.</summary>
    public double Yuan { get; init; }

    public long Metres { get; init; }

    public long DrivingSeconds { get; init; }
}

/// <summary>
/// One stop of a route: the leg to it, and what happens there. A rest between arrival and service counts as waiting; a
/// rest on the road lies between the departure from the stop before and the arrival.
/// </summary>
public sealed record PlannedVisit(
    string StopId,
    int Metres,
    int DrivingSeconds,
    int ArrivalSecond,
    int WaitingSeconds,
    int ServiceStartSecond,
    int DepartureSecond,
    CargoByClass OnBoard
);

/// <summary>The leg to the end place.</summary>
public sealed record PlannedReturn(int Metres, int DrivingSeconds, int ArrivalSecond);

/// <summary>A better plan was found: after how long, at how many yuan, with how many routes.</summary>
/// <param name="ObjectiveYuan">Without must-visit stops that are missing; in a re-plan with what the moves count.</param>
/// <param name="Dropped">Optional stops left out; their penalties are in the yuan.</param>
/// <param name="Missing">Must-visit stops not in a route yet.</param>
public sealed record RoutingProgress(TimeSpan Elapsed, double ObjectiveYuan, int Routes, int Dropped, int Missing);

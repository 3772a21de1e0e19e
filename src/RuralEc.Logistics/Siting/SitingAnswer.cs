namespace RuralEc.Logistics.Siting;

/// <summary>How a search for sites ended.</summary>
public enum SitingStatus
{
    /// <summary>Proved: no other choice is better by more than a millionth.</summary>
    Optimal,

    /// <summary>The time was over; the choice keeps every rule, and the gap says how much better another could be.</summary>
    Feasible,

    /// <summary>No choice keeps the rules; the reason says why.</summary>
    Infeasible,

    /// <summary>Cancelled; the best choice so far is given, if there was one.</summary>
    Cancelled,

    /// <summary>The time was over without a choice that keeps the rules and without proof that there is none.</summary>
    NotFound,
}

/// <summary>What stands in the way of every choice.</summary>
public enum SitingObstacle
{
    /// <summary>The problem names no demand.</summary>
    NoDemands,

    /// <summary>The problem names no site.</summary>
    NoSites,

    /// <summary>No site stands and none is to be opened.</summary>
    NothingToOpen,

    /// <summary>More new sites are asked for (Needed) than there are candidates (Available).</summary>
    TooFewCandidates,

    /// <summary>The cheapest choice costs Needed yuan, the budget is Available yuan.</summary>
    BudgetTooSmall,

    /// <summary>No site reaches the demands listed (Needed of them).</summary>
    DemandsOutOfReach,

    /// <summary>To reach every demand that can be reached takes Needed new sites; Available may be opened.</summary>
    TooFewNewSites,

    /// <summary>Needed people must be served, and the sites that may be open together have room for Available.</summary>
    CapacityTooSmall,

    /// <summary>The room would do in sum (Needed people, room for Available), but not with each demand whole at a site that it reaches.</summary>
    CapacityNotPackable,
}

/// <summary>Why there is no answer, with its figures; <see cref="SitingObstacle"/> says what they count.</summary>
/// <param name="Demands">Indexes of the demands concerned, ascending; empty where the obstacle concerns none in particular.</param>
public sealed record SitingReason(SitingObstacle Obstacle, double Needed, double Available, IReadOnlyList<int> Demands)
{
    /// <summary>How much is missing: yuan, people, sites or demands.</summary>
    public double Lacking => Needed - Available;
}

/// <summary>How a running search stands.</summary>
/// <param name="Best">Objective of the best choice so far, as in <see cref="SitingAnswer.Objective"/>.</param>
/// <param name="Bound">Proved: nothing is better than this.</param>
/// <param name="Gap">Between the two, relative to the best.</param>
public sealed record SitingProgress(TimeSpan Elapsed, double? Best, double? Bound, double? Gap);

/// <summary>A choice of sites and what it is worth.</summary>
public sealed record SitingAnswer
{
    public required SitingStatus Status { get; init; }

    /// <summary>Why not, where the status is <see cref="SitingStatus.Infeasible"/>.</summary>
    public SitingReason? Reason { get; init; }

    /// <summary>Indexes of the sites to open, ascending; the existing ones are not among them.</summary>
    public IReadOnlyList<int> NewSites { get; init; } = [];

    /// <summary>
    /// For each demand the index of the open site that serves it, or -1. Without capacities that is the nearest open site,
    /// covered or not; with them the one that keeps room for it.
    /// </summary>
    public IReadOnlyList<int> SiteOf { get; init; } = [];

    /// <summary>For each demand the distance to <see cref="SiteOf"/>, in the unit of the problem; NaN where it is -1.</summary>
    public IReadOnlyList<double> DistanceOf { get; init; } = [];

    /// <summary>Demands that no site, open or not, reaches (within the coverage distance for the covering models), ascending.</summary>
    public IReadOnlyList<int> OutOfReach { get; init; } = [];

    /// <summary>
    /// p-median: people times distance, summed, without those out of reach. Maximal covering: people covered. Set cover:
    /// new sites, or yuan. Null where there is no choice.
    /// </summary>
    public double? Objective { get; init; }

    /// <summary>Proved: no choice has a smaller (maximal covering: larger) objective than this. Null where nothing is proved.</summary>
    public double? Bound { get; init; }

    /// <summary>Between objective and bound, relative to the objective, or to 1 where that is smaller.</summary>
    public double? Gap { get; init; }

    /// <summary>People whose site is within the coverage distance; without one, people who have a site.</summary>
    public double PeopleCovered { get; init; }

    /// <summary>Mean distance of the people who have a site, in the unit of the problem; NaN where nobody has.</summary>
    public double MeanDistance { get; init; } = double.NaN;

    /// <summary>Longest distance of a demand that has a site, also of one where nobody lives; NaN where none has.</summary>
    public double WorstDistance { get; init; } = double.NaN;

    /// <summary>What the new sites cost, in yuan.</summary>
    public double CostYuan { get; init; }

    public TimeSpan Elapsed { get; init; }
}

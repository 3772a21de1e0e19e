namespace RuralEc.Logistics.Siting;

/// <summary>The question that is asked of a set of candidate sites.</summary>
public enum SitingModel
{
    /// <summary>Open exactly k new sites so that the way of all people to their site, summed, is shortest (Hakimi 1964).</summary>
    PMedian,

    /// <summary>Open exactly k new sites so that most people live within the coverage distance (Church and ReVelle 1974).</summary>
    MaximalCovering,

    /// <summary>Cover every demand within the coverage distance with as few, or as cheap, new sites as can be (Toregas 1971).</summary>
    SetCover,
}

/// <summary>What a set cover makes least.</summary>
public enum CoverGoal
{
    FewestSites,
    LeastCost,
}

/// <summary>A place where people live.</summary>
/// <param name="Id">Unique among the demands.</param>
/// <param name="People">Its weight: 0 or more, whole or not.</param>
public sealed record SitingDemand(string Id, double People);

/// <summary>A place where a site stands or may be opened.</summary>
/// <param name="Id">Unique among the sites.</param>
/// <param name="Existing">Stands already: stays open, costs nothing and is not one of the k.</param>
/// <param name="CostYuan">What opening it costs, in yuan.</param>
/// <param name="CapacityPeople">How many people it serves at most; null for no limit.</param>
public sealed record SitingSite(string Id, bool Existing = false, double CostYuan = 0, double? CapacityPeople = null);

/// <summary>How far a demand is from a site, in metres or minutes, the same unit throughout a problem.</summary>
/// <param name="Demand">Index into the demands.</param>
/// <param name="Site">Index into the sites.</param>
/// <param name="Distance">0 or more and finite.</param>
public readonly record struct SitingDistance(int Demand, int Site, double Distance);

/// <summary>
/// Where to open sites. A pair that <see cref="Distances"/> does not name is out of reach: that site never serves that
/// demand. Once any site has a capacity, each demand is served by one site as a whole (single source).
/// </summary>
public sealed record SitingProblem
{
    public required SitingModel Model { get; init; }

    public required IReadOnlyList<SitingDemand> Demands { get; init; }

    public required IReadOnlyList<SitingSite> Sites { get; init; }

    /// <summary>Each pair at most once, in any order.</summary>
    public required IReadOnlyList<SitingDistance> Distances { get; init; }

    /// <summary>k, the number of sites to open beside the existing ones; a set cover chooses it itself and reads it not.</summary>
    public int NewSites { get; init; }

    /// <summary>What all new sites may cost together, in yuan; null for no limit.</summary>
    public double? BudgetYuan { get; init; }

    /// <summary>
    /// A demand is covered up to this distance, the limit included, in the unit of the distances. The covering models need
    /// it; for a p-median it only decides which people the answer counts as covered.
    /// </summary>
    public double? CoverageDistance { get; init; }

    /// <summary>What <see cref="SitingModel.SetCover"/> makes least.</summary>
    public CoverGoal Goal { get; init; }
}

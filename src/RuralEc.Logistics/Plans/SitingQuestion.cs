using RuralEc.Logistics.Siting;

namespace RuralEc.Logistics.Plans;

/// <summary>Where candidates for new nodes come from.</summary>
public enum CandidateSource
{
    /// <summary>Every located village and community.</summary>
    Villages,

    /// <summary>Every located town and street.</summary>
    Towns,

    /// <summary>Nodes of the kind that are planned.</summary>
    PlannedNodes,

    /// <summary>Points that the officer gives: shops, post offices, places drawn on the map.</summary>
    Points,
}

/// <summary>A place where a node could be opened.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="CostYuan">What opening it there costs; null for the question's own figure.</param>
/// <param name="CapacityPeople">How many people it serves; null for the question's own figure.</param>
public sealed record CandidatePoint(
    string Name,
    double Longitude,
    double Latitude,
    double? CostYuan = null,
    double? CapacityPeople = null
);

/// <summary>Where to open nodes of a kind.</summary>
/// <param name="Prefix">The beginning of division codes: whose villages are to be served.</param>
/// <param name="Kind">What is to be opened; nodes of the kind in operation are kept.</param>
/// <param name="Model">What is made best.</param>
/// <param name="NewNodes">How many to open; not for a set cover.</param>
/// <param name="CoverageMeters">A village is covered up to this way by road.</param>
/// <param name="BudgetYuan">What all may cost; null for no limit.</param>
/// <param name="Candidates">Where candidates come from.</param>
/// <param name="Points">The officer's own points.</param>
/// <param name="CostYuan">What opening one costs, where its point does not say.</param>
/// <param name="CapacityPeople">How many people one serves; null for no limit.</param>
/// <param name="PeoplePerVillage">People of a village of which no figure is known; 0 leaves such villages out of the count.</param>
/// <param name="Seconds">How long to search.</param>
/// <param name="Way">How roads are measured.</param>
public sealed record SitingQuestion(
    string Prefix,
    NodeKind Kind,
    SitingModel Model,
    int NewNodes,
    double CoverageMeters,
    double? BudgetYuan,
    CandidateSource Candidates,
    IReadOnlyList<CandidatePoint> Points,
    double CostYuan,
    double? CapacityPeople,
    double PeoplePerVillage,
    int Seconds,
    WayMeasure Way
);

/// <summary>A node that stands or is proposed.</summary>
/// <param name="Existing">It is in operation already.</param>
public sealed record SitedNode(string Name, double Longitude, double Latitude, bool Existing, double CostYuan);

/// <summary>A village and what would serve it.</summary>
/// <param name="Node">Index into the nodes; null where none reaches it.</param>
/// <param name="Meters">By road, as measured.</param>
public sealed record ServedVillage(
    string Code,
    string Name,
    double Longitude,
    double Latitude,
    double People,
    int? Node,
    double? Meters
);

/// <summary>What a choice of nodes is worth.</summary>
/// <param name="PeopleCovered">Within the coverage way.</param>
/// <param name="MeanMeters">Of the people who have a node.</param>
/// <param name="WorstMeters">Of the villages that have a node.</param>
public sealed record SitingWorth(double PeopleCovered, double? MeanMeters, double? WorstMeters, double CostYuan);

/// <summary>What came out of a search for sites.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Obstacle">Why there is no choice, as a Chinese sentence.</param>
/// <param name="Nodes">Those in operation, then the proposed ones.</param>
/// <param name="Villages">Who is served by whom.</param>
/// <param name="People">All people of the located villages that count.</param>
/// <param name="Before">With the nodes in operation alone; null where there are none.</param>
/// <param name="After">With the proposed ones.</param>
/// <param name="Gap">How much better another choice could be at most, relative.</param>
/// <param name="Bound">Proved: nothing is better than this.</param>
/// <param name="NotLocated">Villages without a point: they took no part.</param>
/// <param name="Assumed">Villages whose people are the question's own figure.</param>
/// <param name="Candidates">How many candidates there were.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record SitingResult(
    SitingStatus Status,
    string? Obstacle,
    IReadOnlyList<SitedNode> Nodes,
    IReadOnlyList<ServedVillage> Villages,
    double People,
    SitingWorth? Before,
    SitingWorth? After,
    double? Gap,
    double? Bound,
    int NotLocated,
    int Assumed,
    int Candidates,
    double Seconds
);

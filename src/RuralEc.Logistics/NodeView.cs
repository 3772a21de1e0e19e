using RuralEc.Gs1;

namespace RuralEc.Logistics;

/// <summary>
/// A node. Its public facts are for everybody who ships; operator, time and version are given to its district, its
/// operator and auditors only. Positions are WGS 84.
/// </summary>
public sealed record NodeView(
    Gln Gln,
    NodeTier Tier,
    NodeKind Kind,
    string Name,
    string NameEn,
    Gln? ParentGln,
    string DivisionCode,
    double Longitude,
    double Latitude,
    NodeState State,
    bool Demonstration,
    NodeFacts Facts,
    Gln? OperatorGln,
    DateTimeOffset? RegisteredAt,
    int? Version
)
{
    internal static NodeView Of(LogisticsNode node, Reach reach)
    {
        var inside = reach.Oversees(node);
        return new(
            node.Gln,
            node.Tier,
            node.Kind,
            node.Name,
            node.NameEn ?? node.Name,
            node.ParentGln,
            node.DivisionCode,
            node.Location.X,
            node.Location.Y,
            node.State,
            node.Demonstration,
            node.Facts,
            inside ? node.OperatorGln : null,
            inside ? node.RegisteredAt : null,
            inside ? node.Version : null
        );
    }
}

/// <summary>A node and how far away it is.</summary>
/// <param name="Node">The node.</param>
/// <param name="Meters">Straight way on the ellipsoid, in metres.</param>
public sealed record NearNode(NodeView Node, double Meters);

/// <summary>What anybody may know of a place on a journey: no position finer than its town.</summary>
public sealed record PlaceName(
    Gln Gln,
    NodeKind Kind,
    string Name,
    string? NameEn,
    string DistrictCode,
    bool Demonstration
);

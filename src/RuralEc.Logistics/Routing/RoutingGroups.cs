namespace RuralEc.Logistics.Routing;

/// <summary>Which product groups may not ride together, asked by sets.</summary>
internal sealed class RoutingGroups(IEnumerable<GroupPair> incompatible)
{
    private readonly HashSet<(int, int)> _pairs =
    [
        .. incompatible.SelectMany(p => new[] { (p.One, p.Other), (p.Other, p.One) }),
    ];

    /// <summary>Whether a group is in any pair at all.</summary>
    public bool Matters(int group) => _pairs.Any(p => p.Item1 == group);

    /// <summary>A group of the one set and a group of the other that clash; null if there are none.</summary>
    public GroupPair? Between(IEnumerable<int> one, IEnumerable<int> other)
    {
        foreach (var a in one)
        {
            foreach (var b in other)
            {
                if (_pairs.Contains((a, b)))
                {
                    return new(a, b);
                }
            }
        }

        return null;
    }
}

using Microsoft.Extensions.Localization;
using RuralEc.Logistics;
using RuralEc.Server.Pages.Officer;

namespace RuralEc.Server.Pages.Network;

/// <summary>The maps of a problem report.</summary>
internal sealed class NetworkMaps(IStringLocalizer<NetworkTexts> T)
{
    /// <summary>Nodes by tier with the lines to their parents, and the villages that have a point.</summary>
    public MapDrawing Network(NetworkState s)
    {
        var points = s.Nodes.ToDictionary(n => n.Gln, PointOf);
        return Of(
            s,
            T["{0}物流节点分布：点为节点，灰点为有坐标的建制村，线连上级。", s.Name],
            [.. s.Located.Select(v => PointOf(v, "place")), .. points.Values],
            [
                .. s
                    .Nodes.Where(n => n.ParentGln is { } parent && points.ContainsKey(parent))
                    .Select(n => new MapLine(points[n.Gln], points[n.ParentGln!.Value], "link")),
            ],
            [
                ("district", T["区级"]),
                ("town", T["镇级"]),
                ("village", T["村级"]),
                ("other", T["其他"]),
                ("faded", T["规划、暂停或关闭"]),
                ("place", T["有坐标的建制村"]),
            ]
        );
    }

    /// <summary>The located villages without a point in use.</summary>
    public MapDrawing Problems(NetworkState s)
    {
        var unreached = s.Villages.Where(v => !v.Reached).Select(v => v.Village.Code).ToHashSet();
        return Of(
            s,
            T["{0}没有在用服务点的建制村（红点，只画有坐标的 {1} 个中的）。", s.Name, s.Located.Count()],
            [
                .. s.Active.Select(PointOf),
                .. s.Located.Select(v => PointOf(v, unreached.Contains(v.Code) ? "problem" : "place")),
            ],
            [],
            [
                ("problem", T["没有在用服务点的村"]),
                ("place", T["有在用服务点的村"]),
                ("district", T["区级"]),
                ("town", T["镇级"]),
                ("village", T["村级"]),
                ("other", T["其他"]),
            ]
        );
    }

    private static MapDrawing Of(
        NetworkState s,
        string caption,
        IReadOnlyList<MapPoint> points,
        IReadOnlyList<MapLine> lines,
        IReadOnlyList<(string, string)> legend
    ) =>
        new(
            caption,
            points,
            lines,
            [
                .. s
                    .Outlines.SelectMany(o => o.Outline.Geometries)
                    .OfType<NetTopologySuite.Geometries.Polygon>()
                    .Select(p => new MapPolygon([.. p.ExteriorRing.Coordinates.Select(c => (c.X, c.Y))], "outline")),
            ],
            legend,
            [.. s.Outlines.Select(o => o.ReviewNumber).OfType<string>().Distinct()],
            s.Nodes.Any(n => n.Demonstration)
        );

    private static MapPoint PointOf(NodeView node) =>
        new(
            node.Longitude,
            node.Latitude,
            node.State != NodeState.Active ? "faded" : node.Tier.ToString().ToLowerInvariant(),
            NodeWords.Name(node)
        );

    private static MapPoint PointOf(DivisionView village, string name) =>
        new(village.Longitude!.Value, village.Latitude!.Value, name, village.Name);
}

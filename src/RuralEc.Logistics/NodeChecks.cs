using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Geometries;
using RuralEc.Spatial;

namespace RuralEc.Logistics;

/// <summary>Whether a node may be written down as it is described: its words, its place, its parent.</summary>
public sealed class NodeChecks(DbContext db)
{
    private const string Wgs84 = "WGS84";

    // Deeper than any network: where walking up goes on for longer, it goes round.
    private const int MostSteps = 50;

    internal async Task<Refusal?> CheckAsync(NodeCommand command, Reach reach, CancellationToken ct)
    {
        if ((CheckWords(command) ?? CheckCrs(command)) is { } wrong)
        {
            return wrong;
        }

        var (longitude, latitude) = Wgs84Of(command);
        return NodeRules.CheckPosition(longitude, latitude)
            ?? await CheckPlaceAsync(command, reach, ct)
            ?? await CheckCircleAsync(command, ct);
    }

    /// <summary>The position in WGS 84.</summary>
    internal static Point LocationOf(NodeCommand command)
    {
        var (longitude, latitude) = Wgs84Of(command);
        return Positions.Of(longitude, latitude);
    }

    private static (double Longitude, double Latitude) Wgs84Of(NodeCommand command) =>
        ChinaCoordinates.ToWgs84(command.Longitude, command.Latitude, CrsOf(command));

    internal static string CrsOf(NodeCommand command) => PlainTextAttribute.Clean(command.Crs) ?? Wgs84;

    internal static string DistrictOf(NodeCommand command) => command.DivisionCode[..6];

    private static Refusal? CheckWords(NodeCommand command)
    {
        static Refusal Missing(string detail, string field) => new("invalid-node", "Invalid node", detail, field);
        if (command.Gln == default)
        {
            return Missing("请填写节点的GLN。", "/gln");
        }

        if (command.OperatorGln == default)
        {
            return Missing("请填写运营主体的GLN。", "/operatorGln");
        }

        if (
            PlainTextAttribute.Clean(command.Name) is not { } name
            || !PlainTextAttribute.IsPlain(name, LogisticsTables.NameLength)
        )
        {
            return Missing("名称不能为空，不能超过100个字符，也不能含有控制字符。", "/name");
        }

        if (command.NameEn is { } english && !PlainTextAttribute.IsPlain(english, LogisticsTables.NameLength))
        {
            return Missing("英文名称不能超过100个字符，也不能含有控制字符。", "/nameEn");
        }

        return command.State is NodeState.Planned or NodeState.Active
            ? null
            : Missing("新登记的节点应为计划中（planned）或运营中（active）。", "/state");
    }

    private async Task<Refusal?> CheckPlaceAsync(NodeCommand command, Reach reach, CancellationToken ct)
    {
        var division = await db.Set<Division>().SingleOrDefaultAsync(d => d.Code == command.DivisionCode, ct);
        if (division is null)
        {
            return new("unknown-division", "Unknown division", "没有这个区划代码。", "/divisionCode");
        }

        if (!reach.Governs(DistrictOf(command)))
        {
            return new("foreign-district", "Not your district", "该区划不在您的辖区内。", "/divisionCode");
        }

        if (NodeRules.CheckDivision(command.Kind, division.Level) is { } coarse)
        {
            return coarse;
        }

        var parent = command.ParentGln is { } gln
            ? await reach.Nodes(db).SingleOrDefaultAsync(n => n.Gln == gln, ct)
            : null;
        return NodeRules.CheckParent(command, parent);
    }

    private static Refusal? CheckCrs(NodeCommand command) =>
        ChinaCoordinates.Systems.Contains(CrsOf(command))
            ? null
            : new("unknown-crs", "Unknown coordinate system", "坐标系应为WGS84、GCJ-02或BD-09。", "/crs");

    /// <summary>A new parent must not hang below the node itself.</summary>
    private async Task<Refusal?> CheckCircleAsync(NodeCommand command, CancellationToken ct)
    {
        var above = command.ParentGln;
        for (var steps = 0; above is { } gln; steps++)
        {
            if (gln == command.Gln || steps > MostSteps)
            {
                return new(
                    "parent-circle",
                    "Nodes would be their own parents",
                    "上级不能是本节点的下级。",
                    "/parentGln"
                );
            }

            above = await db.Set<LogisticsNode>()
                .Where(n => n.Gln == gln)
                .Select(n => n.ParentGln)
                .SingleOrDefaultAsync(ct);
        }

        return null;
    }
}

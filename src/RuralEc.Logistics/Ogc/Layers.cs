using System.Linq.Expressions;
using System.Security.Claims;
using Microsoft.EntityFrameworkCore;

namespace RuralEc.Logistics.Ogc;

/// <summary>
/// The collections of the door, each a declaration. A new one is a function here that gives the layer for whoever asks,
/// or null to whom it is hidden.
/// </summary>
internal static class Layers
{
    private static readonly Func<DbContext, ClaimsPrincipal, Layer?>[] All =
    [
        Nodes,
        (db, _) => Divisions(db, DivisionLevel.District, "districts", "区", "广州市各区（统计用区划代码六位）。"),
        (db, _) => Divisions(db, DivisionLevel.Town, "towns", "镇街", "广州市各镇、街道（九位代码）。"),
        (db, _) => Divisions(db, DivisionLevel.Village, "villages", "村居", "广州市各村、社区（十二位代码）。"),
    ];

    /// <summary>The layers that somebody may see.</summary>
    public static IReadOnlyList<Layer> For(DbContext db, ClaimsPrincipal by) =>
        [.. All.Select(layer => layer(db, by)).OfType<Layer>()];

    private static Layer<LogisticsNode>? Nodes(DbContext db, ClaimsPrincipal by)
    {
        if (by.Identity?.IsAuthenticated != true)
        {
            return null;
        }

        var reach = Reach.Of(by);
        var own = reach.PartyGln;
        // As in NodeView: the time of registration is not everybody's business.
        Expression<Func<LogisticsNode, DateTimeOffset?>> registeredAt =
            reach.Everything || reach.Districts.Length > 0
                ? n => n.RegisteredAt
                : n => n.OperatorGln == own ? n.RegisteredAt : null;

        // A GLN is stored as text; through object LINQ lets it be read as such.
        return new Layer<LogisticsNode>(
            "nodes",
            "物流节点",
            "区、镇、村三级物流节点及相关设施，限于您的账号可见的范围。",
            reach.Nodes(db),
            n => (string)(object)n.Gln,
            (LogisticsNode n) => n.Location,
            everyRowHasOne: true
        )
            .Text("gln", "GLN", n => (string)(object)n.Gln)
            .Name("tier", "层级", n => n.Tier)
            .Name("kind", "类别", n => n.Kind)
            .Text("name", "名称", n => n.Name)
            .Text("name_en", "英文名称", n => n.NameEn)
            .Text("parent_gln", "上级节点GLN", n => (string?)(object?)n.ParentGln)
            .Text("division_code", "区划代码", n => n.DivisionCode)
            .Text("district_code", "区代码", n => n.DistrictCode)
            .Name("state", "状态", n => n.State)
            .Flag("demonstration", "示例数据", n => n.Demonstration)
            .Instant("registered_at", "登记时间", registeredAt, isTheTime: true);
    }

    private static Layer<Division> Divisions(
        DbContext db,
        DivisionLevel level,
        string id,
        string title,
        string description
    ) =>
        new Layer<Division>(
            id,
            title,
            description + "坐标为公开发布的点，没有的为空。",
            db.Set<Division>().Where(d => d.Level == level),
            d => d.Code,
            (Division d) => d.Location
        )
            .Text("code", "区划代码", d => d.Code)
            .Text("name", "名称", d => d.Name)
            .Name("level", "级别", d => d.Level)
            .Text("parent_code", "上级代码", d => d.ParentCode)
            .Text("source", "坐标来源", d => d.Source)
            .Text("quality", "坐标质量", d => d.Quality);
}

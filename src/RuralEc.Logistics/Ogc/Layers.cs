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
        (db, _) => Outlines(db),
        ServiceAreas,
    ];

    /// <summary>The layers that somebody may see.</summary>
    public static IReadOnlyList<Layer> For(DbContext db, ClaimsPrincipal by) =>
        [.. All.Select(layer => layer(db, by)).OfType<Layer>()];

    /// <summary>Whether everybody sees the same of it.</summary>
    public static bool IsPublic(Layer layer) => layer is Layer<Division> or Layer<OutlineRow>;

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
            .Text("quality", "坐标质量", d => d.Quality)
            .Number("population", "常住人口", d => d.Population)
            .Text("population_source", "人口来源", d => d.PopulationSource);

    private static Layer<OutlineRow> Outlines(DbContext db) => new Layer<OutlineRow>(
            "outlines",
            "区划界线",
            "导入的区、镇街、村居界线。地图上须注明来源和审图号。",
            from outline in db.Set<DivisionOutline>()
            join division in db.Set<Division>() on outline.Code equals division.Code
            select new OutlineRow
            {
                Code = outline.Code,
                Outline = outline.Outline,
                Source = outline.Source,
                ReviewNumber = outline.ReviewNumber,
                Name = division.Name,
                Level = division.Level,
            },
            o => o.Code,
            (OutlineRow o) => o.Outline,
            everyRowHasOne: true
        ).Text("code", "区划代码", o => o.Code).Text("name", "名称", o => o.Name).Name("level", "级别", o => o.Level).Text("source", "来源", o => o.Source).Text("review_number", "审图号", o => o.ReviewNumber);

    private static Layer<NodeServiceArea>? ServiceAreas(DbContext db, ClaimsPrincipal by)
    {
        if (by.Identity?.IsAuthenticated != true)
        {
            return null;
        }

        var seen = Reach.Of(by).Nodes(db).Select(n => n.Gln);
        return new Layer<NodeServiceArea>(
            "service-areas",
            "服务范围",
            "节点画出的服务范围，限于您的账号可见的节点。",
            db.Set<NodeServiceArea>().Where(a => seen.Contains(a.Gln)),
            a => (string)(object)a.Gln,
            (NodeServiceArea a) => a.Area,
            everyRowHasOne: true
        )
            .Text("gln", "GLN", a => (string)(object)a.Gln)
            .Instant("changed_at", "更改时间", a => a.ChangedAt, isTheTime: true);
    }

    /// <summary>An outline with what its division says.</summary>
    private sealed class OutlineRow
    {
        public required string Code { get; init; }
        public required NetTopologySuite.Geometries.MultiPolygon Outline { get; init; }
        public required string Source { get; init; }
        public string? ReviewNumber { get; init; }
        public required string Name { get; init; }
        public DivisionLevel Level { get; init; }
    }
}

using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using RuralEc.Gs1;

namespace RuralEc.Logistics;

/// <summary>Nodes as JSON and on the map.</summary>
internal static class NodeEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var nodes = routes.MapGroup("/api/nodes").WithTags("Nodes").RequireAuthorization();
        nodes
            .MapGet("/", List)
            .WithName("ListNodes")
            .WithSummary("Lists nodes.")
            .WithDescription(
                "Officers see their districts; others their own nodes and, as places to ship to, all active ones. Filters: tier, kind, state, district; at most 200 from skip on."
            );
        nodes
            .MapGet("/nearest", Nearest)
            .WithName("NearestNodes")
            .WithSummary("Finds the nearest nodes.")
            .WithDescription("Nodes within one's reach by distance from a WGS 84 position, nearest first; at most 50.");
        nodes
            .MapGet("/{gln}", Find)
            .WithName("FindNode")
            .WithSummary("Finds a node.")
            .WithDescription("A node within one's reach.");
        nodes
            .MapPost("/", Register)
            .RequireAuthorization(p => p.RequireRole(Roles.Officer, Roles.Administrator))
            .WithName("RegisterNode")
            .WithSummary("Registers a node.")
            .WithDescription(
                "Position in WGS 84 or, if stated, GCJ-02. The GLN is the key: the same again is 200, another node under it 409."
            );
        nodes
            .MapPut("/{gln}/state", ChangeState)
            .RequireAuthorization(p => p.RequireRole(Roles.Officer, Roles.Administrator))
            .WithName("ChangeNodeState")
            .WithSummary("Changes the state of a node.")
            .WithDescription("planned → active ⇄ suspended → closed. The version seen must still be the node's.");
        nodes
            .MapPut("/{gln}", Change)
            .RequireAuthorization(p => p.RequireRole(Roles.Officer, Roles.Administrator))
            .WithName("ChangeNode")
            .WithSummary("Changes the particulars of a node.")
            .WithDescription(
                "All particulars as they shall be, with a reason; what was there before stays in the history. The version seen must still be the node's."
            );
        nodes
            .MapGet("/{gln}/history", History)
            .WithName("ListNodeHistory")
            .WithSummary("Lists what happened to a node.")
            .WithDescription("States and changes, the latest first; for those who run or oversee the node.");
        nodes
            .MapPut("/{gln}/service-area", DrawArea)
            .RequireAuthorization(p => p.RequireRole(Roles.Officer, Roles.Administrator))
            .WithName("DrawServiceArea")
            .WithSummary("Draws the area that a node serves.")
            .WithDescription(
                "A Polygon or MultiPolygon (RFC 7946) in WGS 84, or null for none. A broken one is repaired where its shape stays what it was, and the answer says where; otherwise it is refused with the place."
            );
        routes
            .MapGet("/api/nodes.geojson", Draw)
            .WithTags("Nodes")
            .RequireAuthorization()
            .WithName("DrawNodes")
            .WithSummary("Nodes as GeoJSON.")
            .WithDescription("All nodes within one's reach as points, or those in bbox=west,south,east,north.")
            .Produces(StatusCodes.Status200OK, contentType: GeoJson.MediaType);
    }

    private static async Task<Results<Ok<IReadOnlyList<NodeView>>, ProblemHttpResult>> List(
        NodeQuery query,
        ClaimsPrincipal by,
        CancellationToken ct,
        string? tier = null,
        string? kind = null,
        string? state = null,
        [RegularExpression("[0-9]{6}", ErrorMessage = "应为6位区代码。")] string? district = null,
        [Range(0, 100_000)] int skip = 0,
        [Range(1, 200)] int take = 200
    )
    {
        if (!SnakeCase.TryParse<NodeTier>(tier, out var tierWanted))
        {
            return Problems.Unreadable("没有这个层级。", "/tier");
        }

        if (!SnakeCase.TryParse<NodeKind>(kind, out var kindWanted))
        {
            return Problems.Unreadable("没有这种节点。", "/kind");
        }

        if (!SnakeCase.TryParse<NodeState>(state, out var stateWanted))
        {
            return Problems.Unreadable("没有这个状态。", "/state");
        }

        var filter = new NodeFilter(tierWanted, kindWanted, stateWanted, district, skip, take);
        return TypedResults.Ok(await query.AllAsync(by, filter, ct));
    }

    private static async Task<Ok<IReadOnlyList<NearNode>>> Nearest(
        NodeQuery query,
        ClaimsPrincipal by,
        [Range(-180.0, 180.0)] double longitude,
        [Range(-90.0, 90.0)] double latitude,
        CancellationToken ct,
        [Range(1, 50)] int count = 5
    ) => TypedResults.Ok(await query.NearestAsync(by, longitude, latitude, count, ct));

    private static async Task<Results<Ok<NodeView>, ProblemHttpResult>> Find(
        Gln gln,
        NodeQuery query,
        ClaimsPrincipal by,
        CancellationToken ct
    ) => await query.FindAsync(by, gln, ct) is { } node ? TypedResults.Ok(node) : Unknown();

    private static async Task<Results<Created<NodeView>, Ok<NodeView>, ProblemHttpResult>> Register(
        NodeCommand command,
        NodeRegister register,
        ClaimsPrincipal by,
        CancellationToken ct
    ) =>
        await register.RegisterAsync(by, command, ct) switch
        {
            NodeOutcome.Registered r => TypedResults.Created($"/api/nodes/{r.Node.Gln}", r.Node),
            NodeOutcome.AlreadySo a => TypedResults.Ok(a.Node),
            NodeOutcome.Conflicting c => Conflict(c.Why),
            NodeOutcome.Refused r => Problems.Of(r.Why),
            _ => throw new UnreachableException(),
        };

    private static async Task<Results<Ok<NodeView>, ProblemHttpResult>> ChangeState(
        Gln gln,
        NodeStateCommand command,
        NodeRegister register,
        ClaimsPrincipal by,
        CancellationToken ct
    ) =>
        await register.ChangeStateAsync(by, gln, command, ct) switch
        {
            NodeOutcome.Changed c => TypedResults.Ok(c.Node),
            NodeOutcome.AlreadySo a => TypedResults.Ok(a.Node),
            NodeOutcome.Conflicting c => Conflict(c.Why),
            NodeOutcome.Refused r => Problems.Of(r.Why),
            NodeOutcome.NotFound => Unknown(),
            _ => throw new UnreachableException(),
        };

    private static async Task<Results<Ok<NodeView>, ProblemHttpResult>> Change(
        Gln gln,
        NodeChangeCommand command,
        NodeEditing editing,
        ClaimsPrincipal by,
        CancellationToken ct
    ) =>
        await editing.ChangeAsync(by, gln, command, ct) switch
        {
            NodeOutcome.Changed c => TypedResults.Ok(c.Node),
            NodeOutcome.AlreadySo a => TypedResults.Ok(a.Node),
            NodeOutcome.Conflicting c => Conflict(c.Why),
            NodeOutcome.Refused r => Problems.Of(r.Why),
            NodeOutcome.NotFound => Unknown(),
            _ => throw new UnreachableException(),
        };

    private static async Task<Ok<IReadOnlyList<NodeEvent>>> History(
        Gln gln,
        NodeEditing editing,
        ClaimsPrincipal by,
        CancellationToken ct
    ) => TypedResults.Ok(await editing.HistoryAsync(by, gln, ct));

    private static async Task<Results<Ok<DrawnArea>, ProblemHttpResult>> DrawArea(
        Gln gln,
        ServiceAreaCommand command,
        ServiceAreas areas,
        ClaimsPrincipal by,
        CancellationToken ct
    )
    {
        if (!GeoJson.TryRead(command.Geometry, out var area))
        {
            return Problems.Unreadable("geometry应为GeoJSON的Polygon或MultiPolygon。", "/geometry");
        }

        var outcome = await areas.DrawAsync(by, gln, area, ct);
        return outcome.Why switch
        {
            null => TypedResults.Ok(new DrawnArea(outcome.Repaired)),
            { Kind: "not-found" } => Unknown(),
            { } why => Problems.Of(why),
        };
    }

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> Draw(
        NodeQuery query,
        ClaimsPrincipal by,
        CancellationToken ct,
        string? bbox = null
    )
    {
        if (bbox is null)
        {
            return GeoJson.Collection((await query.AllAsync(by, ct)).Select(FeatureOf));
        }

        return BoundingBox.TryParse(bbox, out var box)
            ? GeoJson.Collection(
                (await query.InBoxAsync(by, box.West, box.South, box.East, box.North, ct)).Select(FeatureOf)
            )
            : Problems.Unreadable("bbox应为“西,南,东,北”四个以度为单位的数。", "/bbox");
    }

    private static NetTopologySuite.Features.Feature FeatureOf(NodeView node) =>
        GeoJson.Feature(
            node.Longitude,
            node.Latitude,
            ("gln", node.Gln.ToString()),
            ("tier", SnakeCase.Of(node.Tier)),
            ("kind", SnakeCase.Of(node.Kind)),
            ("name", node.Name),
            ("nameEn", node.NameEn),
            ("parentGln", node.ParentGln?.ToString()),
            ("divisionCode", node.DivisionCode),
            ("state", SnakeCase.Of(node.State)),
            ("demonstration", node.Demonstration)
        );

    private static ProblemHttpResult Conflict(Refusal why) =>
        Problems.Conflict(why.Kind, why.Title, why.Detail, why.Field);

    private static ProblemHttpResult Unknown() => Problems.NotFound("没有这个节点。", "/gln");
}

/// <summary>The area that a node serves.</summary>
/// <param name="Geometry">GeoJSON Polygon or MultiPolygon in WGS 84, or null for none.</param>
public sealed record ServiceAreaCommand(System.Text.Json.JsonElement? Geometry);

/// <summary>What came of a drawing.</summary>
/// <param name="Repaired">What was wrong with it, and where, before it was repaired; null when it was sound.</param>
public sealed record DrawnArea(string? Repaired);

using System.Diagnostics;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using RuralEc.Gs1;
using RuralEc.Traceability.Lots;

namespace RuralEc.Traceability.Handovers;

/// <summary>Shipments, handovers and node sheets as JSON.</summary>
internal static class HandoverEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var shipments = routes.MapGroup("/api/shipments").WithTags("Shipments").RequireAuthorization();
        shipments
            .MapPost("/", Dispatch)
            .RequireAuthorization(p => p.RequireRole(Roles.Clerk, Roles.Manager, Roles.Operator))
            .WithName("DispatchShipment")
            .WithSummary("Ships lots and pallets.")
            .WithDescription(
                "Stock leaves the sender's place and is under way until the receiver decides. Held lots stay."
            );
        shipments
            .MapGet(
                "/",
                (HandoverQuery query, ClaimsPrincipal by, CancellationToken ct, bool underWay = false) =>
                    ListShipments(query, by, null, underWay, ct)
            )
            .WithName("ListShipments")
            .WithSummary("Lists shipments.")
            .WithDescription("The latest 200 of one's own party or district; only those under way if so asked.");
        MapWay(shipments, ShipmentWay.Incoming, "to be received or coming back,");
        MapWay(shipments, ShipmentWay.Outgoing, "sent off");
        MapWay(shipments, ShipmentWay.Carried, "driven");
        shipments
            .MapGet("/{id:guid}", FindShipment)
            .WithName("FindShipment")
            .WithSummary("Finds a shipment.")
            .WithDescription("With its goods, and what was accepted of them.");

        var handovers = routes.MapGroup("/api/handovers").WithTags("Handovers").RequireAuthorization();
        handovers
            .MapPost("/", Open)
            .RequireAuthorization(p => p.RequireRole(Roles.Clerk, Roles.Manager, Roles.Operator, Roles.Carrier))
            .WithName("OpenHandover")
            .WithSummary("Records the measurements of a handover.")
            .WithDescription(
                "By any party of the shipment. Three surface temperatures or a reason; the core temperature when a surface is out of range."
            );
        handovers
            .MapPost("/{id:guid}/decision", Decide)
            .RequireAuthorization(p => p.RequireRole(Roles.Clerk, Roles.Manager, Roles.Operator, Roles.Carrier))
            .WithName("DecideHandover")
            .WithSummary("Accepts, accepts with reserve or rejects.")
            .WithDescription(
                "By the receiving party. On arrival the goods become its stock; a difference needs a reserve and a reason; a rejection sends them back."
            );
        handovers
            .MapGet("/", ListHandovers)
            .WithName("ListHandovers")
            .WithSummary("Lists handovers.")
            .WithDescription(
                "The latest 200 of one's own party or district, of one shipment or undecided only if so asked."
            );
        handovers
            .MapGet("/{id:guid}", FindHandover)
            .WithName("FindHandover")
            .WithSummary("Finds a handover.")
            .WithDescription("All that was measured, found and decided.");

        routes
            .MapGet("/api/places/{gln}/sheet", Sheet)
            .WithTags("Handovers")
            .RequireAuthorization()
            .WithName("FindNodeSheet")
            .WithSummary("Reads what lies at a place and what is on its way there.")
            .WithDescription("As far as the account reaches: stock, incoming shipments, recent handovers.");
    }

    private static async Task<Results<Created<ShipmentView>, Ok<ShipmentView>, ProblemHttpResult>> Dispatch(
        DispatchShipment command,
        Shipping shipping,
        HandoverQuery query,
        ClaimsPrincipal by,
        CancellationToken ct
    )
    {
        var outcome = await shipping.DispatchAsync(by, command, ct);
        return await outcome.WithAsync($"/api/shipments/{command.Id}", () => query.ShipmentAsync(by, command.Id, ct));
    }

    private static void MapWay(RouteGroupBuilder shipments, ShipmentWay way, string words) =>
        shipments
            .MapGet(
                $"/{way.ToString().ToLowerInvariant()}",
                (HandoverQuery query, ClaimsPrincipal by, CancellationToken ct, bool underWay = false) =>
                    ListShipments(query, by, way, underWay, ct)
            )
            .WithName($"List{way}Shipments")
            .WithSummary($"Lists {way.ToString().ToLowerInvariant()} shipments.")
            .WithDescription($"The latest 200 {words} by one's own party or those of one's district.");

    private static async Task<Ok<IReadOnlyList<ShipmentView>>> ListShipments(
        HandoverQuery query,
        ClaimsPrincipal by,
        ShipmentWay? way,
        bool underWay,
        CancellationToken ct
    ) => TypedResults.Ok(await query.ShipmentsAsync(by, way, underWay, ct));

    private static async Task<Results<Ok<ShipmentView>, ProblemHttpResult>> FindShipment(
        Guid id,
        HandoverQuery query,
        ClaimsPrincipal by,
        CancellationToken ct
    ) =>
        await query.ShipmentAsync(by, id, ct) is { } shipment
            ? TypedResults.Ok(shipment)
            : Problems.NotFound("没有这批货。", "/id");

    private static async Task<Results<Created<HandoverView>, Ok<HandoverView>, ProblemHttpResult>> Open(
        OpenHandover command,
        HandoverDesk desk,
        ClaimsPrincipal by,
        CancellationToken ct
    ) =>
        await desk.OpenAsync(by, command, ct) switch
        {
            Registration<HandoverView>.Registered r => TypedResults.Created($"/api/handovers/{r.View.Id}", r.View),
            Registration<HandoverView>.AlreadyRegistered a => TypedResults.Ok(a.View),
            Registration<HandoverView>.Taken => Problems.IdTaken(),
            Registration<HandoverView>.NotFound n => Problems.NotFound(n.Detail, n.Field),
            Registration<HandoverView>.Refused r => Problems.Of(r.Why),
            _ => throw new UnreachableException(),
        };

    private static async Task<Results<Created<HandoverView>, Ok<HandoverView>, ProblemHttpResult>> Decide(
        Guid id,
        DecideHandover command,
        HandoverDeciding deciding,
        HandoverQuery query,
        ClaimsPrincipal by,
        CancellationToken ct
    )
    {
        var outcome = await deciding.DecideAsync(by, id, command, ct);
        return await outcome.WithAsync($"/api/handovers/{id}", () => query.HandoverAsync(by, id, ct));
    }

    private static async Task<Ok<IReadOnlyList<HandoverView>>> ListHandovers(
        HandoverQuery query,
        ClaimsPrincipal by,
        CancellationToken ct,
        Guid? shipment = null,
        bool undecided = false
    ) => TypedResults.Ok(await query.HandoversAsync(by, shipment, undecided, ct));

    private static async Task<Results<Ok<HandoverView>, ProblemHttpResult>> FindHandover(
        Guid id,
        HandoverQuery query,
        ClaimsPrincipal by,
        CancellationToken ct
    ) =>
        await query.HandoverAsync(by, id, ct) is { } handover
            ? TypedResults.Ok(handover)
            : Problems.NotFound("没有这次交接。", "/id");

    private static async Task<Ok<NodeSheet>> Sheet(Gln gln, NodeDesk desk, ClaimsPrincipal by, CancellationToken ct) =>
        TypedResults.Ok(await desk.OfAsync(by, gln, ct));
}

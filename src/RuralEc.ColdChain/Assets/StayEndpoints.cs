using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace RuralEc.ColdChain.Assets;

/// <summary>Loggers in assets, and goods in assets, each for a time.</summary>
internal static class StayEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        MapMountings(routes);
        MapPlacements(routes);
    }

    private static void MapMountings(IEndpointRouteBuilder routes)
    {
        routes
            .MapGroup("/api/mountings")
            .WithTags("Mountings")
            .RequireAuthorization()
            .MapGet("/", ListMountings)
            .WithName("ListMountings")
            .WithSummary("Lists which logger was in which asset")
            .WithDescription("Newest first, at most 200; of one logger (`device`) or one asset (`assetId`).");
        var work = routes
            .MapGroup("/api/mountings")
            .WithTags("Mountings")
            .RequireAuthorization(policy => policy.RequireRole(Reach.Workers));
        work.MapPost("/", Mount)
            .WithName("MountLogger")
            .WithSummary("Mounts a logger in an asset")
            .WithDescription(
                "From then on its readings are the asset's. A logger is in one asset at a time. Example: `{\"id\":\"0197a1c0-0000-7000-8000-000000000003\",\"device\":\"DL-7\",\"assetId\":\"0197a1c0-0000-7000-8000-000000000002\",\"from\":\"2026-06-26T05:00:00+08:00\"}`."
            );
        work.MapPost("/{id:guid}/end", Unmount)
            .WithName("UnmountLogger")
            .WithSummary("Takes a logger out of an asset")
            .WithDescription("Its open alarms there end with it. Example: `{\"to\":\"2026-06-27T10:00:00+08:00\"}`.");
    }

    private static void MapPlacements(IEndpointRouteBuilder routes)
    {
        routes
            .MapGroup("/api/placements")
            .WithTags("Placements")
            .RequireAuthorization()
            .MapGet("/", ListPlacements)
            .WithName("ListPlacements")
            .WithSummary("Lists which goods were in which asset")
            .WithDescription("Newest first, at most 200; of one lot or pallet (`itemUri`) or one asset (`assetId`).");
        var work = routes
            .MapGroup("/api/placements")
            .WithTags("Placements")
            .RequireAuthorization(policy => policy.RequireRole(Reach.Workers));
        work.MapPost("/", Place)
            .WithName("PlaceItem")
            .WithSummary("Places a lot or a pallet in an asset")
            .WithDescription(
                "From then on the asset's readings are the goods' and their product class decides the limits. Example: `{\"id\":\"0197a1c0-0000-7000-8000-000000000004\",\"itemUri\":\"https://id.gs1.org/00/095212340000000013\",\"assetId\":\"0197a1c0-0000-7000-8000-000000000002\",\"from\":\"2026-06-27T05:30:00+08:00\",\"productClass\":\"litchi\"}`."
            );
        work.MapPost("/{id:guid}/end", Remove)
            .WithName("RemoveItem")
            .WithSummary("Takes goods out of an asset")
            .WithDescription("Example: `{\"to\":\"2026-06-27T09:30:00+08:00\"}`.");
    }

    private static async Task<Ok<IReadOnlyList<MountingView>>> ListMountings(
        MountingDesk desk,
        ClaimsPrincipal user,
        CancellationToken ct,
        string? device = null,
        Guid? assetId = null
    ) => TypedResults.Ok(await desk.ListAsync(device, assetId, user, ct));

    private static async Task<Results<Created<RecordedId>, Ok<RecordedId>, ProblemHttpResult>> Mount(
        MountLogger command,
        MountingDesk desk,
        ClaimsPrincipal user,
        CancellationToken ct
    ) => RecordedId.Answer(await desk.MountAsync(command, user, ct), "/api/mountings");

    private static async Task<Results<NoContent, ProblemHttpResult>> Unmount(
        Guid id,
        EndStay command,
        MountingDesk desk,
        ClaimsPrincipal user,
        CancellationToken ct
    ) => Problems.NoContentOr(await desk.EndAsync(id, command, user, ct));

    private static async Task<Ok<IReadOnlyList<PlacementView>>> ListPlacements(
        PlacementDesk desk,
        ClaimsPrincipal user,
        CancellationToken ct,
        string? itemUri = null,
        Guid? assetId = null
    ) => TypedResults.Ok(await desk.ListAsync(itemUri, assetId, user, ct));

    private static async Task<Results<Created<RecordedId>, Ok<RecordedId>, ProblemHttpResult>> Place(
        PlaceItem command,
        PlacementDesk desk,
        ClaimsPrincipal user,
        CancellationToken ct
    ) => RecordedId.Answer(await desk.PlaceAsync(command, user, ct), "/api/placements");

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        Guid id,
        EndStay command,
        PlacementDesk desk,
        ClaimsPrincipal user,
        CancellationToken ct
    ) => Problems.NoContentOr(await desk.EndAsync(id, command, user, ct));
}

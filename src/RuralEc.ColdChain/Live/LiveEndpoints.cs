using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace RuralEc.ColdChain.Live;

internal static class LiveEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var live = routes.MapGroup("/api/assets/live").WithTags("Cold-chain assets").RequireAuthorization();
        live.MapGet("/", List)
            .WithName("ListLiveAssets")
            .WithSummary("Says how trucks, cold rooms and boxes do now")
            .WithDescription(
                "Those of your party or your districts, the most pressing first, at most 5,000: the worst temperature alarm that lasts, `silent` where no logger speaks, `unwatched` where none is mounted, else `fine`; the newest temperature of each logger in °C, when it was measured and how it changes in K an hour."
            );
        live.MapGet(
                "/changes",
                (LiveStream stream, ClaimsPrincipal user) => TypedResults.ServerSentEvents(stream.OfAsync(user))
            )
            .WithName("WatchLiveAssets")
            .WithSummary("Says at once how assets change, as server-sent events")
            .WithDescription(
                "An event `assets` with all of them at first, then with those that changed, once a second at most. What another server process stored is told within 30 s."
            );
    }

    private static async Task<Ok<IReadOnlyList<LiveAsset>>> List(
        LiveAssets assets,
        ClaimsPrincipal user,
        CancellationToken ct
    ) => TypedResults.Ok(await assets.OfAsync(user, ct));
}

using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace RuralEc.ColdChain.Assets;

internal static class AssetEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGroup("/api/assets")
            .WithTags("Cold-chain assets")
            .RequireAuthorization()
            .MapGet("/", List)
            .WithName("ListAssets")
            .WithSummary("Lists trucks, cold rooms and boxes")
            .WithDescription(
                "Those of your party or your districts with the loggers mounted in them. At most 200; pass the last id as `after` for more."
            );
        routes
            .MapGroup("/api/assets")
            .WithTags("Cold-chain assets")
            .RequireAuthorization(policy => policy.RequireRole(Reach.Workers))
            .MapPost("/", Register)
            .WithName("RegisterAsset")
            .WithSummary("Registers a truck, cold room or box")
            .WithDescription(
                "Limits in °C hold whatever is in it; goods bring their own. Example: `{\"id\":\"0197a1c0-0000-7000-8000-000000000002\",\"kind\":\"truck\",\"name\":\"粤A·T1 冷藏车\",\"districtCode\":\"440118\"}`."
            );
    }

    private static async Task<Ok<IReadOnlyList<AssetView>>> List(
        AssetRegister assets,
        ClaimsPrincipal user,
        CancellationToken ct,
        Guid? after = null
    ) => TypedResults.Ok(await assets.ListAsync(user, after, ct));

    private static async Task<Results<Created<RecordedId>, Ok<RecordedId>, ProblemHttpResult>> Register(
        RegisterAsset command,
        AssetRegister assets,
        ClaimsPrincipal user,
        CancellationToken ct
    ) => RecordedId.Answer(await assets.RegisterAsync(command, user, ct), "/api/assets");
}

/// <summary>The id that a command was recorded under.</summary>
internal sealed record RecordedId(Guid Id)
{
    public static Results<Created<RecordedId>, Ok<RecordedId>, ProblemHttpResult> Answer(
        DeskAnswer answer,
        string list
    ) =>
        answer switch
        {
            DeskAnswer.Recorded made => TypedResults.Created(list, new RecordedId(made.Id)),
            DeskAnswer.AlreadyRecorded again => TypedResults.Ok(new RecordedId(again.Id)),
            _ => Problems.Of(answer),
        };
}

using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using RuralEc.ColdChain.Assets;

namespace RuralEc.ColdChain.Retention;

internal static class LegalHoldEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGroup("/api/legal-holds")
            .WithTags("Legal holds")
            .RequireAuthorization(policy => policy.RequireRole("officer", "auditor", "administrator"))
            .MapGet("/", List)
            .WithName("ListLegalHolds")
            .WithSummary("Lists the orders to keep raw readings")
            .WithDescription("The latest first, at most 200; `past=true` adds those that were released.");
        var officers = routes
            .MapGroup("/api/legal-holds")
            .WithTags("Legal holds")
            .RequireAuthorization(policy => policy.RequireRole("officer"));
        officers
            .MapPost("/", Set)
            .WithName("SetLegalHold")
            .WithSummary("Orders raw readings to be kept")
            .WithDescription(
                "Those of loggers in the assets where a lot or pallet was, what it was made of, what was made of it and what it lay on (`itemUri`), or of an asset (`assetId`); of a time, or of all times. They stay while the hold lasts, and for five years at least. Example: `{\"id\":\"0197a1c0-0000-7000-8000-000000000031\",\"reason\":\"穗增市监立〔2026〕118号\",\"itemUri\":\"https://id.gs1.org/00/095212340000000013\"}`."
            );
        officers
            .MapPost("/{id:guid}/release", Release)
            .WithName("ReleaseLegalHold")
            .WithSummary("Releases readings from a hold")
            .WithDescription("Who and why stay on record. Repeating it changes nothing.");
    }

    private static async Task<Ok<IReadOnlyList<LegalHoldView>>> List(
        LegalHoldDesk holds,
        ClaimsPrincipal user,
        CancellationToken ct,
        bool past = false
    ) => TypedResults.Ok(await holds.ListAsync(past, user, ct));

    private static async Task<Results<Created<RecordedId>, Ok<RecordedId>, ProblemHttpResult>> Set(
        SetLegalHold command,
        LegalHoldDesk holds,
        ClaimsPrincipal user,
        CancellationToken ct
    ) => RecordedId.Answer(await holds.SetAsync(command, user, ct), "/api/legal-holds");

    private static async Task<Results<NoContent, ProblemHttpResult>> Release(
        Guid id,
        ReleaseLegalHold command,
        LegalHoldDesk holds,
        ClaimsPrincipal user,
        CancellationToken ct
    ) => Problems.NoContentOr(await holds.ReleaseAsync(id, command, user, ct));
}

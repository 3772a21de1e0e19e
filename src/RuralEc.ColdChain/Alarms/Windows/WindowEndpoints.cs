using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using RuralEc.ColdChain.Assets;

namespace RuralEc.ColdChain.Alarms.Windows;

internal static class WindowEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGroup("/api/alarm-windows")
            .WithTags("Alarms")
            .RequireAuthorization()
            .MapGet("/", List)
            .WithName("ListWindows")
            .WithSummary("Lists planned windows: defrosting, loading, maintenance")
            .WithDescription(
                "Those that run or come, the next first; `past=true` adds those that are over. At most 500."
            );
        var work = routes
            .MapGroup("/api/alarm-windows")
            .WithTags("Alarms")
            .RequireAuthorization(policy => policy.RequireRole(Reach.Workers));
        work.MapPost("/", Record)
            .WithName("RecordWindow")
            .WithSummary("Announces a planned window")
            .WithDescription(
                "An alarm that would be raised in it is told at its end, if it still lasts; it is listed all the same, and the verdict on the goods does not know of windows. One that is announced after the alarm was raised holds nothing. Example: `{\"id\":\"0197a1c0-0000-7000-8000-000000000021\",\"kind\":\"defrost\",\"from\":\"2026-06-27T02:00:00+08:00\",\"lengthMinutes\":30,\"assetId\":\"0197a1c0-0000-7000-8000-000000000002\",\"weekdays\":[1,3,5]}`."
            );
        work.MapPost("/{id:guid}/end", End)
            .WithName("EndWindow")
            .WithSummary("Withdraws a planned window")
            .WithDescription(
                "What it holds is told at once; later occurrences do not come. Repeating it changes nothing."
            );
    }

    private static async Task<Ok<IReadOnlyList<WindowView>>> List(
        WindowDesk windows,
        ClaimsPrincipal user,
        CancellationToken ct,
        bool past = false
    ) => TypedResults.Ok(await windows.ListAsync(user, past, ct));

    private static async Task<Results<Created<RecordedId>, Ok<RecordedId>, ProblemHttpResult>> Record(
        RecordWindow command,
        WindowDesk windows,
        ClaimsPrincipal user,
        CancellationToken ct
    ) => RecordedId.Answer(await windows.RecordAsync(command, user, ct), "/api/alarm-windows");

    private static async Task<Results<NoContent, ProblemHttpResult>> End(
        Guid id,
        WindowDesk windows,
        ClaimsPrincipal user,
        CancellationToken ct
    ) => Problems.NoContentOr(await windows.EndAsync(id, user, ct));
}

using System.Diagnostics;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using RuralEc.Traceability.Reference;

namespace RuralEc.Traceability.Plots;

/// <summary>Plots and their farm logs as JSON.</summary>
internal static class PlotEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var plots = routes.MapGroup("/api/plots").WithTags("Plots").RequireAuthorization();
        plots
            .MapPost("/", Register)
            .RequireAuthorization(p => p.RequireRole(Roles.Clerk, Roles.Manager))
            .WithName("RegisterPlot")
            .WithSummary("Registers a plot.")
            .WithDescription("A point or polygon of one's own co-operative, in WGS 84 or, if stated, GCJ-02.");
        plots
            .MapGet("/", List)
            .RequireAuthorization(p => p.RequireRole(Readers))
            .WithName("ListPlots")
            .WithSummary("Lists plots.")
            .WithDescription("One's own plots, or for officers those of their districts; the first 200.");
        plots
            .MapGet("/{id:guid}", Find)
            .RequireAuthorization(p => p.RequireRole(Readers))
            .WithName("FindPlot")
            .WithSummary("Finds a plot.")
            .WithDescription("A plot within one's reach.");
        plots
            .MapGet("/{id:guid}/farm-log", ListLog)
            .RequireAuthorization(p => p.RequireRole(Readers))
            .WithName("ListFarmLog")
            .WithSummary("Lists the farm log of a plot.")
            .WithDescription("The latest 200 entries; superseded ones name the entry that corrects them.");
        routes
            .MapPost("/api/farm-log", Append)
            .WithTags("Plots")
            .RequireAuthorization(p => p.RequireRole(Roles.Clerk, Roles.Manager))
            .WithName("AppendFarmLog")
            .WithSummary("Appends to the farm log.")
            .WithDescription("Entries are never changed: a correction supersedes an earlier entry, with a reason.");
        routes
            .MapGet("/api/input-intervals", () => TypedResults.Ok(InputInterval.All))
            .WithTags("Plots")
            .RequireAuthorization()
            .WithName("ListInputIntervals")
            .WithSummary("Lists safety intervals.")
            .WithDescription("Days between last use and harvest by ingredient and crop; unverified rows say so.");
    }

    private static string[] Readers => [Roles.Clerk, Roles.Manager, Roles.Officer, Roles.Auditor, Roles.Administrator];

    private static async Task<Results<Created<PlotView>, Ok<PlotView>, ProblemHttpResult>> Register(
        PlotCommand command,
        PlotRegister register,
        ClaimsPrincipal by,
        CancellationToken ct
    ) =>
        await register.RegisterAsync(by, command, ct) switch
        {
            Registration<PlotView>.Registered r => TypedResults.Created($"/api/plots/{r.View.Id}", r.View),
            Registration<PlotView>.AlreadyRegistered a => TypedResults.Ok(a.View),
            Registration<PlotView>.Taken t => Problems.Conflict("plot-taken", "Key in use", t.Detail, t.Field),
            Registration<PlotView>.Refused r => Problems.Of(r.Why),
            _ => throw new UnreachableException(),
        };

    private static async Task<Ok<IReadOnlyList<PlotView>>> List(
        PlotRegister register,
        ClaimsPrincipal by,
        CancellationToken ct
    ) => TypedResults.Ok(await register.ListAsync(by, ct));

    private static async Task<Results<Ok<PlotView>, ProblemHttpResult>> Find(
        Guid id,
        PlotRegister register,
        ClaimsPrincipal by,
        CancellationToken ct
    ) =>
        await register.FindAsync(by, id, ct) is { } plot
            ? TypedResults.Ok(plot)
            : Problems.NotFound("没有这个地块。", "/id");

    private static async Task<Results<Ok<IReadOnlyList<FarmLogView>>, ProblemHttpResult>> ListLog(
        Guid id,
        FarmLog log,
        ClaimsPrincipal by,
        CancellationToken ct
    ) =>
        await log.ListAsync(by, id, ct) is { } entries
            ? TypedResults.Ok(entries)
            : Problems.NotFound("没有这个地块。", "/id");

    private static async Task<Results<Created<FarmLogView>, Ok<FarmLogView>, ProblemHttpResult>> Append(
        FarmLogCommand command,
        FarmLog log,
        ClaimsPrincipal by,
        CancellationToken ct
    ) =>
        await log.AppendAsync(by, command, ct) switch
        {
            Registration<FarmLogView>.Registered r => TypedResults.Created(
                $"/api/plots/{r.View.PlotId}/farm-log",
                r.View
            ),
            Registration<FarmLogView>.AlreadyRegistered a => TypedResults.Ok(a.View),
            Registration<FarmLogView>.Taken t => Problems.Conflict("entry-taken", "Key in use", t.Detail, t.Field),
            Registration<FarmLogView>.NotFound n => Problems.NotFound(n.Detail, n.Field),
            Registration<FarmLogView>.Refused r => Problems.Of(r.Why),
            _ => throw new UnreachableException(),
        };
}

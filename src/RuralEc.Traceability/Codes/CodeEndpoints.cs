using System.Diagnostics;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using RuralEc.Gs1;
using RuralEc.Traceability.Lots;

namespace RuralEc.Traceability.Codes;

/// <summary>Label runs, trace codes and suspicion reports as JSON.</summary>
internal static class CodeEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var runs = routes.MapGroup("/api/label-runs").WithTags("Labels").RequireAuthorization();
        runs.MapPost("/", Issue)
            .RequireAuthorization(p => p.RequireRole(Roles.Clerk, Roles.Manager))
            .WithName("IssueLabels")
            .WithSummary("Issues trace codes for a packed lot.")
            .WithDescription(
                "Up to 5,000 random serials, never more than boxes were packed, as one commissioning event. The same id again answers with the same run."
            );
        runs.MapPost("/activations", Activate)
            .RequireAuthorization(p => p.RequireRole(Roles.Clerk, Roles.Manager))
            .WithName("ActivateLabels")
            .WithSummary("Activates the codes of a run.")
            .WithDescription("The packing scan of a whole run: its labels are on packed boxes now.");
        runs.MapGet("/", ListRuns)
            .WithName("ListLabelRuns")
            .WithSummary("Lists label runs.")
            .WithDescription("The latest 200 runs within reach, of one product or lot if stated.");
        runs.MapGet("/{id:guid}", FindRun)
            .WithName("FindLabelRun")
            .WithSummary("Reads a label run for printing.")
            .WithDescription("All labels in printing order. Printing again is reading again.");

        var codes = routes.MapGroup("/api/codes").WithTags("Trace codes");
        codes
            .MapGet("/{gtin}/{serial}", FindCode)
            .AllowAnonymous()
            .WithName("FindTraceCode")
            .WithSummary("Reads the public facts of a code.")
            .WithDescription("State, lot, pallet, when issued and activated, how often scanned. No login.");
        codes
            .MapPost("/voids", Void)
            .RequireAuthorization(p => p.RequireRole(Roles.Manager))
            .WithName("VoidTraceCodes")
            .WithSummary("Voids codes for good.")
            .WithDescription("Labels misprinted, torn or lost: all of the stated codes or none.");
        codes
            .MapPost("/{gtin}/{serial}/reports", Report)
            .AllowAnonymous()
            .WithName("ReportSuspicion")
            .WithSummary("Reports something wrong with a package.")
            .WithDescription("By anybody who holds the package; five reports per code and day are taken.");
        routes
            .MapGet("/api/suspicion-reports", ListReports)
            .WithTags("Trace codes")
            .RequireAuthorization(p =>
                p.RequireRole(Roles.Officer, Roles.Auditor, Roles.Administrator, Roles.Manager, Roles.Clerk)
            )
            .WithName("ListSuspicionReports")
            .WithSummary("Lists consumers' reports.")
            .WithDescription("The latest 200, about co-operatives of one's district or about one's own.");
    }

    private static async Task<Results<Created<LabelRunView>, Ok<LabelRunView>, ProblemHttpResult>> Issue(
        IssueLabels command,
        LabelDesk labels,
        LabelRunQuery runs,
        ClaimsPrincipal by,
        CancellationToken ct
    )
    {
        var outcome = await labels.IssueAsync(by, command, ct);
        return await outcome.WithAsync($"/api/label-runs/{command.Id}", () => runs.OfAsync(by, command.Id, ct));
    }

    private static async Task<Results<Ok<StepReceipt>, ProblemHttpResult>> Activate(
        ActivateLabels command,
        LabelDesk labels,
        ClaimsPrincipal by,
        CancellationToken ct
    ) => (await labels.ActivateAsync(by, command, ct)).Plain();

    private static async Task<Ok<IReadOnlyList<LabelRunLine>>> ListRuns(
        LabelRunQuery runs,
        ClaimsPrincipal by,
        CancellationToken ct,
        Gtin? gtin = null,
        BatchNumber? lot = null
    ) => TypedResults.Ok(await runs.ListAsync(by, gtin, lot, ct));

    private static async Task<Results<Ok<LabelRunView>, ProblemHttpResult>> FindRun(
        Guid id,
        LabelRunQuery runs,
        ClaimsPrincipal by,
        CancellationToken ct
    ) =>
        await runs.OfAsync(by, id, ct) is { } run ? TypedResults.Ok(run) : Problems.NotFound("没有这一批标签。", "/id");

    private static async Task<Results<Ok<CodeFacts>, ProblemHttpResult>> FindCode(
        Gtin gtin,
        SerialNumber serial,
        CodeLookup codes,
        CancellationToken ct
    ) =>
        await codes.FindAsync(gtin, serial, ct) is { } facts
            ? TypedResults.Ok(facts)
            : Problems.NotFound("没有发放过这个追溯码。", "/serial");

    private static async Task<Results<Ok<StepReceipt>, ProblemHttpResult>> Void(
        VoidCodes command,
        CodeVoiding voiding,
        ClaimsPrincipal by,
        CancellationToken ct
    ) => (await voiding.VoidAsync(by, command, ct)).Plain();

    private static async Task<Results<Created, Ok, ProblemHttpResult>> Report(
        Gtin gtin,
        SerialNumber serial,
        ReportSuspicion command,
        SuspicionDesk desk,
        CancellationToken ct
    ) =>
        await desk.ReportAsync(gtin, serial, command, ct) switch
        {
            ReportOutcome.Taken => TypedResults.Created(),
            ReportOutcome.AlreadyTaken => TypedResults.Ok(),
            ReportOutcome.IdTaken => Problems.IdTaken(),
            ReportOutcome.UnknownCode => Problems.NotFound("没有发放过这个追溯码。", "/serial"),
            ReportOutcome.TooMany => TypedResults.Problem(
                "今天对这个码的举报已经很多，监管人员已能看到。",
                statusCode: StatusCodes.Status429TooManyRequests,
                type: "https://ruralec.example/problems/too-many-reports",
                title: "Too many reports"
            ),
            _ => throw new UnreachableException(),
        };

    private static async Task<Ok<IReadOnlyList<SuspicionView>>> ListReports(
        SuspicionDesk desk,
        ClaimsPrincipal by,
        CancellationToken ct
    ) => TypedResults.Ok(await desk.ListAsync(by, ct));
}

using System.Diagnostics;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using RuralEc.Gs1;

namespace RuralEc.Logistics.Network;

/// <summary>Links between nodes and their daily reports as JSON and CSV.</summary>
internal static class NetworkEndpoints
{
    private const long MostCsvBytes = 8 * 1024 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var links = routes.MapGroup("/api/node-links").WithTags("Node links").RequireAuthorization();
        links
            .MapGet("/", Links)
            .WithName("ListNodeLinks")
            .WithSummary("Lists links between nodes.")
            .WithDescription("Links from or to nodes within one's reach; with `day` only those that run then.");
        links
            .MapPost("/", AddLink)
            .RequireAuthorization(p => p.RequireRole(Roles.Officer, Roles.Administrator))
            .WithName("RegisterNodeLink")
            .WithSummary("Registers a link between nodes.")
            .WithDescription("The id is the client's: the same again is 200.");
        links
            .MapPost("/{id:guid}/end", EndLink)
            .RequireAuthorization(p => p.RequireRole(Roles.Officer, Roles.Administrator))
            .WithName("EndNodeLink")
            .WithSummary("Ends a link between nodes.")
            .WithDescription("It runs for the last time on the day that is named.");

        var reports = routes.MapGroup("/api/daily-reports").WithTags("Daily reports").RequireAuthorization();
        reports
            .MapGet("/", Reports)
            .WithName("ListDailyReports")
            .WithSummary("Lists the daily reports of a node.")
            .WithDescription("As they stand, the latest day first; for those who run or govern the node.");
        reports
            .MapPost("/", Report)
            .RequireAuthorization(p => p.RequireRole(Roles.Operator, Roles.Officer, Roles.Administrator))
            .WithName("RecordDailyReport")
            .WithSummary("Records the daily report of a node.")
            .WithDescription(
                "What is left out was not reported. Another report of the same day is its next version; the same again changes nothing."
            );
        reports
            .MapPost("/csv", ReportCsv)
            .RequireAuthorization(p => p.RequireRole(Roles.Operator, Roles.Officer, Roles.Administrator))
            .WithMetadata(new RequestSize(MostCsvBytes))
            .WithName("RecordDailyReports")
            .WithSummary("Records daily reports from a CSV file.")
            .WithDescription(
                "The body is the file: UTF-8, its first line names the columns as the JSON members or in Chinese, at most 20,000 rows. All rows or none; what is wrong is told row by row."
            );
    }

    private static async Task<Ok<IReadOnlyList<NodeLinkView>>> Links(
        LinkDesk desk,
        ClaimsPrincipal by,
        CancellationToken ct,
        DateOnly? day = null
    ) => TypedResults.Ok(await desk.AllAsync(by, day, ct));

    private static async Task<Results<Created<NodeLinkView>, Ok<NodeLinkView>, ProblemHttpResult>> AddLink(
        NodeLinkCommand command,
        LinkDesk desk,
        ClaimsPrincipal by,
        CancellationToken ct
    ) =>
        await desk.RegisterAsync(by, command, ct) switch
        {
            LinkOutcome.Registered r => TypedResults.Created($"/api/node-links/{r.Link.Id}", r.Link),
            LinkOutcome.AlreadySo a => TypedResults.Ok(a.Link),
            LinkOutcome.Refused r => Problems.Of(r.Why),
            _ => throw new UnreachableException(),
        };

    private static async Task<Results<Ok<NodeLinkView>, ProblemHttpResult>> EndLink(
        Guid id,
        LastDay last,
        LinkDesk desk,
        ClaimsPrincipal by,
        CancellationToken ct
    ) =>
        await desk.EndAsync(by, id, last.To, ct) switch
        {
            LinkOutcome.Registered r => TypedResults.Ok(r.Link),
            LinkOutcome.AlreadySo a => TypedResults.Ok(a.Link),
            LinkOutcome.Refused r => Problems.Of(r.Why),
            _ => Problems.NotFound("没有这条线路，或不在您的辖区内。", "/id"),
        };

    private static async Task<Ok<IReadOnlyList<DailyReportView>>> Reports(
        Gln node,
        DateOnly fromDay,
        DateOnly toDay,
        ReportDesk desk,
        ClaimsPrincipal by,
        CancellationToken ct
    ) => TypedResults.Ok(await desk.OfNodeAsync(by, node, fromDay, toDay, ct));

    private static async Task<Results<Ok<DailyReportView>, ProblemHttpResult>> Report(
        DailyReportCommand command,
        ReportDesk desk,
        ClaimsPrincipal by,
        CancellationToken ct
    ) =>
        await desk.RecordAsync(by, [(null, command)], ReportDoor.Api, ct) switch
        {
            ReportOutcome.Recorded recorded => TypedResults.Ok(recorded.Reports[0]),
            ReportOutcome.Refused refused => Problems.Of(refused.Faults[0].Why),
            _ => throw new UnreachableException(),
        };

    private static async Task<Results<Ok<RecordedReports>, ProblemHttpResult>> ReportCsv(
        HttpRequest request,
        ReportDesk desk,
        ClaimsPrincipal by,
        CancellationToken ct
    )
    {
        using var file = new MemoryStream();
        await request.Body.CopyToAsync(file, ct);
        file.Position = 0;
        var (rows, faults) = ReportFile.Read(file);
        var outcome =
            faults.Count > 0 ? new ReportOutcome.Refused(faults) : await desk.RecordAsync(by, rows, ReportDoor.Csv, ct);
        return outcome switch
        {
            ReportOutcome.Recorded recorded => TypedResults.Ok(
                new RecordedReports(recorded.Reports.Count, recorded.Written)
            ),
            ReportOutcome.Refused refused => Problems.OfRows(refused.Faults),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>More than other bodies may have.</summary>
    private sealed class RequestSize(long most) : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => most;
    }
}

/// <summary>When a link ends.</summary>
/// <param name="To">The last day on which it runs.</param>
public sealed record LastDay(DateOnly To);

/// <summary>What came of a file of reports.</summary>
/// <param name="Rows">Rows of the file.</param>
/// <param name="Written">Rows that said something new.</param>
public sealed record RecordedReports(int Rows, int Written);

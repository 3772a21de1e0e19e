using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using RuralEc.Gs1;
using RuralEc.Logistics.Network;
using RuralEc.Server.Exports;
using RuralEc.Server.Pages.Forms;
using RuralEc.Server.Pages.Network;
using RuralEc.Server.Security;

namespace RuralEc.Server.Http;

/// <summary>The figures of the network as data and as files, for those who watch it.</summary>
internal static class IndicatorEndpoints
{
    public static void MapIndicators(this IEndpointRouteBuilder routes)
    {
        var indicators = routes
            .MapGroup("/api/indicators")
            .WithTags("Indicators")
            .RequireAuthorization(policy => policy.RequireRole(Roles.Officer, Roles.Auditor, Roles.Administrator));
        indicators
            .MapGet("/", ListAsync)
            .WithName("ListIndicators")
            .WithSummary("Gives the figures of a district, a town or a node in a time.")
            .WithDescription(
                "Each with numerator, denominator and the number of records it is made of; a `value` that is null is not known, which is not nought. Without days the last 30 days, at most 400; of lots the temperatures of at most 200 are judged, and `limits` says so."
            );
        indicators
            .MapGet("/export", ExportAsync)
            .WithName("ExportIndicators")
            .WithSummary("Gives the same figures as a file.")
            .WithDescription(
                "CSV, XLSX or Parquet, with the formula of each figure in the language of Accept-Language."
            );
        indicators
            .MapGet("/{indicator}/sources/export", ExportSourcesAsync)
            .WithName("ExportIndicatorSources")
            .WithSummary("Gives the records that a figure is made of as a file.")
            .WithDescription(
                "The reports, villages, nodes, lots or alarms, each with what it adds above and below the line, as CSV, XLSX or Parquet."
            );
        routes
            .MapGroup("/api/network-report")
            .WithTags("Indicators")
            .RequireAuthorization(policy => policy.RequireRole(Roles.Officer, Roles.Auditor, Roles.Administrator))
            .MapGet("/", ReportAsync)
            .WithName("GetNetworkReport")
            .WithSummary("Gives the problem report on the network of a district as a Word document.")
            .WithDescription(
                "The same as the page /officer/network-report, in the language of Accept-Language: scope, network, problems found by stated rules, data gaps and suggestions."
            );
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> ReportAsync(
        string district,
        ClaimsPrincipal by,
        NetworkReport reports,
        ReportDocument document,
        TimeProvider clock,
        CancellationToken ct,
        DateOnly? fromDay = null,
        DateOnly? toDay = null,
        DateOnly? asOf = null,
        string? pointKm = null,
        string? stationKm = null
    )
    {
        var selection = SelectionOf(by, clock, district, null, null, fromDay, toDay, asOf);
        return await reports.OfAsync(by, selection, NetworkReport.LimitsOf(pointKm, stationKm), ct) is { } report
            ? TypedResults.File(
                document.Write(report),
                ReportDocument.ContentType,
                NameOf("network-report", selection) + ".docx"
            )
            : ExportEndpoints.NotFound("没有这个区，或不在您的辖区内。", "/district");
    }

    private static async Task<Ok<IndicatorsView>> ListAsync(
        ClaimsPrincipal by,
        NetworkIndicators figures,
        TimeProvider clock,
        CancellationToken ct,
        string? district = null,
        string? town = null,
        Gln? node = null,
        DateOnly? fromDay = null,
        DateOnly? toDay = null,
        DateOnly? asOf = null
    )
    {
        var selection = SelectionOf(by, clock, district, town, node, fromDay, toDay, asOf);
        var found = await figures.OfAsync(by, selection.Scope, selection.Period, withTemperatures: true, ct);
        return TypedResults.Ok(
            new IndicatorsView(
                selection.District,
                selection.Town,
                selection.Node,
                selection.From,
                selection.To,
                selection.AsOf,
                found.ReportsCame,
                found.ReportsDue,
                found.Indicators,
                found.Limits
            )
        );
    }

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> ExportAsync(
        TableFormatName format,
        ClaimsPrincipal by,
        NetworkIndicators figures,
        FigureWords words,
        TimeProvider clock,
        CancellationToken ct,
        string? district = null,
        string? town = null,
        Gln? node = null,
        DateOnly? fromDay = null,
        DateOnly? toDay = null,
        DateOnly? asOf = null
    )
    {
        var selection = SelectionOf(by, clock, district, town, node, fromDay, toDay, asOf);
        var found = await figures.OfAsync(by, selection.Scope, selection.Period, withTemperatures: true, ct);
        return await ExportEndpoints.FileAsync(
            found.Indicators.Select(i => FigureRow.Of(i, words.About(i.Code), selection)).ToAsyncEnumerable(),
            format.Value,
            NameOf("indicators", selection),
            ct
        );
    }

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> ExportSourcesAsync(
        string indicator,
        TableFormatName format,
        ClaimsPrincipal by,
        NetworkIndicators figures,
        TimeProvider clock,
        CancellationToken ct,
        string? district = null,
        string? town = null,
        Gln? node = null,
        DateOnly? fromDay = null,
        DateOnly? toDay = null,
        DateOnly? asOf = null
    )
    {
        if (FigureWords.Find(indicator) is not { } code)
        {
            return ExportEndpoints.NotFound("没有这个指标。", "/indicator");
        }

        var selection = SelectionOf(by, clock, district, town, node, fromDay, toDay, asOf);
        var records = await figures.RecordsAsync(by, code, selection.Scope, selection.Period, ct);
        return await ExportEndpoints.FileAsync(
            records.Rows.Select(FigureSourceRow.Of).ToAsyncEnumerable(),
            format.Value,
            NameOf(indicator, selection),
            ct
        );
    }

    private static FigureSelection SelectionOf(
        ClaimsPrincipal by,
        TimeProvider clock,
        string? district,
        string? town,
        Gln? node,
        DateOnly? from,
        DateOnly? to,
        DateOnly? asOf
    ) =>
        FigurePlaces.WithOwn(
            by,
            FigureSelection.Of(
                district,
                town,
                node?.ToString(),
                null,
                null,
                Text(from),
                Text(to),
                Text(asOf),
                clock.Today()
            )
        );

    private static string? Text(DateOnly? day) => day is { } known ? ChinaTime.Text(known) : null;

    private static string NameOf(string what, FigureSelection selection) =>
        string.Join(
            '-',
            new[]
            {
                what,
                selection.Node?.ToString() ?? selection.Scope.Prefix,
                ChinaTime.Text(selection.From),
                ChinaTime.Text(selection.To),
            }.Where(part => part.Length > 0)
        );
}

/// <summary>The figures of a part of the network.</summary>
/// <param name="District">GB/T 2260 code; null for all within reach.</param>
/// <param name="Town">Code of the town, 9 digits.</param>
/// <param name="Node">Only this node.</param>
/// <param name="FromDay">The first day in China.</param>
/// <param name="ToDay">The last day in China.</param>
/// <param name="AsOf">What was recorded after this day does not count.</param>
/// <param name="ReportsCame">Daily reports that came.</param>
/// <param name="ReportsDue">Daily reports that were due: one a day from each node in operation.</param>
/// <param name="Indicators">The figures.</param>
/// <param name="Limits">What was left out, and why.</param>
internal sealed record IndicatorsView(
    string? District,
    string? Town,
    Gln? Node,
    DateOnly FromDay,
    DateOnly ToDay,
    DateOnly AsOf,
    int ReportsCame,
    int ReportsDue,
    IReadOnlyList<Indicator> Indicators,
    IReadOnlyList<string> Limits
);

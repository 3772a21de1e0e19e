using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.HttpResults;
using RuralEc.Server.Pages.Trace;
using RuralEc.Traceability.Codes;

namespace RuralEc.Server.Http;

/// <summary>
/// Takes a consumer's report from the form of a scan's page. There is no account to abuse, so no antiforgery token is
/// asked for; a limit by address and a field that people do not see keep machines away.
/// </summary>
internal static class ReportEndpoints
{
    /// <summary>Reports of one address in ten minutes. The address is counted in memory and never stored.</summary>
    public const int MostReports = 10;

    private const string Limit = "scan-report";
    private const long MostBytes = 16 * 1024;

    public static void AddReportLimit(this IServiceCollection services) =>
        services.AddRateLimiter(limiter =>
            limiter.AddPolicy(
                Limit,
                context =>
                    RateLimitPartition.GetFixedWindowLimiter(
                        context.Connection.RemoteIpAddress,
                        _ => new() { PermitLimit = MostReports, Window = TimeSpan.FromMinutes(10) }
                    )
            )
        );

    public static void Map(IEndpointRouteBuilder routes)
    {
        var reports = routes
            .MapGroup("")
            .WithTags("Scan")
            .DisableAntiforgery()
            .RequireRateLimiting(Limit)
            .ExcludeFromDescription();
        reports.MapPost("/01/{**rest}", ReportLinkAsync);
        reports.MapPost("/t/{code}/report", ReportShortAsync);
    }

    private static async Task<IResult> ReportLinkAsync(
        HttpContext http,
        TraceStories stories,
        SuspicionDesk desk,
        ScanAnswer answer,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var raw = DigitalLinkEndpoints.RawTarget(http);
        ScanAnswer.Head(http.Response);
        if (!ScanTarget.TryRead(raw, out var target, out var error))
        {
            var failure = ScanFailure.Of(error, DigitalLinkEndpoints.TypedGtin(raw));
            return answer.Failure(failure, "/t", FaceChoice.Of(http.Request));
        }
        if (target.Tail is not ScanTail.Report || target.Link is not { Gtin: { } gtin, Serial: { } serial })
        {
            http.Response.Headers.Allow = "GET, HEAD, OPTIONS";
            return TypedResults.StatusCode(StatusCodes.Status405MethodNotAllowed);
        }
        var found = await stories.OfPackageAsync(gtin, target.Link.Batch, serial, ct);
        return await TakeAsync(http, found, target.Here, desk, answer, clock, ct);
    }

    private static async Task<IResult> ReportShortAsync(
        string code,
        HttpContext http,
        TraceStories stories,
        SuspicionDesk desk,
        ScanAnswer answer,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        ScanAnswer.Head(http.Response);
        if (!TraceCodeText.TryReadShort(code, out var serial))
        {
            return answer.Failure(ScanFailure.OfShort(code), "/t", FaceChoice.Of(http.Request));
        }
        var found = await stories.OfShortCodeAsync(code, ct);
        return await TakeAsync(http, found, $"/t/{TraceCodeText.ShortOf(serial)}", desk, answer, clock, ct);
    }

    private static async Task<IResult> TakeAsync(
        HttpContext http,
        PackageStory? found,
        string here,
        SuspicionDesk desk,
        ScanAnswer answer,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var face = FaceChoice.Of(http.Request);
        if (found is null)
        {
            return answer.Failure(new(ScanFailureKind.UnknownCode), here, face);
        }
        if (await ReadAsync(http.Request, clock, ct) is not { } sent)
        {
            var id = Guid.CreateVersion7(clock.GetUtcNow());
            return answer.Story(found.Story, here, Face.Page, ReportReply.Unreadable, id);
        }
        if (sent.Trapped)
        {
            return Done(http, here, ReportReply.Taken);
        }
        var outcome = await desk.ReportAsync(found.Code.Gtin, found.Code.Serial, sent.Report, ct);
        return outcome switch
        {
            ReportOutcome.TooMany => Done(http, here, ReportReply.TooMany),
            ReportOutcome.UnknownCode => answer.Failure(new(ScanFailureKind.UnknownCode), here, face),
            ReportOutcome.IdTaken => answer.Story(
                found.Story,
                here,
                Face.Page,
                ReportReply.Unreadable,
                Guid.CreateVersion7(clock.GetUtcNow())
            ),
            _ => Done(http, here, ReportReply.Taken),
        };
    }

    // See other: a reload does not send again.
    private static StatusCodeHttpResult Done(HttpContext http, string here, ReportReply reply)
    {
        var language = http.Request.Query["lang"].ToString() is "en" ? "&lang=en" : "";
        http.Response.Headers.Location = $"{here}?reported={reply}{language}#report";
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static async Task<Sent?> ReadAsync(HttpRequest request, TimeProvider clock, CancellationToken ct)
    {
        if (!request.HasFormContentType || request.ContentLength is null or > MostBytes)
        {
            return null;
        }
        IFormCollection form;
        try
        {
            form = await request.ReadFormAsync(ct);
        }
        catch (InvalidDataException)
        {
            return null;
        }
        var text = form["text"].ToString().ReplaceLineEndings(" ").Replace('\t', ' ').Trim();
        var kind = Kind(form["kind"]);
        if (kind is null || text.Length > ReportCard.TextLimit || text.Any(char.IsControl))
        {
            return null;
        }
        var id =
            Guid.TryParse(form["id"], out var given) && given != Guid.Empty
                ? given
                : Guid.CreateVersion7(clock.GetUtcNow());
        return new(new(id, kind.Value, text.Length == 0 ? null : text), form["website"].ToString().Length > 0);
    }

    private static SuspicionKind? Kind(string? word) =>
        word switch
        {
            "copied_label" => SuspicionKind.CopiedLabel,
            "wrong_product" => SuspicionKind.WrongProduct,
            "bad_quality" => SuspicionKind.BadQuality,
            "other" => SuspicionKind.Other,
            _ => null,
        };

    private sealed record Sent(ReportSuspicion Report, bool Trapped);
}

using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using RuralEc.Server.Pages.Labels;
using RuralEc.Server.Pages.Trace;
using RuralEc.Traceability.Codes;

namespace RuralEc.Server.Http;

/// <summary>
/// The door of a scan: GS1 Digital Links under <c>/01/</c> and short codes under <c>/t/</c>, as a page for people and
/// as JSON for programs. Anybody may come in; nothing is kept of who did.
/// </summary>
internal static class DigitalLinkEndpoints
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];
    private static readonly string[] Faces = ["application/ld+json", "text/html"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var links = routes.MapGroup("").WithTags("Scan").AddEndpointFilter(WithHeaders);
        foreach (
            var (pattern, name, what) in (ReadOnlySpan<(string, string, string)>)
                [
                    ("/01/{gtin}", "ScanProduct", "A product and its latest lots"),
                    ("/01/{gtin}/10/{lot}", "ScanLot", "A lot"),
                    ("/01/{gtin}/10/{lot}/21/{serial}", "ScanPackage", "One package of a lot"),
                    ("/01/{gtin}/21/{serial}", "ScanItem", "One package whose lot is not said"),
                ]
        )
        {
            links
                .MapMethods(pattern, Reading, ScanLinkAsync)
                .WithName(name)
                .WithSummary($"{what}, behind a GS1 Digital Link.")
                .WithDescription(
                    "A page for text/html; JSON for application/json and application/ld+json. 400 says what is wrong "
                        + "with the link, 404 that nobody issued it, 410 that the code is void. A recalled package is "
                        + "answered with 200. With /qr.svg or /qr.png behind it the link is a QR code."
                )
                .Produces(
                    StatusCodes.Status200OK,
                    name == "ScanProduct" ? typeof(ProductStory) : typeof(TraceView),
                    "application/json",
                    Faces
                );
        }
        links.MapMethods("/01/{**rest}", Reading, ScanLinkAsync).ExcludeFromDescription();
        links
            .MapMethods("/t/{code}", Reading, ScanShortAsync)
            .WithName("ScanShortCode")
            .WithSummary("One package, behind its short code.")
            .WithDescription("As the Digital Link of the package. I and L are read as 1, O as 0, in either case.")
            .Produces<TraceView>(StatusCodes.Status200OK, "application/json", Faces);
        links.MapMethods("/t/{code}/qr.svg", Reading, ShortSvgAsync).ExcludeFromDescription();
        links.MapMethods("/t/{code}/qr.png", Reading, ShortPngAsync).ExcludeFromDescription();
        links.MapMethods("/t", Reading, Enter).ExcludeFromDescription();
        links.MapMethods("/01/{**rest}", [HttpMethods.Options], Options).ExcludeFromDescription();
        links.MapMethods("/t/{code}", [HttpMethods.Options], Options).ExcludeFromDescription();
    }

    /// <summary>The target as it stood in the request line; a server that does not tell gives the decoded path again.</summary>
    internal static string RawTarget(HttpContext http) =>
        http.Features.Get<IHttpRequestFeature>()?.RawTarget is { Length: > 0 } raw
            ? raw
            : http.Request.Path.ToUriComponent() + http.Request.QueryString;

    /// <summary>The GTIN as it was typed, to say what is wrong with it.</summary>
    internal static string TypedGtin(string rawTarget)
    {
        var start = rawTarget.IndexOf("/01/", StringComparison.Ordinal);
        return start < 0 ? "" : rawTarget[(start + 4)..].Split('/', '?', '#')[0];
    }

    private static async Task<IResult> ScanLinkAsync(
        HttpContext http,
        TraceStories stories,
        ScanCounter scans,
        ScanAnswer answer,
        ServerOptions options,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (raw, face) = (RawTarget(http), FaceChoice.Of(http.Request));
        if (!ScanTarget.TryRead(raw, out var target, out var error))
        {
            return answer.Failure(ScanFailure.Of(error, TypedGtin(raw)), "/t", face);
        }
        var (link, here) = (target.Link, target.Here);
        if (link.Gtin is not { } gtin || target.Tail is ScanTail.Report)
        {
            return answer.Failure(new(ScanFailureKind.Malformed, CodeFault.Other), "/t", face);
        }
        if (link.Serial is { } serial)
        {
            var found = await stories.OfPackageAsync(gtin, link.Batch, serial, ct);
            return found is null ? answer.Failure(new(ScanFailureKind.UnknownCode), here, face)
                : target.Tail is ScanTail.None ? Answer(http, found, here, face, scans, answer, clock)
                : Symbol(http, target.Tail, QrLink.Of(options, link));
        }
        if (link.Lgtin is { } lot)
        {
            var story = await stories.OfLotAsync(lot, ct);
            return story is null ? answer.Failure(new(ScanFailureKind.UnknownLot), here, face)
                : target.Tail is ScanTail.None ? answer.Story(story, here, face, null, default)
                : Symbol(http, target.Tail, QrLink.Of(options, link));
        }
        var product = await stories.OfProductAsync(gtin, ct);
        return product is null ? answer.Failure(new(ScanFailureKind.UnknownProduct), here, face)
            : target.Tail is ScanTail.None ? answer.Product(product, here, face)
            : Symbol(http, target.Tail, QrLink.Of(options, link));
    }

    private static async Task<IResult> ScanShortAsync(
        string code,
        HttpContext http,
        TraceStories stories,
        ScanCounter scans,
        ScanAnswer answer,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var face = FaceChoice.Of(http.Request);
        if (!TraceCodeText.TryReadShort(code, out var serial))
        {
            return answer.Failure(ScanFailure.OfShort(code), "/t", face);
        }
        var here = $"/t/{TraceCodeText.ShortOf(serial)}";
        return await stories.OfShortCodeAsync(code, ct) is { } found
            ? Answer(http, found, here, face, scans, answer, clock)
            : answer.Failure(new(ScanFailureKind.UnknownCode), here, face);
    }

    private static IResult Answer(
        HttpContext http,
        PackageStory found,
        string here,
        Face face,
        ScanCounter scans,
        ScanAnswer answer,
        TimeProvider clock
    )
    {
        if (face is Face.Page && ScanVisitor.IsPerson(http.Request))
        {
            scans.Count(found.Code);
        }
        ReportReply? reply = Enum.TryParse<ReportReply>(http.Request.Query["reported"], true, out var said)
            ? said
            : null;
        return answer.Story(
            found.Story,
            here,
            face,
            reply is ReportReply.Unreadable ? null : reply,
            Guid.CreateVersion7(clock.GetUtcNow())
        );
    }

    private static Task<IResult> ShortSvgAsync(
        string code,
        HttpContext http,
        TraceStories stories,
        ScanAnswer answer,
        ServerOptions options,
        CancellationToken ct
    ) => ShortSymbolAsync(code, ScanTail.QrSvg, http, stories, answer, options, ct);

    private static Task<IResult> ShortPngAsync(
        string code,
        HttpContext http,
        TraceStories stories,
        ScanAnswer answer,
        ServerOptions options,
        CancellationToken ct
    ) => ShortSymbolAsync(code, ScanTail.QrPng, http, stories, answer, options, ct);

    private static async Task<IResult> ShortSymbolAsync(
        string code,
        ScanTail tail,
        HttpContext http,
        TraceStories stories,
        ScanAnswer answer,
        ServerOptions options,
        CancellationToken ct
    ) =>
        await stories.OfShortCodeAsync(code, ct) is { } found
            ? Symbol(http, tail, QrLink.OfShort(options, found.Code.ShortCode))
        : TraceCodeText.TryReadShort(code, out _)
            ? answer.Failure(new(ScanFailureKind.UnknownCode), "/t", FaceChoice.Of(http.Request))
        : answer.Failure(ScanFailure.OfShort(code), "/t", FaceChoice.Of(http.Request));

    private static IResult Symbol(HttpContext http, ScanTail tail, string text)
    {
        // What a printed code says never changes.
        http.Response.Headers.CacheControl = "public, max-age=3600";
        var symbol = QrSymbol.Of(text);
        return tail is ScanTail.QrSvg
            ? TypedResults.Text(symbol.Svg(), "image/svg+xml")
            : TypedResults.Bytes(symbol.Png(), "image/png");
    }

    private static IResult Enter(string? code = null) =>
        string.IsNullOrWhiteSpace(code)
            ? ScanAnswer.Page<CodeEntryPage>(StatusCodes.Status200OK)
            : TypedResults.Redirect($"/t/{Uri.EscapeDataString(code.Trim())}");

    private static NoContent Options(HttpContext http)
    {
        http.Response.Headers.Allow = "GET, HEAD, OPTIONS";
        http.Response.Headers.AccessControlAllowMethods = "GET, HEAD, OPTIONS";
        http.Response.Headers.AccessControlAllowHeaders = "Accept, Accept-Language";
        return TypedResults.NoContent();
    }

    private static ValueTask<object?> WithHeaders(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var response = call.HttpContext.Response;
        ScanAnswer.Head(response);

        // Public data without credentials: any site's script may read it, as resolvers of GS1 links must allow.
        response.Headers.AccessControlAllowOrigin = "*";
        return next(call);
    }
}

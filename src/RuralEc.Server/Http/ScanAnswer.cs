using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using RuralEc.Server.Pages.Trace;

namespace RuralEc.Server.Http;

/// <summary>Gives a scan the face that was asked for, and the headers that every face needs.</summary>
internal sealed class ScanAnswer(IStringLocalizer<TraceTexts> texts, IOptions<JsonOptions> json)
{
    // Chinese stays readable on the wire; what matters in HTML is escaped still.
    private readonly JsonSerializerOptions _json = new(json.Value.SerializerOptions)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        WriteIndented = false,
    };

    /// <summary>
    /// No copy is kept anywhere (a recall must be seen at once), nothing but inline style runs, and the code does not
    /// leak to other sites.
    /// </summary>
    public static void Head(HttpResponse response)
    {
        var headers = response.Headers;
        headers.CacheControl = "no-store";
        headers.Vary = "Accept, Accept-Language, Cookie";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; form-action 'self'; "
            + "base-uri 'none'; frame-ancestors 'none'";
    }

    public IResult Story(TraceStory story, string here, Face face, ReportReply? reply, Guid reportId) =>
        face is Face.Page
            ? Page<TracePage>(
                reply is ReportReply.Unreadable ? StatusCodes.Status400BadRequest : TraceVerdict.Of(story).StatusCode,
                ("Story", story),
                ("Here", here),
                ("Outcome", reply),
                ("ReportId", reportId)
            )
            : Data(TraceView.Of(story, texts, face is Face.JsonLd), face, TraceVerdict.Of(story).StatusCode);

    public IResult Product(ProductStory story, string here, Face face) =>
        face is Face.Page
            ? Page<ProductPage>(StatusCodes.Status200OK, ("Story", story), ("Here", here))
            : Data(story, face, StatusCodes.Status200OK);

    public IResult Failure(ScanFailure failure, string here, Face face)
    {
        if (face is Face.Page)
        {
            return Page<ScanFailurePage>(failure.StatusCode, ("Failure", failure), ("Here", here));
        }
        var words = new FailureWords(texts);
        return TypedResults.Problem(
            words.Reason(failure),
            statusCode: failure.StatusCode,
            type: Problems.TypeOf(failure.Name),
            title: words.Heading(failure.Kind)
        );
    }

    public static RazorComponentResult<TComponent> Page<TComponent>(
        int status,
        params (string Name, object? Value)[] parameters
    )
        where TComponent : IComponent =>
        new(parameters.ToDictionary(p => p.Name, p => p.Value))
        {
            StatusCode = status,
            ContentType = "text/html; charset=utf-8",
            PreventStreamingRendering = true,
        };

    private JsonHttpResult<T> Data<T>(T view, Face face, int status) =>
        TypedResults.Json(
            view,
            _json,
            face is Face.JsonLd ? "application/ld+json" : "application/json; charset=utf-8",
            status
        );
}

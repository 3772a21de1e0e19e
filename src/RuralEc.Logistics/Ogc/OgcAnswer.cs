using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace RuralEc.Logistics.Ogc;

/// <summary>An answer as JSON or, of the same JSON, as a page; with a tag by which nobody reads it twice.</summary>
internal sealed class OgcAnswer(OgcRequest request, string mediaType, string title, ReadOnlyMemory<byte> json) : IResult
{
    public static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What goes into the tag, where a part changes with every request; null for all of it.</summary>
    public ReadOnlyMemory<byte>? Lasting { get; init; }

    /// <summary>In which system the coordinates of the answer are (18-058r1 §6.5); null where there are none.</summary>
    public Crs? ContentCrs { get; init; }

    public static OgcAnswer Of(OgcRequest request, string title, JsonObject json, string mediaType = OgcRequest.Json)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Writing))
        {
            json.WriteTo(writer);
        }

        return new(request, mediaType, title, bytes.ToArray());
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var tag = new EntityTagHeaderValue(
            $"\"{Convert.ToHexStringLower(SHA256.HashData((Lasting ?? json).Span).AsSpan(0, 12))}{(request.WantsHtml ? "h" : "j")}\"",
            isWeak: true
        );
        response.Headers.ETag = tag.ToString();
        response.Headers.Vary = "Accept, Authorization, Cookie";
        response.Headers.CacheControl = "private, no-cache";
        if (ContentCrs is { } crs)
        {
            response.Headers["Content-Crs"] = $"<{crs.Uri}>";
        }

        if (
            httpContext.Request.GetTypedHeaders().IfNoneMatch is { Count: > 0 } held
            && held.Any(h => h.Compare(tag, useStrongComparison: false) || h == EntityTagHeaderValue.Any)
        )
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var body = request.WantsHtml ? Encoding.UTF8.GetBytes(OgcPage.Of(title, JsonNode.Parse(json.Span)!)) : json;
        response.ContentType = request.WantsHtml ? OgcRequest.Html + "; charset=utf-8" : mediaType;
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, httpContext.RequestAborted);
    }
}

using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using RuralEc.Spatial.Tiles;

namespace RuralEc.Logistics.Ogc.Tiles;

/// <summary>A tile with a tag by which nobody reads it twice; 204 where it is empty.</summary>
internal sealed class TileAnswer(byte[] tile, bool isPublic) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(tile).AsSpan(0, 12))}\"");
        response.Headers.ETag = tag.ToString();
        response.Headers.Vary = "Authorization, Cookie";
        // Divisions hardly ever change; nodes do, and what one may see another may not.
        response.Headers.CacheControl = isPublic ? "public, max-age=3600" : "private, max-age=30";
        if (
            httpContext.Request.GetTypedHeaders().IfNoneMatch is { Count: > 0 } held
            && held.Any(h => h.Compare(tag, useStrongComparison: false) || h == EntityTagHeaderValue.Any)
        )
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        if (tile.Length == 0)
        {
            response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        response.ContentType = TileWriter.MediaType;
        response.ContentLength = tile.Length;
        await response.Body.WriteAsync(tile, httpContext.RequestAborted);
    }
}

using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using RuralEc.Logistics.Ogc.Cql;

namespace RuralEc.Logistics.Ogc;

/// <summary>
/// The door for geographic programs such as QGIS: OGC API - Features, parts 1 (17-069r4), 2 (18-058r1) and 3 (19-079r2).
/// It describes itself in OpenAPI 3.0 at <c>/ogc/api</c>, as these standards ask, apart from the house's own description.
/// </summary>
internal static class OgcEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var door = routes.MapGroup("/ogc").ExcludeFromDescription().AddEndpointFilter(AnswerAsync);
        door.MapGet("/", (HttpContext http) => OgcDocuments.Landing(OgcRequest.Of(http)));
        door.MapGet("/conformance", (HttpContext http) => OgcDocuments.Conformance(OgcRequest.Of(http)));
        door.MapGet("/api", Api);
        door.MapGet("/collections", CollectionsAsync);
        door.MapGet("/collections/{layerId}", CollectionAsync);
        door.MapGet("/collections/{layerId}/queryables", Queryables);
        door.MapGet("/collections/{layerId}/items", ItemsAsync);
        door.MapGet("/collections/{layerId}/items/{featureId}", FeatureAsync);
        // A browser asks before it sends a page of elsewhere's Authorization header.
        door.MapMethods("/{**path}", [HttpMethods.Options], () => Results.NoContent());
    }

    /// <summary>What every answer has: leave for pages of elsewhere to read it, and problems for what is wrong.</summary>
    private static async ValueTask<object?> AnswerAsync(
        EndpointFilterInvocationContext call,
        EndpointFilterDelegate next
    )
    {
        // Any origin, as no cookie goes with a request from elsewhere.
        var headers = call.HttpContext.Response.Headers;
        headers.AccessControlAllowOrigin = "*";
        headers.AccessControlAllowMethods = "GET, HEAD, OPTIONS";
        headers.AccessControlAllowHeaders = "Accept, Authorization, If-None-Match";
        headers.AccessControlExposeHeaders = "Content-Crs, ETag, Link";
        try
        {
            return await next(call);
        }
        catch (OgcFault fault)
        {
            return Problems.Of(fault.Status, fault.Why);
        }
        catch (CqlException why)
        {
            // What a filter means is known only with the layer.
            return Problems.Of(400, OgcFault.Invalid("filter", why.Message).Why);
        }
    }

    private static OgcAnswer Api(HttpContext http, DbContext db, ClaimsPrincipal by)
    {
        var request = OgcRequest.Of(http);
        return OgcAnswer.Of(request, "接口说明", OgcApi.Of(request, Layers.For(db, by)), OgcApi.MediaType);
    }

    private static async Task<OgcAnswer> CollectionsAsync(
        HttpContext http,
        DbContext db,
        ClaimsPrincipal by,
        CancellationToken ct
    )
    {
        var request = OgcRequest.Of(http);
        return await OgcDocuments.CollectionsAsync(request, Layers.For(db, by), ct);
    }

    private static async Task<OgcAnswer> CollectionAsync(
        string layerId,
        HttpContext http,
        DbContext db,
        ClaimsPrincipal by,
        CancellationToken ct
    )
    {
        var layer = Find(layerId, db, by);
        return await OgcDocuments.CollectionAsync(OgcRequest.Of(http), layer, ct);
    }

    private static OgcAnswer Queryables(string layerId, HttpContext http, DbContext db, ClaimsPrincipal by)
    {
        var layer = Find(layerId, db, by);
        return OgcDocuments.Queryables(OgcRequest.Of(http), layer);
    }

    private static async Task<OgcAnswer> ItemsAsync(
        string layerId,
        HttpContext http,
        DbContext db,
        ClaimsPrincipal by,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var layer = Find(layerId, db, by);
        var request = OgcRequest.Of(http, [.. ItemsQuery.Parameters, .. layer.Properties.Select(p => p.Name)]);
        var query = ItemsQuery.Of(request, layer);
        var page = await layer.PageAsync(db, query, ct);
        return OgcFeatures.Page(request, layer, query, page, clock.GetUtcNow());
    }

    private static async Task<OgcAnswer> FeatureAsync(
        string layerId,
        string featureId,
        HttpContext http,
        DbContext db,
        ClaimsPrincipal by,
        CancellationToken ct
    )
    {
        var layer = Find(layerId, db, by);
        var request = OgcRequest.Of(http, "crs");
        var crs = ItemsQuery.CrsOf(request, "crs");
        var feature = ItemsQuery.IsPossibleId(featureId) ? await layer.FindAsync(featureId, ct) : null;
        return OgcFeatures.One(
            request,
            layer,
            crs,
            feature ?? throw OgcFault.Missing($"图层 {layer.Id} 中没有这个要素。", "/featureId")
        );
    }

    private static Layer Find(string id, DbContext db, ClaimsPrincipal by) =>
        Layers.For(db, by).FirstOrDefault(layer => layer.Id == id)
        ?? throw OgcFault.Missing("没有这个图层，或您无权查看；请先登录。", "/layerId");
}

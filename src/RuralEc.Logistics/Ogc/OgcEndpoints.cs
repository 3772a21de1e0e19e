using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using RuralEc.Logistics.Ogc.Cql;
using RuralEc.Logistics.Ogc.Downloads;
using RuralEc.Logistics.Ogc.Tiles;
using RuralEc.Spatial.Tiles;

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
        door.MapGet("/collections/{layerId}/download", DownloadAsync);
        door.MapGet("/collections/{layerId}/tiles", Tilesets);
        door.MapGet("/collections/{layerId}/tiles/{matrixSetId}", Tileset);
        door.MapGet("/collections/{layerId}/tiles/{matrixSetId}/{tileMatrix}/{tileRow}/{tileCol}", TileAsync);
        door.MapGet("/tileMatrixSets", (HttpContext http) => TileDocuments.MatrixSets(OgcRequest.Of(http)));
        door.MapGet("/tileMatrixSets/{matrixSetId}", MatrixSet);
        door.MapGet("/{**path}", IResult () => throw OgcFault.Missing("没有这个地址。", "/path"));
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
        headers.AccessControlExposeHeaders = "Content-Crs, Content-Disposition, ETag, Link";
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

    private static async Task<FileStreamHttpResult> DownloadAsync(
        string layerId,
        HttpContext http,
        DbContext db,
        ClaimsPrincipal by,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var layer = Find(layerId, db, by);
        var request = OgcRequest.Of(http, [.. LayerDownload.Parameters, .. layer.Properties.Select(p => p.Name)]);
        var format = DownloadFormat.Of(request);
        var rows = layer.ReadAsync(db, ItemsQuery.Of(request, layer));
        var file = await LayerDownload.MakeAsync(format, layer, rows, ct);
        http.Response.Headers.Vary = "Authorization, Cookie";
        http.Response.Headers.CacheControl = "private, no-store";
        return TypedResults.File(file, format.MediaType, LayerDownload.NameOf(format, layer, clock.GetUtcNow()));
    }

    private static OgcAnswer Tilesets(string layerId, HttpContext http, DbContext db, ClaimsPrincipal by) =>
        TileDocuments.Tilesets(OgcRequest.Of(http), Find(layerId, db, by));

    private static OgcAnswer Tileset(
        string layerId,
        string matrixSetId,
        HttpContext http,
        DbContext db,
        ClaimsPrincipal by
    )
    {
        var layer = Find(layerId, db, by);
        CheckMatrixSet(matrixSetId);
        return TileDocuments.TilesetOf(OgcRequest.Of(http), layer);
    }

    private static OgcAnswer MatrixSet(string matrixSetId, HttpContext http)
    {
        CheckMatrixSet(matrixSetId);
        return TileDocuments.MatrixSetOf(OgcRequest.Of(http));
    }

    private static async Task<TileAnswer> TileAsync(
        string layerId,
        string matrixSetId,
        string tileMatrix,
        string tileRow,
        string tileCol,
        LayerTiles tiles,
        DbContext db,
        ClaimsPrincipal by,
        CancellationToken ct
    )
    {
        var layer = Find(layerId, db, by);
        CheckMatrixSet(matrixSetId);
        var (z, y, x) = (
            NumberOf(tileMatrix, "tileMatrix"),
            NumberOf(tileRow, "tileRow"),
            NumberOf(tileCol, "tileCol")
        );
        // 20-057 /req/core/tc-error: outside the limits of the set there is nothing.
        return z <= TileDocuments.DeepestZoom && TileAddress.TryCreate(z, x, y, out var tile)
            ? new TileAnswer(await tiles.OfAsync(layer, by, tile, ct), Layers.IsPublic(layer))
            : throw OgcFault.Missing(
                $"没有瓦片 {z}/{y}/{x}：级别应为 0 到 {TileDocuments.DeepestZoom}，行列在该级别的范围内。",
                "/tileMatrix"
            );
    }

    private static int NumberOf(string text, string parameter) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw OgcFault.Invalid(parameter, $"{parameter} 应为非负整数。");

    private static void CheckMatrixSet(string id)
    {
        if (id != TileDocuments.MatrixSet)
        {
            throw OgcFault.Missing($"没有这个瓦片矩阵集；只有 {TileDocuments.MatrixSet}。", "/matrixSetId");
        }
    }

    private static Layer Find(string id, DbContext db, ClaimsPrincipal by) =>
        Layers.For(db, by).FirstOrDefault(layer => layer.Id == id)
        ?? throw OgcFault.Missing("没有这个图层，或您无权查看；请先登录。", "/layerId");
}

using System.Text.Json.Nodes;
using NetTopologySuite.Geometries;
using RuralEc.Logistics.Ogc.Downloads;

namespace RuralEc.Logistics.Ogc;

/// <summary>What the door says of itself and of its collections.</summary>
internal static class OgcDocuments
{
    public const string Title = "RuralEc 广州农村物流地理数据";
    public const string Description = "区、镇街、村居与三级物流节点。登录后可见您有权查看的节点。";
    public const string SchemaMediaType = "application/schema+json";

    private const string QueryablesRel = "http://www.opengis.net/def/rel/ogc/1.0/queryables";

    public static readonly string[] Classes =
    [
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
        "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
        "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
        "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables-query-parameters",
        "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter",
        "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter",
        "http://www.opengis.net/spec/cql2/1.0/conf/cql2-text",
        "http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2",
        "http://www.opengis.net/spec/cql2/1.0/conf/advanced-comparison-operators",
        "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions",
        "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions-plus",
        "http://www.opengis.net/spec/cql2/1.0/conf/temporal-functions",
        "http://www.opengis.net/spec/cql2/1.0/conf/property-property",
    ];

    public static OgcAnswer Landing(OgcRequest request) =>
        OgcAnswer.Of(
            request,
            Title,
            new()
            {
                ["title"] = Title,
                ["description"] = Description,
                ["links"] = new JsonArray([
                    .. request.Itself(OgcRequest.Json),
                    OgcRequest.Link("service-desc", request.Root + "/api?f=json", OgcApi.MediaType, "接口说明"),
                    OgcRequest.Link("service-doc", request.Root + "/api?f=html", OgcRequest.Html, "接口说明"),
                    .. Both(request, "conformance", "/conformance", OgcRequest.Json, "符合的标准"),
                    .. Both(request, "data", "/collections", OgcRequest.Json, "图层"),
                    OgcRequest.Link(
                        "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes",
                        request.Root + "/tileMatrixSets?f=json",
                        OgcRequest.Json,
                        "瓦片矩阵集"
                    ),
                ]),
            }
        );

    public static OgcAnswer Conformance(OgcRequest request) =>
        OgcAnswer.Of(
            request,
            "符合的标准",
            new()
            {
                ["conformsTo"] = new JsonArray([
                    .. Classes.Concat(Tiles.TileDocuments.Classes).Select(c => JsonValue.Create(c)),
                ]),
                ["links"] = new JsonArray([.. request.Itself(OgcRequest.Json)]),
            }
        );

    public static async Task<OgcAnswer> CollectionsAsync(
        OgcRequest request,
        IReadOnlyList<Layer> layers,
        CancellationToken ct
    )
    {
        var collections = new JsonArray();
        foreach (var layer in layers)
        {
            collections.Add(await DescribeAsync(request, layer, ct));
        }

        return OgcAnswer.Of(
            request,
            "图层",
            new() { ["links"] = new JsonArray([.. request.Itself(OgcRequest.Json)]), ["collections"] = collections }
        );
    }

    public static async Task<OgcAnswer> CollectionAsync(OgcRequest request, Layer layer, CancellationToken ct)
    {
        var collection = await DescribeAsync(request, layer, ct);
        foreach (var link in request.Itself(OgcRequest.Json).Reverse())
        {
            collection["links"]!.AsArray().Insert(0, link);
        }

        return OgcAnswer.Of(request, layer.Title, collection);
    }

    /// <summary>A JSON Schema of what filters may name (19-079r2 §6.2).</summary>
    public static OgcAnswer Queryables(OgcRequest request, Layer layer)
    {
        var properties = new JsonObject
        {
            [Layer.GeometryName] = new JsonObject
            {
                ["title"] = "几何",
                ["format"] = "geometry-" + layer.GeometryType,
                ["x-ogc-role"] = "primary-geometry",
            },
        };
        layer.Properties.ForEach(property => properties[property.Name] = property.Schema());
        return OgcAnswer.Of(
            request,
            layer.Title + "：可过滤的属性",
            new()
            {
                ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
                ["$id"] = $"{request.Root}/collections/{layer.Id}/queryables",
                ["type"] = "object",
                ["title"] = layer.Title,
                ["properties"] = properties,
                ["additionalProperties"] = false,
            },
            SchemaMediaType
        );
    }

    public static string PathOf(OgcRequest request, Layer layer) => $"{request.Root}/collections/{layer.Id}";

    private static async Task<JsonObject> DescribeAsync(OgcRequest request, Layer layer, CancellationToken ct)
    {
        var path = "/collections/" + layer.Id;
        var collection = new JsonObject
        {
            ["id"] = layer.Id,
            ["title"] = layer.Title,
            ["description"] = layer.Description,
            ["itemType"] = "feature",
            ["links"] = new JsonArray([
                .. Both(request, "items", path + "/items", GeoJson.MediaType, layer.Title),
                OgcRequest.Link(
                    QueryablesRel,
                    $"{request.Root}{path}/queryables?f=json",
                    SchemaMediaType,
                    "可过滤的属性"
                ),
                Tiles.TileDocuments.LinkOf(request, layer),
                .. DownloadFormat.All.Select(format =>
                    OgcRequest.Link(
                        "enclosure",
                        $"{request.Root}{path}/download?format={format.Name}",
                        format.MediaType,
                        "下载 " + format.Title
                    )
                ),
            ]),
            ["crs"] = new JsonArray([.. Crs.All.Select(crs => JsonValue.Create(crs.Uri))]),
            ["storageCrs"] = Crs.Epsg4490.Uri,
        };
        if (await layer.ExtentAsync(ct) is { } box)
        {
            collection["extent"] = ExtentOf(box);
        }

        return collection;
    }

    private static JsonObject ExtentOf(Envelope box) =>
        new()
        {
            ["spatial"] = new JsonObject
            {
                ["bbox"] = new JsonArray(new JsonArray(box.MinX, box.MinY, box.MaxX, box.MaxY)),
                ["crs"] = Crs.Crs84.Uri,
            },
        };

    private static IEnumerable<JsonNode> Both(
        OgcRequest request,
        string rel,
        string path,
        string mediaType,
        string title
    ) =>
        [
            OgcRequest.Link(rel, $"{request.Root}{path}?f=json", mediaType, title),
            OgcRequest.Link(rel, $"{request.Root}{path}?f=html", OgcRequest.Html, title),
        ];
}

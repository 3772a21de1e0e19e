using System.Text.Json.Nodes;
using RuralEc.Logistics.Ogc.Downloads;

namespace RuralEc.Logistics.Ogc;

/// <summary>
/// The door's own description in OpenAPI 3.0, which clients such as GDAL read to learn what they may ask. It names only
/// the collections that its reader may see.
/// </summary>
internal static class OgcApi
{
    public const string MediaType = "application/vnd.oai.openapi+json;version=3.0";

    public static JsonObject Of(OgcRequest request, IReadOnlyList<Layer> layers)
    {
        var paths = new JsonObject
        {
            ["/"] = Get("getLandingPage", "首页", "server", OgcRequest.Json, "object"),
            ["/conformance"] = Get("getConformance", "符合的标准", "server", OgcRequest.Json, "object"),
            ["/api"] = Get("getApi", "接口说明", "server", MediaType, "object"),
            ["/collections"] = Get("getCollections", "图层", "server", OgcRequest.Json, "object"),
        };
        foreach (var layer in layers)
        {
            Add(paths, layer);
        }

        return new()
        {
            ["openapi"] = "3.0.3",
            ["info"] = new JsonObject
            {
                ["title"] = OgcDocuments.Title,
                ["description"] = OgcDocuments.Description,
                ["version"] = "1.0.0",
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = request.Root }),
            // Nobody has to sign in, but who does sees more.
            ["security"] = new JsonArray(
                new JsonObject(),
                new JsonObject { ["basic"] = new JsonArray() },
                new JsonObject { ["bearer"] = new JsonArray() }
            ),
            ["tags"] = new JsonArray([
                new JsonObject { ["name"] = "server", ["description"] = "服务" },
                .. layers.Select(l => new JsonObject { ["name"] = l.Id, ["description"] = l.Title }),
            ]),
            ["paths"] = paths,
            ["components"] = OgcApiParts.Components(),
        };
    }

    private static void Add(JsonObject paths, Layer layer)
    {
        var path = "/collections/" + layer.Id;
        paths[path] = Get($"describe_{layer.Id}", layer.Title, layer.Id, OgcRequest.Json, "object");
        paths[path + "/queryables"] = Get(
            $"queryables_{layer.Id}",
            "可过滤的属性",
            layer.Id,
            OgcDocuments.SchemaMediaType,
            "object"
        );
        paths[path + "/items"] = Get(
            $"items_{layer.Id}",
            "要素",
            layer.Id,
            GeoJson.MediaType,
            "featureCollection",
            [.. ItemsQuery.Parameters.Select(OgcApiParts.Reference), .. layer.Properties.Select(OgcApiParts.FilterBy)]
        );
        paths[path + "/items/{featureId}"] = Get(
            $"item_{layer.Id}",
            "一个要素",
            layer.Id,
            GeoJson.MediaType,
            "feature",
            [OgcApiParts.Reference("featureId"), OgcApiParts.Reference("crs")]
        );
        paths[path + "/download"] = Download(layer);
    }

    private static JsonObject Download(Layer layer)
    {
        var file = new JsonObject
        {
            ["description"] = "一个文件",
            ["content"] = new JsonObject(
                DownloadFormat.All.Select(format =>
                    KeyValuePair.Create<string, JsonNode?>(
                        format.MediaType,
                        new JsonObject
                        {
                            ["schema"] = new JsonObject { ["type"] = "string", ["format"] = "binary" },
                        }
                    )
                )
            ),
        };
        var responses = new JsonObject { ["200"] = file };
        AddProblems(responses);
        return new()
        {
            ["get"] = new JsonObject
            {
                ["operationId"] = $"download_{layer.Id}",
                ["summary"] = "下载为文件",
                ["tags"] = new JsonArray(layer.Id),
                ["parameters"] = new JsonArray([
                    .. LayerDownload.Parameters.Select(OgcApiParts.Reference),
                    .. layer.Properties.Select(OgcApiParts.FilterBy),
                ]),
                ["responses"] = responses,
            },
        };
    }

    private static JsonObject Get(
        string id,
        string summary,
        string tag,
        string mediaType,
        string schema,
        params JsonNode[] parameters
    ) =>
        new()
        {
            ["get"] = new JsonObject
            {
                ["operationId"] = id,
                ["summary"] = summary,
                ["tags"] = new JsonArray(tag),
                ["parameters"] = new JsonArray([.. parameters, OgcApiParts.Reference("f")]),
                ["responses"] = Responses(mediaType, schema),
            },
        };

    private static JsonObject Responses(string mediaType, string schema)
    {
        var responses = new JsonObject
        {
            ["200"] = new JsonObject
            {
                ["description"] = "成功",
                ["headers"] = new JsonObject
                {
                    ["ETag"] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } },
                },
                ["content"] = new JsonObject
                {
                    [mediaType] = new JsonObject
                    {
                        ["schema"] = new JsonObject { ["$ref"] = "#/components/schemas/" + schema },
                    },
                    [OgcRequest.Html] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } },
                },
            },
            ["304"] = new JsonObject { ["description"] = "没有变化" },
        };
        AddProblems(responses);
        return responses;
    }

    private static void AddProblems(JsonObject responses)
    {
        foreach (var status in OgcApiParts.Problems.Keys)
        {
            responses[status] = new JsonObject { ["$ref"] = "#/components/responses/" + status };
        }
    }
}

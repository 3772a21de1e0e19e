using System.Text.Json.Nodes;
using RuralEc.Logistics.Ogc.Downloads;

namespace RuralEc.Logistics.Ogc;

/// <summary>What the operations of the description share: parameters, schemas, problems, and the ways to sign in.</summary>
internal static class OgcApiParts
{
    public static readonly IReadOnlyDictionary<string, string> Problems = new Dictionary<string, string>
    {
        ["400"] = "参数未知或其值有误",
        ["401"] = "用户名或密码不正确",
        ["404"] = "没有这个图层或要素，或无权查看",
        ["429"] = "登录尝试过于频繁",
        ["500"] = "服务器故障",
    };

    public static JsonObject Reference(string parameter) => new() { ["$ref"] = "#/components/parameters/" + parameter };

    /// <summary>A parameter named after a property (17-069r4 /rec/core/fc-filters).</summary>
    public static JsonObject FilterBy(LayerProperty property) =>
        Query(property.Name, $"{property.Title}等于此值", property.Schema());

    public static JsonObject Components()
    {
        var responses = new JsonObject();
        foreach (var (status, description) in Problems)
        {
            responses[status] = new JsonObject
            {
                ["description"] = description,
                ["content"] = new JsonObject
                {
                    ["application/problem+json"] = new JsonObject
                    {
                        ["schema"] = new JsonObject { ["$ref"] = "#/components/schemas/problem" },
                    },
                },
            };
        }

        return new()
        {
            ["securitySchemes"] = new JsonObject
            {
                ["basic"] = new JsonObject { ["type"] = "http", ["scheme"] = "basic" },
                ["bearer"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer" },
            },
            ["parameters"] = Parameters(),
            ["responses"] = responses,
            ["schemas"] = Schemas(),
        };
    }

    private static JsonObject Parameters()
    {
        var parameters = new JsonObject
        {
            ["bbox"] = Query(
                "bbox",
                "只要与范围框相交的要素：西、南、东、北，或其中加入最低与最高高度；西大于东时跨180度经线",
                Numbers()
            ),
            ["bbox-crs"] = Query("bbox-crs", "bbox 的坐标系", CrsUri()),
            ["crs"] = Query("crs", "应答的坐标系", CrsUri()),
            ["cursor"] = Query("cursor", "下一页的位置，见 next 链接", Text()),
            ["datetime"] = Query("datetime", "RFC 3339 时刻，或以“/”分隔的起止", Text()),
            ["f"] = Query("f", "格式", Choice("json", "html")),
            ["filter"] = Query("filter", "CQL2 条件", Text()),
            ["filter-crs"] = Query("filter-crs", "filter 中几何的坐标系", CrsUri()),
            ["filter-lang"] = Query("filter-lang", "filter 的语言", Defaulting(Choice("cql2-text"), "cql2-text")),
            ["limit"] = Query(
                "limit",
                "每页最多几个要素",
                new()
                {
                    ["type"] = "integer",
                    ["minimum"] = 1,
                    ["maximum"] = ItemsQuery.LargestLimit,
                    ["default"] = ItemsQuery.DefaultLimit,
                }
            ),
        };
        var featureId = Query("featureId", "要素的标识", Text());
        featureId["in"] = "path";
        featureId["required"] = true;
        featureId.Remove("style");
        featureId.Remove("explode");
        parameters["featureId"] = featureId;
        var format = Query("format", "文件格式", Choice([.. DownloadFormat.All.Select(f => f.Name)]));
        format["required"] = true;
        parameters["format"] = format;
        return parameters;
    }

    private static JsonObject Schemas() =>
        new()
        {
            ["object"] = new JsonObject { ["type"] = "object" },
            ["featureCollection"] = new JsonObject
            {
                ["type"] = "object",
                ["required"] = new JsonArray("type", "features"),
                ["properties"] = new JsonObject
                {
                    ["type"] = Choice("FeatureCollection"),
                    ["features"] = new JsonObject
                    {
                        ["type"] = "array",
                        ["items"] = new JsonObject { ["$ref"] = "#/components/schemas/feature" },
                    },
                    ["links"] = new JsonObject
                    {
                        ["type"] = "array",
                        ["items"] = new JsonObject { ["$ref"] = "#/components/schemas/link" },
                    },
                    ["numberMatched"] = new JsonObject { ["type"] = "integer" },
                    ["numberReturned"] = new JsonObject { ["type"] = "integer" },
                    ["timeStamp"] = new JsonObject { ["type"] = "string", ["format"] = "date-time" },
                },
            },
            ["feature"] = new JsonObject
            {
                ["type"] = "object",
                ["required"] = new JsonArray("type", "geometry", "properties"),
                ["properties"] = new JsonObject
                {
                    ["type"] = Choice("Feature"),
                    ["id"] = Text(),
                    ["geometry"] = new JsonObject { ["type"] = "object", ["nullable"] = true },
                    ["properties"] = new JsonObject { ["type"] = "object" },
                },
            },
            ["link"] = new JsonObject
            {
                ["type"] = "object",
                ["required"] = new JsonArray("href"),
                ["properties"] = new JsonObject
                {
                    ["href"] = Text(),
                    ["rel"] = Text(),
                    ["type"] = Text(),
                    ["title"] = Text(),
                },
            },
            ["problem"] = new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject
                {
                    ["type"] = Text(),
                    ["title"] = Text(),
                    ["status"] = new JsonObject { ["type"] = "integer" },
                    ["detail"] = Text(),
                    ["pointer"] = Text(),
                },
            },
        };

    private static JsonObject Query(string name, string description, JsonObject schema) =>
        new()
        {
            ["name"] = name,
            ["in"] = "query",
            ["description"] = description,
            ["required"] = false,
            ["schema"] = schema,
            ["style"] = "form",
            ["explode"] = false,
        };

    // 17-069r4 /req/core/fc-bbox-definition: four numbers or six.
    private static JsonObject Numbers() =>
        new()
        {
            ["type"] = "array",
            ["oneOf"] = new JsonArray(
                new JsonObject { ["minItems"] = 4, ["maxItems"] = 4 },
                new JsonObject { ["minItems"] = 6, ["maxItems"] = 6 }
            ),
            ["items"] = new JsonObject { ["type"] = "number" },
        };

    private static JsonObject CrsUri()
    {
        var schema = Defaulting(Choice([.. Crs.All.Select(crs => crs.Uri)]), Crs.Crs84.Uri);
        schema["format"] = "uri";
        return schema;
    }

    private static JsonObject Text() => new() { ["type"] = "string" };

    private static JsonObject Choice(params string[] values) =>
        new() { ["type"] = "string", ["enum"] = new JsonArray([.. values.Select(v => JsonValue.Create(v))]) };

    private static JsonObject Defaulting(JsonObject schema, string value)
    {
        schema["default"] = value;
        return schema;
    }
}

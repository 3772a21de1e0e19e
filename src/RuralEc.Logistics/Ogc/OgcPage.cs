using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace RuralEc.Logistics.Ogc;

/// <summary>
/// Any answer of the door as a page that reads on a telephone: everything that its JSON says, and its links to follow
/// (17-069r4 /req/html/content).
/// </summary>
internal sealed class OgcPage
{
    private const string Head = """
        <!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <style>
        body{font:16px/1.6 system-ui,sans-serif;margin:0 auto;max-width:60rem;padding:0 1rem 2rem;color:#1d2b22}
        nav,footer{padding:.75rem 0;color:#5a6b60}a{color:#1a6b3c;overflow-wrap:anywhere}
        h1{font-size:1.4rem;margin:.5rem 0}dl{margin:0}dt{font-weight:600;margin-top:.6rem}
        dd{margin:0 0 0 .75rem;overflow-wrap:anywhere}ul{margin:0;padding-left:1.2rem}
        .wide{overflow-x:auto}table{border-collapse:collapse}th,td{padding:.3rem .6rem;text-align:left;
        border-bottom:1px solid #d5ded8;white-space:nowrap}
        a.button{display:inline-block;margin:.2rem 0;padding:.5rem 1rem;border-radius:.4rem;
        background:#1a6b3c;color:#fff;text-decoration:none}
        </style>
        """;

    // Chinese stays readable in the source of the page; what HTML could take for its own does not.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private static readonly Dictionary<string, string> Words = new()
    {
        ["title"] = "标题",
        ["description"] = "说明",
        ["links"] = "链接",
        ["id"] = "标识",
        ["extent"] = "范围",
        ["spatial"] = "空间",
        ["bbox"] = "范围框",
        ["itemType"] = "内容类型",
        ["crs"] = "坐标系",
        ["storageCrs"] = "存储坐标系",
        ["collections"] = "图层",
        ["conformsTo"] = "符合的标准",
        ["properties"] = "属性",
        ["geometry"] = "几何",
        ["coordinates"] = "坐标",
        ["numberMatched"] = "符合条件",
        ["numberReturned"] = "本页",
        ["timeStamp"] = "生成时间",
        ["features"] = "要素",
        ["type"] = "类型",
        ["paths"] = "地址",
        ["parameters"] = "参数",
        ["responses"] = "应答",
    };

    private readonly StringBuilder _html = new(Head);

    private OgcPage() { }

    public static string Of(string title, JsonNode json)
    {
        var page = new OgcPage();
        page._html.Append("<title>").Append(Encoder.Encode(title)).Append(" · RuralEc</title></head><body>");
        page._html.Append("<nav><a href=\"/ogc?f=html\">RuralEc 地理数据</a> · ");
        page._html.Append("<a href=\"/ogc/collections?f=html\">图层</a></nav><main><h1>");
        page._html.Append(Encoder.Encode(title)).Append("</h1>");
        page.Add(json);
        page._html.Append("</main><footer>OGC API - Features</footer></body></html>");
        return page._html.ToString();
    }

    private void Add(JsonNode? node)
    {
        switch (node)
        {
            case null:
                _html.Append('—');
                break;
            case JsonObject { Count: > 0 } link when link["href"] is JsonValue:
                AddLink(link);
                break;
            case JsonObject all:
                AddObject(all);
                break;
            case JsonArray numbers when numbers.All(n => n?.GetValueKind() == JsonValueKind.Number):
                _html.Append(Encoder.Encode(string.Join(", ", numbers.Select(n => n!.ToJsonString()))));
                break;
            case JsonArray { Count: > 0 } features when features.All(IsFeature):
                AddTable(features);
                break;
            case JsonArray list:
                AddList(list);
                break;
            default:
                AddText(node.ToString());
                break;
        }
    }

    private static bool IsFeature(JsonNode? node) =>
        node is JsonObject feature && feature["type"]?.ToString() == "Feature";

    private void AddObject(JsonObject all)
    {
        _html.Append("<dl>");
        foreach (var (name, value) in all)
        {
            var word = Words.TryGetValue(name, out var chinese) ? $"{chinese}（{name}）" : name;
            _html.Append("<dt>").Append(Encoder.Encode(word)).Append("</dt><dd>");
            Add(value);
            _html.Append("</dd>");
        }

        _html.Append("</dl>");
    }

    private void AddList(JsonArray list)
    {
        _html.Append("<ul>");
        foreach (var item in list)
        {
            _html.Append("<li>");
            Add(item);
            _html.Append("</li>");
        }

        _html.Append("</ul>");
    }

    /// <summary>Features as rows: a list of a hundred would not be read to its end.</summary>
    private void AddTable(JsonArray features)
    {
        var names = features[0]!["properties"]!.AsObject().Select(p => p.Key).ToList();
        _html.Append("<div class=\"wide\"><table><tr><th>id</th>");
        names.ForEach(name => _html.Append("<th>").Append(Encoder.Encode(name)).Append("</th>"));
        _html.Append("<th>geometry</th></tr>");
        foreach (var feature in features)
        {
            var id = feature!["id"]!.ToString();
            _html.Append(
                CultureInfo.InvariantCulture,
                $"<tr><td><a href=\"items/{Encoder.Encode(Uri.EscapeDataString(id))}?f=html\">"
            );
            _html.Append(Encoder.Encode(id)).Append("</a></td>");
            names.ForEach(name =>
            {
                _html.Append("<td>");
                Add(feature["properties"]![name]);
                _html.Append("</td>");
            });
            var place = feature["geometry"];
            _html.Append("<td>").Append(Encoder.Encode(place is null ? "—" : place["type"] + " "));
            _html.Append(Encoder.Encode(place?["coordinates"]?.ToJsonString() ?? "")).Append("</td></tr>");
        }

        _html.Append("</table></div>");
    }

    private void AddLink(JsonObject link)
    {
        var href = link["href"]!.ToString();
        // What is taken away as a file looks like it.
        AddAnchor(href, link["title"]?.ToString() ?? href, isButton: link["rel"]?.ToString() == "enclosure");
        var about = new[] { link["rel"], link["type"] }.OfType<JsonNode>().Select(n => n.ToString());
        _html.Append(" <small>").Append(Encoder.Encode(string.Join(" · ", about))).Append("</small>");
    }

    private void AddText(string text)
    {
        if (
            text.StartsWith("http://", StringComparison.Ordinal)
            || text.StartsWith("https://", StringComparison.Ordinal)
        )
        {
            AddAnchor(text, text);
        }
        else
        {
            _html.Append(Encoder.Encode(text));
        }
    }

    private void AddAnchor(string href, string text, bool isButton = false) =>
        _html
            .Append(isButton ? "<a class=\"button\" href=\"" : "<a href=\"")
            .Append(Encoder.Encode(href))
            .Append("\">")
            .Append(Encoder.Encode(text))
            .Append("</a>");
}

using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Net.Http.Headers;

namespace RuralEc.Logistics.Ogc;

/// <summary>A request to the door: its parameters, all of them known, and in which of two forms it wants its answer.</summary>
internal sealed class OgcRequest
{
    public const string Html = "text/html";
    public const string Json = "application/json";

    private readonly HttpRequest _http;

    private OgcRequest(HttpRequest http) => _http = http;

    /// <summary>The address of the door itself, without a slash at its end.</summary>
    public string Root => $"{_http.Scheme}://{_http.Host}{_http.PathBase}/ogc";

    public bool WantsHtml { get; private init; }

    /// <summary>The value of a parameter; null where it is not given.</summary>
    public string? this[string parameter] => _http.Query.TryGetValue(parameter, out var value) ? value[0] ?? "" : null;

    /// <exception cref="OgcFault">A parameter is unknown or given twice, or <c>f</c> is wrong.</exception>
    public static OgcRequest Of(HttpContext context, params IEnumerable<string> parameters)
    {
        var known = parameters.Append("f").ToHashSet(StringComparer.Ordinal);
        foreach (var (name, values) in context.Request.Query)
        {
            // ASP.NET reads names without heed to case; 17-069r4 does not.
            if (!known.Contains(name))
            {
                throw OgcFault.Unknown(name);
            }

            if (values.Count != 1)
            {
                throw OgcFault.Invalid(name, $"参数 {name} 只能给一次。");
            }
        }

        return new(context.Request)
        {
            WantsHtml = context.Request.Query["f"].ToString() switch
            {
                "html" => true,
                "json" => false,
                "" when !context.Request.Query.ContainsKey("f") => PrefersHtml(context.Request),
                _ => throw OgcFault.Invalid("f", "f 应为 json 或 html。"),
            },
        };
    }

    /// <summary>This address with other values of some parameters.</summary>
    public string Here(params ReadOnlySpan<(string Name, string Value)> changes)
    {
        var query = _http.Query.ToDictionary(p => p.Key, p => p.Value.ToString());
        foreach (var (name, value) in changes)
        {
            query[name] = value;
        }

        return $"{_http.Scheme}://{_http.Host}{_http.PathBase}{_http.Path.ToUriComponent()}"
            + new QueryBuilder(query.OrderBy(p => p.Key, StringComparer.Ordinal)).ToQueryString();
    }

    /// <summary>Links to this answer and to its other form.</summary>
    public IEnumerable<JsonNode> Itself(string mediaType)
    {
        var (type, other) = WantsHtml ? (Html, mediaType) : (mediaType, Html);
        yield return Link("self", Here(("f", WantsHtml ? "html" : "json")), type, "本页");
        yield return Link("alternate", Here(("f", WantsHtml ? "json" : "html")), other, "另一种格式");
    }

    public static JsonObject Link(string rel, string href, string type, string title) =>
        new()
        {
            ["rel"] = rel,
            ["href"] = href,
            ["type"] = type,
            ["title"] = title,
        };

    /// <summary>Only who names HTML, before JSON, gets it: tools that take anything read JSON.</summary>
    private static bool PrefersHtml(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted))
        {
            return false;
        }

        var html = Wish(a => a.MediaType.Equals(Html, StringComparison.OrdinalIgnoreCase));
        return html > 0 && html > Wish(a => a.MediaType.EndsWith("json", StringComparison.OrdinalIgnoreCase));

        double Wish(Func<MediaTypeHeaderValue, bool> which) =>
            accepted.Where(which).Select(a => a.Quality ?? 1).DefaultIfEmpty(0).Max();
    }
}

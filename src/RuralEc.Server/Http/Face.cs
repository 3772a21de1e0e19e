using Microsoft.Net.Http.Headers;

namespace RuralEc.Server.Http;

/// <summary>The two faces of a link: a page for people, data for programs.</summary>
internal enum Face
{
    Page,
    Json,
    JsonLd,
}

/// <summary>Chooses the face by the Accept header (RFC 9110 §12.5.1). Who does not care gets the page.</summary>
internal static class FaceChoice
{
    public static Face Of(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted))
        {
            return Face.Page;
        }
        var (page, json, jsonLd) = (Quality("text/html"), Quality("application/json"), Quality("application/ld+json"));
        return jsonLd > page && jsonLd >= json && IsNamed("application/ld+json") ? Face.JsonLd
            : json > page ? Face.Json
            : jsonLd > page ? Face.JsonLd
            : Face.Page;

        bool IsNamed(string type) => accepted.Any(a => a.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase));

        // The most specific range counts, whatever its place.
        double Quality(string type) =>
            accepted
                .Where(a => new MediaTypeHeaderValue(type).IsSubsetOf(Bare(a)))
                .OrderBy(a =>
                    a.MatchesAllTypes ? 2
                    : a.MatchesAllSubTypes ? 1
                    : 0
                )
                .Select(a => a.Quality ?? 1)
                .FirstOrDefault(-1);
    }

    private static MediaTypeHeaderValue Bare(MediaTypeHeaderValue range) => new(range.MediaType);
}

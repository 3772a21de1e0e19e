using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using RuralEc.Logistics;
using RuralEc.Server.Pages.Officer;
using RuralEc.Server.Security;

namespace RuralEc.Server.Http;

/// <summary>What the node map draws: nodes with live temperatures and alarms, and place names for orientation.</summary>
internal static class NodeMapEndpoints
{
    public static void MapNodeMap(this IEndpointRouteBuilder routes)
    {
        var map = routes
            .MapGroup("/api/node-map")
            .WithTags("Node map")
            .RequireAuthorization(policy => policy.RequireRole(Roles.Officer, Roles.Auditor, Roles.Administrator));
        map.MapGet("/", NodesAsync)
            .WithName("GetNodeMap")
            .WithSummary("Gives the caller's nodes as GeoJSON with live temperature, open alarms and last activity.")
            .WithDescription("A FeatureCollection (RFC 7946) of points; texts are in the language of Accept-Language.");
        map.MapGet("/places", PlacesAsync)
            .WithName("GetNodeMapPlaces")
            .WithSummary("Gives district and town names with their points as GeoJSON.")
            .WithDescription("Only divisions whose coordinates are known; where none is known, nothing is invented.");
    }

    private static async Task<Ok<FeatureCollection>> NodesAsync(
        ClaimsPrincipal by,
        NodeBoard board,
        NodeWords words,
        CancellationToken ct
    ) =>
        TypedResults.Ok(
            new FeatureCollection([
                .. (await board.OfAsync(by, ct)).Select(row => new Feature(
                    new([row.Node.Longitude, row.Node.Latitude]),
                    new()
                    {
                        ["gln"] = row.Node.Gln.ToString(),
                        ["name"] = NodeWords.Name(row.Node),
                        ["tier"] = row.Node.Tier.ToString().ToLowerInvariant(),
                        ["kindName"] = words.Kind(row.Node.Kind),
                        ["state"] = row.Node.State.ToString().ToLowerInvariant(),
                        ["stateName"] = words.State(row.Node.State),
                        ["parent"] = row.Node.ParentGln?.ToString(),
                        ["alarms"] = row.OpenAlarms,
                        ["celsius"] = row.Live.SelectMany(a => a.Loggers).Any(l => l.Celsius is not null)
                            ? NodeWords.Live(row.Live)
                            : null,
                        ["lastActivity"] = row.LastActivity is null ? null : NodeWords.Time(row.LastActivity),
                    }
                )),
            ])
        );

    private static async Task<Ok<FeatureCollection>> PlacesAsync(DivisionQuery divisions, CancellationToken ct) =>
        TypedResults.Ok(
            new FeatureCollection([
                .. (await divisions.LocatedAsync(ct)).Select(place => new Feature(
                    new([place.Longitude!.Value, place.Latitude!.Value]),
                    new()
                    {
                        ["code"] = place.Code,
                        ["name"] = place.Name,
                        ["level"] = place.Level.ToString().ToLower(CultureInfo.InvariantCulture),
                    }
                )),
            ])
        );
}

/// <summary>A GeoJSON FeatureCollection (RFC 7946 §3.3).</summary>
internal sealed record FeatureCollection(IReadOnlyList<Feature> Features, string Type = "FeatureCollection");

/// <summary>A GeoJSON Feature with a point; properties without a value are left out.</summary>
internal sealed record Feature(PointGeometry Geometry, Dictionary<string, object?> Properties, string Type = "Feature")
{
    public Dictionary<string, object?> Properties { get; } = Properties.Where(p => p.Value is not null).ToDictionary();
}

/// <summary>A GeoJSON Point, longitude first, WGS 84 degrees.</summary>
internal sealed record PointGeometry(double[] Coordinates, string Type = "Point");

using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using RuralEc.Logistics;
using RuralEc.Logistics.Network;
using RuralEc.Logistics.Plans;
using RuralEc.Server.Pages.Forms;
using RuralEc.Server.Pages.Officer;
using RuralEc.Server.Security;
using RuralEc.Traceability.Handovers;

namespace RuralEc.Server.Http;

/// <summary>What the node map draws over its tiles: live nodes, names, flows, access of villages, rates of towns.</summary>
internal static class NodeMapEndpoints
{
    private const int FlowDays = 365;

    /// <summary>Up to this way by road a village counts as near, metres; the gap page asks for any other.</summary>
    private const double NearMeters = 5000;

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
        map.MapGet("/flows", FlowsAsync)
            .WithName("GetNodeMapFlows")
            .WithSummary("Gives what was handed over between nodes in the last year as GeoJSON lines.")
            .WithDescription(
                "Straight lines from node to node with `tonnes` and `shipments`, both ends within the caller's reach; boxes count with the net content of their product."
            );
        map.MapGet("/access", AccessAsync)
            .WithName("GetNodeMapAccess")
            .WithSummary("Gives villages with the way to their nearest node in operation as GeoJSON points.")
            .WithDescription(
                "`meters` is the straight way on the ellipsoid times a detour factor of 1.3. Villages without a point are left out."
            );
        map.MapGet("/rates", RatesAsync)
            .WithName("GetNodeMapRates")
            .WithSummary(
                "Gives towns with their share of villages that have a point in use (建制村通达率) as GeoJSON points."
            )
            .WithDescription(
                "`reached` of `villages` have a node in operation that handled a parcel in the last thirty days. Towns without a point are left out."
            );
    }

    private static async Task<Ok<FeatureCollection<PointGeometry>>> NodesAsync(
        ClaimsPrincipal by,
        NodeBoard board,
        NodeWords words,
        CancellationToken ct
    ) =>
        TypedResults.Ok(
            new FeatureCollection<PointGeometry>([
                .. (await board.OfAsync(by, ct)).Select(row =>
                    PointOf(
                        row.Node.Longitude,
                        row.Node.Latitude,
                        new()
                        {
                            ["gln"] = row.Node.Gln.ToString(),
                            ["name"] = NodeWords.Name(row.Node),
                            ["tier"] = row.Node.Tier.ToString().ToLowerInvariant(),
                            ["kind"] = JsonNamingPolicy.SnakeCaseLower.ConvertName(row.Node.Kind.ToString()),
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
                    )
                ),
            ])
        );

    private static async Task<Ok<FeatureCollection<PointGeometry>>> PlacesAsync(
        DivisionQuery divisions,
        CancellationToken ct
    ) =>
        TypedResults.Ok(
            new FeatureCollection<PointGeometry>([
                .. (await divisions.LocatedAsync(ct)).Select(place =>
                    PointOf(
                        place.Longitude!.Value,
                        place.Latitude!.Value,
                        new()
                        {
                            ["code"] = place.Code,
                            ["name"] = place.Name,
                            ["level"] = place.Level.ToString().ToLower(CultureInfo.InvariantCulture),
                        }
                    )
                ),
            ])
        );

    private static async Task<Ok<FeatureCollection<LineGeometry>>> FlowsAsync(
        ClaimsPrincipal by,
        NodeQuery nodes,
        PlaceFlows flows,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var at = (await nodes.AllAsync(by, ct)).ToDictionary(n => n.Gln);
        var found = await flows.AmongAsync(at.Keys, clock.GetUtcNow().AddDays(-FlowDays), ct);
        return TypedResults.Ok(
            new FeatureCollection<LineGeometry>([
                .. found.Select(f =>
                    LineOf(
                        [PositionOf(at[f.From]), PositionOf(at[f.To])],
                        new()
                        {
                            ["from"] = NodeWords.Name(at[f.From]),
                            ["to"] = NodeWords.Name(at[f.To]),
                            ["tonnes"] = Math.Round(f.Tonnes, 3),
                            ["shipments"] = f.Shipments,
                        }
                    )
                ),
            ])
        );
    }

    private static async Task<Ok<FeatureCollection<PointGeometry>>> AccessAsync(
        ClaimsPrincipal by,
        GapFinder gaps,
        CancellationToken ct
    )
    {
        var question = new GapQuestion("", [], ColdOnly: false, NearMeters, LimitMinutes: null, new WayMeasure());
        var answer = await gaps.VillagesAsync(by, question, ct);
        return TypedResults.Ok(
            new FeatureCollection<PointGeometry>([
                .. answer.Villages.Select(v =>
                    PointOf(
                        v.Village.Longitude!.Value,
                        v.Village.Latitude!.Value,
                        new()
                        {
                            ["code"] = v.Village.Code,
                            ["name"] = v.Village.Name,
                            ["quality"] = v.Village.Quality,
                            ["population"] = v.Village.Population,
                            ["meters"] = v.Meters is { } meters ? Math.Round(meters) : null,
                        }
                    )
                ),
            ])
        );
    }

    private static async Task<Ok<FeatureCollection<PointGeometry>>> RatesAsync(
        ClaimsPrincipal by,
        ReportIndicators indicators,
        DivisionQuery divisions,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var today = clock.Today();
        var villages = await indicators.VillagesAsync(
            by,
            NetworkScope.All,
            new(today.AddDays(-30), today, clock.GetUtcNow()),
            ct
        );
        var towns = (await divisions.LocatedAsync(DivisionLevel.Town, ct)).ToDictionary(t => t.Code);
        return TypedResults.Ok(
            new FeatureCollection<PointGeometry>([
                .. villages
                    .GroupBy(v => v.Village.Code[..9])
                    .Where(g => towns.ContainsKey(g.Key))
                    .Select(g =>
                        PointOf(
                            towns[g.Key].Longitude!.Value,
                            towns[g.Key].Latitude!.Value,
                            new()
                            {
                                ["code"] = g.Key,
                                ["name"] = towns[g.Key].Name,
                                ["reached"] = g.Count(v => v.Reached),
                                ["villages"] = g.Count(),
                                ["rate"] = Math.Round((double)g.Count(v => v.Reached) / g.Count(), 4),
                            }
                        )
                    ),
            ])
        );
    }

    private static Feature<PointGeometry> PointOf(
        double longitude,
        double latitude,
        Dictionary<string, object?> properties
    ) => new(new([longitude, latitude]), properties);

    private static Feature<LineGeometry> LineOf(double[][] positions, Dictionary<string, object?> properties) =>
        new(new(positions), properties);

    private static double[] PositionOf(NodeView node) => [node.Longitude, node.Latitude];
}

/// <summary>A GeoJSON FeatureCollection (RFC 7946 §3.3).</summary>
internal sealed record FeatureCollection<TGeometry>(
    IReadOnlyList<Feature<TGeometry>> Features,
    string Type = "FeatureCollection"
);

/// <summary>A GeoJSON Feature; properties without a value are left out.</summary>
internal sealed record Feature<TGeometry>(
    TGeometry Geometry,
    Dictionary<string, object?> Properties,
    string Type = "Feature"
)
{
    public Dictionary<string, object?> Properties { get; } = Properties.Where(p => p.Value is not null).ToDictionary();
}

/// <summary>A GeoJSON Point, longitude first, WGS 84 degrees.</summary>
internal sealed record PointGeometry(double[] Coordinates, string Type = "Point");

/// <summary>A GeoJSON LineString, longitude first, WGS 84 degrees.</summary>
internal sealed record LineGeometry(double[][] Coordinates, string Type = "LineString");

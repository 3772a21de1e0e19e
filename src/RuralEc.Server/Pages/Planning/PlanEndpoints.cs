using System.Globalization;
using System.Security.Claims;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Microsoft.AspNetCore.Http.HttpResults;
using NetTopologySuite.IO;
using RuralEc.Logistics.Plans;
using RuralEc.Server.Security;

namespace RuralEc.Server.Pages.Planning;

/// <summary>Files of gaps and plans. What the pages show, for spreadsheets, maps and navigation devices.</summary>
internal static class PlanEndpoints
{
    public static void MapPlans(this IEndpointRouteBuilder routes)
    {
        var files = routes
            .MapGroup("/api")
            .ExcludeFromDescription()
            .RequireAuthorization(p => p.RequireRole(Roles.Officer, Roles.Auditor, Roles.Administrator));
        files.MapGet("/gaps.csv", GapsAsync);
        files.MapGet("/plans/{id:guid}/siting.csv", SitingCsvAsync);
        files.MapGet("/plans/{id:guid}/siting.geojson", SitingGeoJsonAsync);
        files.MapGet("/plans/{id:guid}/routes.gpx", GpxAsync);
    }

    private static async Task<Results<FileContentHttpResult, NotFound>> GapsAsync(
        GapFinder gaps,
        ClaimsPrincipal by,
        CancellationToken ct,
        string? area = null,
        string? kind = null,
        string? km = null,
        string? minutes = null,
        string? detour = null,
        string? speed = null
    )
    {
        if (
            GapForm.Read(
                area ?? by.FindFirstValue("district") ?? "",
                kind,
                km is null && minutes is null ? "5" : km,
                minutes,
                detour,
                speed
            )
            is not { } question
        )
        {
            return TypedResults.NotFound();
        }

        var answer = await gaps.VillagesAsync(by, question, ct);
        return Csv(
            answer.Villages.Select(v => new
            {
                code = v.Village.Code,
                name = v.Village.Name,
                population = v.Village.Population,
                longitude = v.Village.Longitude,
                latitude = v.Village.Latitude,
                quality = v.Village.Quality,
                nearest_gln = v.Nearest?.Gln.ToString(),
                nearest = v.Nearest?.Name,
                meters = v.Meters is { } m ? Math.Round(m) : (double?)null,
                minutes = v.Minutes is { } t ? Math.Round(t, 1) : (double?)null,
                beyond = v.Beyond,
            }),
            "gaps.csv"
        );
    }

    private static async Task<Results<FileContentHttpResult, NotFound>> SitingCsvAsync(
        Guid id,
        PlanShelf shelf,
        ClaimsPrincipal by,
        CancellationToken ct
    ) =>
        await shelf.FindAsync<SitingQuestion, SitingResult>(by, PlanKind.Siting, id, ct) is { Answer: var answer }
            ? Csv(
                answer.Villages.Select(v => new
                {
                    code = v.Code,
                    village = v.Name,
                    people = v.People,
                    node = v.Node is { } n ? answer.Nodes[n].Name : null,
                    node_is_new = v.Node is { } i ? !answer.Nodes[i].Existing : (bool?)null,
                    meters = v.Meters is { } m ? Math.Round(m) : (double?)null,
                }),
                "siting.csv"
            )
            : TypedResults.NotFound();

    private static async Task<Results<FileContentHttpResult, NotFound>> SitingGeoJsonAsync(
        Guid id,
        PlanShelf shelf,
        ClaimsPrincipal by,
        CancellationToken ct
    )
    {
        if (
            await shelf.FindAsync<SitingQuestion, SitingResult>(by, PlanKind.Siting, id, ct)
            is not { Answer: var answer }
        )
        {
            return TypedResults.NotFound();
        }

        var map = new PlanMap();
        foreach (var node in answer.Nodes)
        {
            map.Point(node.Longitude, node.Latitude, node.Existing ? "#174f34" : "#b3561e", 8, node.Name, named: true);
        }

        return TypedResults.File(Encoding.UTF8.GetBytes(map.Json()), "application/geo+json", "siting.geojson");
    }

    private static async Task<Results<FileContentHttpResult, NotFound>> GpxAsync(
        Guid id,
        PlanShelf shelf,
        ClaimsPrincipal by,
        CancellationToken ct
    )
    {
        if (
            await shelf.FindAsync<DayPlanQuestion, DayPlanResult>(by, PlanKind.Routes, id, ct)
            is not { Question: var question, Answer: var answer, Head.Name: var name }
        )
        {
            return TypedResults.NotFound();
        }

        var stops = question.Stops.ToDictionary(s => s.Id);
        var depot = PointOf(answer.Longitude, answer.Latitude, answer.DepotName);
        var gpx = new GpxFile { Metadata = new GpxMetadata("RuralEc") };
        foreach (var route in answer.Plan.Routes)
        {
            gpx.Routes.Add(
                new GpxRoute()
                    .WithName($"{name} {route.VehicleId}")
                    .WithWaypoints([
                        depot,
                        .. route.Visits.Select(v =>
                            PointOf(
                                stops[v.StopId].Longitude,
                                stops[v.StopId].Latitude,
                                $"{PlanFormat.Clock(v.ServiceStartSecond)} {v.StopId}"
                            )
                        ),
                        depot,
                    ])
            );
        }

        return TypedResults.File(Encoding.UTF8.GetBytes(gpx.BuildString(null)), "application/gpx+xml", "routes.gpx");
    }

    private static GpxWaypoint PointOf(double longitude, double latitude, string name) =>
        new GpxWaypoint(new GpxLongitude(longitude), new GpxLatitude(latitude)).WithName(name);

    private static FileContentHttpResult Csv<T>(IEnumerable<T> rows, string name)
    {
        using var text = new StringWriter();
        using (
            var csv = new CsvWriter(
                text,
                new CsvConfiguration(CultureInfo.InvariantCulture) { InjectionOptions = InjectionOptions.Escape }
            )
        )
        {
            csv.WriteRecords(rows);
        }

        // The mark tells spreadsheet programs that this is UTF-8.
        return TypedResults.File(Encoding.UTF8.GetBytes("\uFEFF" + text), "text/csv; charset=utf-8", name);
    }
}

using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace RuralEc.Logistics;

/// <summary>Districts, towns and villages as JSON and on the map.</summary>
internal static class DivisionEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/api/divisions", List)
            .WithTags("Divisions")
            .WithName("ListDivisions")
            .WithSummary("Lists divisions.")
            .WithDescription("The towns of a district or the villages of a town; without a parent, the districts.");
        routes
            .MapGet("/api/divisions.geojson", Draw)
            .WithTags("Divisions")
            .WithName("DrawDivisions")
            .WithSummary("Divisions of a level as GeoJSON.")
            .WithDescription("Only those with a published point: district, town (default) or village.")
            .Produces(StatusCodes.Status200OK, contentType: GeoJson.MediaType);
    }

    private static async Task<Ok<IReadOnlyList<DivisionView>>> List(
        DivisionQuery divisions,
        CancellationToken ct,
        [RegularExpression("[0-9]{6}([0-9]{3})?", ErrorMessage = "应为6位区代码或9位镇街代码。")] string? parent = null
    ) => TypedResults.Ok(await divisions.ChildrenAsync(parent, ct));

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> Draw(
        DivisionQuery divisions,
        CancellationToken ct,
        string level = "town"
    )
    {
        if (!SnakeCase.TryParse<DivisionLevel>(level, out var wanted) || wanted is null)
        {
            return Problems.Unreadable("level应为district、town或village。", "/level");
        }

        return GeoJson.Collection(
            (await divisions.LocatedAsync(wanted.Value, ct)).Select(d =>
                GeoJson.Feature(
                    d.Longitude!.Value,
                    d.Latitude!.Value,
                    ("code", d.Code),
                    ("name", d.Name),
                    ("quality", d.Quality)
                )
            )
        );
    }
}

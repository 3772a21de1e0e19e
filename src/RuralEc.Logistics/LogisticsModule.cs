using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RuralEc.Logistics.Imports;
using RuralEc.Logistics.Jobs;
using RuralEc.Logistics.Network;
using RuralEc.Logistics.Ogc;
using RuralEc.Logistics.Ogc.Tiles;
using RuralEc.Logistics.Plans;

namespace RuralEc.Logistics;

/// <summary>The door of the room: administrative divisions and the logistics nodes in them.</summary>
public static class LogisticsModule
{
    public static IServiceCollection AddLogistics(this IServiceCollection services)
    {
        services.AddValidation();
        services.AddScoped<DivisionSeed>();
        services.AddScoped<DivisionQuery>();
        services.AddScoped<NodeRegister>();
        services.AddScoped<NodeQuery>();
        services.AddScoped<NodeChecks>();
        services.AddScoped<NodeEditing>();
        services.AddScoped<ServiceAreas>();
        services.AddScoped<DemonstrationNodes>();
        services.AddScoped<DivisionImport>();
        services.AddScoped<NodeImport>();
        services.AddScoped<GapFinder>();
        services.AddScoped<SitingDesk>();
        services.AddScoped<DayPlanDesk>();
        services.AddScoped<PlanShelf>();
        services.AddSingleton<Pyramids>();
        services.AddScoped<LayerTiles>();
        services.AddSingleton<JobBoard>();
        services.AddScoped<LinkDesk>();
        services.AddScoped<ReportDesk>();
        services.AddScoped<ReportIndicators>();
        return services;
    }

    public static void MapLogistics(this IEndpointRouteBuilder routes)
    {
        DivisionEndpoints.Map(routes);
        NodeEndpoints.Map(routes);
        NetworkEndpoints.Map(routes);
        OgcEndpoints.Map(routes);
    }

    public static void ApplyLogistics(this ModelBuilder model) => LogisticsTables.Apply(model);
}

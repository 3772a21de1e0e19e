using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RuralEc.Traceability.Handovers;
using RuralEc.Traceability.Lots;
using RuralEc.Traceability.Parties;
using RuralEc.Traceability.Plots;

namespace RuralEc.Traceability;

/// <summary>The door of the room: farms, lots and what happens to them between orchard and buyer.</summary>
public static class TraceabilityModule
{
    public static IServiceCollection AddTraceability(this IServiceCollection services)
    {
        services.AddValidation();
        services.AddScoped<PartyRegister>();
        services.AddScoped<ProductCatalogue>();
        services.AddScoped<PlotRegister>();
        services.AddScoped<FarmLog>();
        services.AddScoped<StepRecorder>();
        services.AddScoped<PlaceActivity>();
        services.AddScoped<PlaceFlows>();
        services.AddScoped<LotTransformation>();
        services.AddScoped<HarvestRegister>();
        services.AddScoped<PrecoolingRecord>();
        services.AddScoped<Grading>();
        services.AddScoped<Packing>();
        services.AddScoped<LotSplit>();
        services.AddScoped<LotMerge>();
        services.AddScoped<Repacking>();
        services.AddScoped<LotHold>();
        services.AddScoped<LotQuery>();
        services.AddScoped<PrecoolingTimes>();
        services.AddScoped<LotPassportQuery>();
        services.AddScoped<CooperativeHome>();
        services.AddDistribution();
        return services;
    }

    public static void MapTraceability(this IEndpointRouteBuilder routes)
    {
        PartyEndpoints.Map(routes);
        PlotEndpoints.Map(routes);
        LotEndpoints.Map(routes);
        routes.MapDistribution();
    }

    public static void ApplyTraceability(this ModelBuilder model)
    {
        TraceabilityTables.Apply(model);
        model.ApplyDistribution();
    }
}

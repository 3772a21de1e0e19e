using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RuralEc.Traceability.Lots;

namespace RuralEc.Traceability;

/// <summary>The door of the room: farms, lots and what happens to them between orchard and buyer.</summary>
public static class TraceabilityModule
{
    public static IServiceCollection AddTraceability(this IServiceCollection services)
    {
        services.AddValidation();
        services.AddScoped<StepRecorder>();
        return services;
    }

    public static void MapTraceability(this IEndpointRouteBuilder routes) => ArgumentNullException.ThrowIfNull(routes);

    public static void ApplyTraceability(this ModelBuilder model) => TraceabilityTables.Apply(model);
}

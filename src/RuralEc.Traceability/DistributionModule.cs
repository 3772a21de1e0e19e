using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RuralEc.Traceability.Certificates;
using RuralEc.Traceability.Codes;
using RuralEc.Traceability.Flows;
using RuralEc.Traceability.Handovers;
using RuralEc.Traceability.Pallets;

namespace RuralEc.Traceability;

/// <summary>The second half of the room, from the packed box on: codes, pallets, certificates, handovers.</summary>
internal static class DistributionModule
{
    public static void AddDistribution(this IServiceCollection services)
    {
        services.AddScoped<LabelDesk>();
        services.AddScoped<LabelRunQuery>();
        services.AddScoped<CodeVoiding>();
        services.AddScoped<CodeLookup>();
        services.AddScoped<PackageWay>();
        services.AddScoped<SuspicionDesk>();
        services.AddSingleton<ScanCounter>();
        services.AddHostedService<ScanWriter>();
        services.AddScoped<Palletising>();
        services.AddScoped<PalletQuery>();
        services.AddScoped<SsccNumbering>();
        services.AddScoped<CertificateRegister>();
        services.AddScoped<CertificateQuery>();
        services.AddScoped<Shipping>();
        services.AddScoped<HandoverDesk>();
        services.AddScoped<HandoverDeciding>();
        services.AddScoped<HandoverQuery>();
        services.AddScoped<NodeDesk>();
        services.AddScoped<Custody>();
        services.AddScoped<FlowQuery>();
    }

    public static void MapDistribution(this IEndpointRouteBuilder routes)
    {
        CodeEndpoints.Map(routes);
        PalletEndpoints.Map(routes);
        CertificateEndpoints.Map(routes);
        HandoverEndpoints.Map(routes);
    }

    public static void ApplyDistribution(this ModelBuilder model)
    {
        CodesTables.Apply(model);
        PalletTables.Apply(model);
        CertificateTables.Apply(model);
        HandoverTables.Apply(model);
    }
}

namespace RuralEc.Server.Pages.Network;

internal static class NetworkModule
{
    public static void AddNetworkPages(this IServiceCollection services)
    {
        services.AddScoped<ColdLots>();
        services.AddScoped<EventSources>();
        services.AddScoped<ReportSources>();
        services.AddScoped<NetworkIndicators>();
        services.AddScoped<FigurePlaces>();
        services.AddScoped<FigureWords>();
        services.AddScoped<NetworkFindings>();
        services.AddScoped<NetworkMaps>();
        services.AddScoped<NetworkReport>();
        services.AddScoped<ReportDocument>();
    }
}

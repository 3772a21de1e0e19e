using RuralEc.Server.Pages.Trace;

namespace RuralEc.Server.Pages.Temperature;

internal static class TemperatureModule
{
    public static void AddTemperaturePages(this IServiceCollection services)
    {
        services.AddScoped<GoodsStories>();
        services.AddScoped<TemperatureSheets>();
        services.AddScoped<Shelf>();
        services.AddScoped<LegCosts>();
        services.AddTransient<TraceWords>();
        services.AddTransient<TemperatureWords>();
    }
}

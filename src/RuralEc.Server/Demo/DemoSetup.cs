namespace RuralEc.Server.Demo;

/// <summary>What <c>--demo</c> adds to the server.</summary>
internal static class DemoSetup
{
    public static void AddDemo(this IServiceCollection services)
    {
        services.AddScoped<DemoPeople>();
        services.AddScoped<DemoNetwork>();
        services.AddScoped<DemoOrchard>();
        services.AddScoped<DemoJourneys>();
        services.AddScoped<DemoColdChain>();
        services.AddSingleton<DemoFleet>();
        services.AddHostedService<DemoStart>();
        services.AddHostedService(provider => provider.GetRequiredService<DemoFleet>());
    }
}

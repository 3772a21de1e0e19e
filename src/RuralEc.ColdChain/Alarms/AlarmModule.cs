using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RuralEc.ColdChain.Alarms.Notices;
using RuralEc.ColdChain.Alarms.Windows;

namespace RuralEc.ColdChain.Alarms;

/// <summary>What the alarms of the room consist of.</summary>
internal static class AlarmModule
{
    public static void AddAlarms(this IServiceCollection services)
    {
        services.AddScoped<AlarmQuery>();
        services.AddScoped<AlarmFacts>();
        services.AddScoped<AlarmResponses>();
        services.AddSingleton<AlarmSignal>();
        services.AddSingleton<AlarmStream>();
        services.AddScoped<AlarmDesk>();
        services.AddScoped<WindowDesk>();
        services.AddScoped<AlarmBook>();
        services.AddScoped<AlarmJudge>();
        services.AddScoped<SilenceJudge>();
        services.AddScoped<StormJudge>();
        services.AddSingleton<ContactSecrets>();
        services.AddScoped<ContactDesk>();
        services.AddScoped<HostDesk>();
        services.AddScoped<NoticePlanner>();
        services.AddSingleton<NoticeDispatch>();
        services.AddHostedService(provider => provider.GetRequiredService<NoticeDispatch>());
        services.AddHostedService<AlarmWatch>();
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        AlarmEndpoints.Map(routes);
        WindowEndpoints.Map(routes);
        ContactEndpoints.Map(routes);
        HostEndpoints.Map(routes);
    }
}

using Microsoft.AspNetCore.Components.Web;
using RuralEc.Server.Evidence;
using RuralEc.Server.Exports;
using RuralEc.Server.Pages.Alarms;
using RuralEc.Server.Pages.Cooperative;
using RuralEc.Server.Pages.Devices;
using RuralEc.Server.Pages.Forms;
using RuralEc.Server.Pages.Network;
using RuralEc.Server.Pages.Node;
using RuralEc.Server.Pages.Officer;
using RuralEc.Server.Pages.Planning;
using RuralEc.Server.Pages.Temperature;

namespace RuralEc.Server.Pages;

/// <summary>Static server-rendered pages: no circuit, no script needed to read or enter.</summary>
internal static class PagesModule
{
    public static void AddPages(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddCascadingAuthenticationState();
        services.AddHttpContextAccessor();
        services.AddScoped<Outcomes>();
        services.AddScoped<Words>();
        services.AddScoped<StepWords>();
        services.AddScoped<HandoverWords>();
        services.AddScoped<Places>();
        services.AddScoped<CooperativeDuties>();
        services.AddScoped<NodeBoard>();
        services.AddScoped<NodeWords>();
        services.AddScoped<FactWords>();
        services.AddSingleton<ImportDesk>();
        services.AddScoped<ReportWords>();
        services.AddScoped<AlarmWords>();
        services.AddScoped<LiveWords>();
        services.AddScoped<AlarmLetters>();
        services.AddScoped<AlarmHistory>();
        services.AddScoped<AlarmPlaces>();
        services.AddScoped<ContactChoices>();
        services.AddScoped<GoodsLoading>();
        services.AddScoped<HtmlRenderer>();
        services.AddScoped<ReadingRows>();
        services.AddScoped<EvidenceBundle>();
        services.AddScoped<DistrictChoice>();
        services.AddScoped<PlanningWords>();
        services.AddTemperaturePages();
        services.AddNetworkPages();
    }

    public static void MapPages(this WebApplication app)
    {
        app.MapRazorComponents<App>();
        ReportTemplate.Map(app);
    }
}

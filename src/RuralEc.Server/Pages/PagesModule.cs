namespace RuralEc.Server.Pages;

/// <summary>Static server-rendered pages: no circuit, no script needed to read or enter.</summary>
internal static class PagesModule
{
    public static void AddPages(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddCascadingAuthenticationState();
        services.AddHttpContextAccessor();
    }

    public static void MapPages(this WebApplication app) => app.MapRazorComponents<App>();
}

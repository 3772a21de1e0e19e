using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace RuralEc.Server.Tests.Scan;

/// <summary>Renders one component as the server would, without a server.</summary>
internal static class Rendering
{
    public static async Task<string> HtmlAsync<TComponent>(
        string language,
        params (string Name, object? Value)[] parameters
    )
        where TComponent : IComponent
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddLocalization();
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        await using var provider = services.BuildServiceProvider();
        await using var renderer = new HtmlRenderer(provider, provider.GetRequiredService<ILoggerFactory>());
        var (ui, culture) = (CultureInfo.CurrentUICulture, CultureInfo.CurrentCulture);
        CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = new(language);
        try
        {
            return await renderer.Dispatcher.InvokeAsync(async () =>
                (
                    await renderer.RenderComponentAsync<TComponent>(
                        ParameterView.FromDictionary(parameters.ToDictionary(p => p.Name, p => p.Value))
                    )
                ).ToHtmlString()
            );
        }
        finally
        {
            (CultureInfo.CurrentUICulture, CultureInfo.CurrentCulture) = (ui, culture);
        }
    }
}

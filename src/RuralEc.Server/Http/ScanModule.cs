using System.IO.Compression;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.ResponseCompression;
using RuralEc.Server.Pages.Trace;

namespace RuralEc.Server.Http;

/// <summary>Consumers' pages and printed labels: their doors and what stands behind them.</summary>
internal static class ScanModule
{
    public static void AddScans(this IServiceCollection services)
    {
        services.AddSingleton<StoryCache>();
        services.AddScoped<PlaceBook>();
        services.AddScoped<TraceStories>();
        services.AddScoped<ScanAnswer>();
        services.AddReportLimit();
        services.AddResponseCompression(compression =>
        {
            // The pages hold no secret, so nothing can be guessed from their compressed length.
            compression.EnableForHttps = true;
            compression.Providers.Add<BrotliCompressionProvider>();
            compression.Providers.Add<GzipCompressionProvider>();
            compression.MimeTypes =
            [
                .. ResponseCompressionDefaults.MimeTypes,
                "image/svg+xml",
                "application/ld+json",
                "application/problem+json",
            ];
        });
        services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest);
        services.Configure<RequestLocalizationOptions>(localization =>
            localization.RequestCultureProviders.Insert(0, new CustomRequestCultureProvider(AskedLanguage))
        );
    }

    public static void MapScans(this WebApplication app)
    {
        app.UseWhen(context => IsScan(context.Request.Path), scans => scans.UseResponseCompression());
        DigitalLinkEndpoints.Map(app);
        ReportEndpoints.Map(app);
        LabelEndpoints.Map(app);
    }

    /// <summary>True below the two roots of scans.</summary>
    public static bool IsScan(PathString path) =>
        path.StartsWithSegments("/01", StringComparison.Ordinal)
        || path.StartsWithSegments("/t", StringComparison.OrdinalIgnoreCase);

    // ?lang=en of the page's own switch; and Chinese of any region or script is Chinese, before a second language counts.
    private static Task<ProviderCultureResult?> AskedLanguage(HttpContext http) =>
        http.Request.Query["lang"].ToString() switch
        {
            "en" => Task.FromResult<ProviderCultureResult?>(new("en")),
            "zh" or "zh-CN" => Chinese(),
            _ => http.Request.Headers.AcceptLanguage.ToString().StartsWith("zh", StringComparison.OrdinalIgnoreCase)
            && !http.Request.Cookies.ContainsKey(CookieRequestCultureProvider.DefaultCookieName)
            && !http.Request.Query.ContainsKey("culture")
                ? Chinese()
                : Task.FromResult<ProviderCultureResult?>(null),
        };

    private static Task<ProviderCultureResult?> Chinese() => Task.FromResult<ProviderCultureResult?>(new("zh-CN"));
}

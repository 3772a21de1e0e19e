using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.WebEncoders;
using RuralEc.ColdChain;
using RuralEc.ColdChain.Assets;
using RuralEc.Epcis;
using RuralEc.Logistics;
using RuralEc.Server.Alarms;
using RuralEc.Server.Cli;
using RuralEc.Server.ColdChainEvents;
using RuralEc.Server.Demo;
using RuralEc.Server.Evidence;
using RuralEc.Server.Exports;
using RuralEc.Server.Http;
using RuralEc.Server.Mqtt;
using RuralEc.Server.Pages;
using RuralEc.Server.Pages.Planning;
using RuralEc.Server.Security;
using RuralEc.Server.Storage;
using RuralEc.Server.Storage.Readings;
using RuralEc.Traceability;
using RuralEc.Traceability.Handovers;
using Scalar.AspNetCore;

namespace RuralEc.Server;

/// <summary>The whole composition on one screen: rooms, storage, doors.</summary>
internal static class RuralServer
{
    /// <summary>A body larger than this is refused with 413, in bytes.</summary>
    private const long BodyLimit = 1024 * 1024;

    /// <param name="replace">Lets a test put its clock in.</param>
    public static WebApplication Build(ServerOptions options, Action<IServiceCollection>? replace = null)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, ApplicationName = "RuralEc.Server" }
        );
        var services = builder.Services;
        builder.WebHost.UseUrls(options.Urls.Split(';'));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = BodyLimit;
            kestrel.AddServerHeader = false;
        });
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(4));

        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        services.AddStorage(options);
        services.AddHostedService<DatabaseStart>();
        services.AddSecurity();

        services.AddEpcis();
        services.AddTraceability();
        services.AddColdChain();
        services.AddRetention(options);
        services.AddAlarmChannels(options);
        services.AddMqtt(options, builder.Configuration);
        services.AddLogistics();
        services.AddChinaMaps();
        services.AddScoped<CustodyCheck>(provider => provider.GetRequiredService<Custody>().HadAsync);
        services.AddScoped<IGoodsLeave, GoodsLeave>();
        services.AddHostedService<StayEventWriter>();
        services.AddHostedService<SpoiledGoodsHold>();
        services.AddDoors();
        services.AddPages();
        services.AddScans();
        services.AddHostedService<StartNotice>();
        if (options.Demo)
        {
            services.AddDemo();
        }

        replace?.Invoke(services);

        var app = builder.Build();
        app.UseForwardedHeaders(
            new() { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto }
        );
        app.UseProblemPages();
        app.UseHeadAsGet();
        app.UseUtf8Json();
        app.UseRequestLocalization();
        app.UseStaticAssets();
        app.UseRouting();
        app.UseFormSizes();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
        app.UseAntiforgery();

        app.MapAccounts();
        app.MapTraceability();
        app.MapColdChain();
        app.MapExports();
        app.MapEvidence();
        app.MapLogistics();
        app.MapNodeMap();
        app.MapPlans();
        app.MapIndicators();
        app.MapScans();
        app.MapPages();
        app.MapMqtt();
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapScalarApiReference("/docs");
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false }).ExcludeFromDescription();
        app.MapHealthChecks("/health/ready").ExcludeFromDescription();
        return app;
    }

    /// <summary>What every door shares: strict JSON, problem details, validation, languages, the API description.</summary>
    private static void AddDoors(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json =>
        {
            var strict = json.SerializerOptions;
            strict.RespectNullableAnnotations = true;
            strict.RespectRequiredConstructorParameters = true;
            strict.AllowDuplicateProperties = false;
            strict.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            strict.NumberHandling = JsonNumberHandling.Strict;
            strict.MaxDepth = 32;
            strict.Converters.Add(
                new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
            );
            strict.Converters.Add(new ParsableJsonConverter());
            strict.Converters.Add(new OffsetTimeConverter());
        });
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        services.AddProblemDetails();
        services.AddExceptionHandler<UnreadableRequest>();
        services.AddValidation();
        services.Configure<WebEncoderOptions>(html => html.TextEncoderSettings = new(UnicodeRanges.All));
        services.AddHealthChecks().AddDbContextCheck();
        services.AddLocalization();
        services.AddRequestLocalization(localization =>
        {
            CultureInfo[] cultures = [new("zh-CN"), new("en")];
            localization.DefaultRequestCulture = new("zh-CN");
            localization.SupportedCultures = cultures;
            localization.SupportedUICultures = cultures;
        });
        services.AddApiDescription();
    }
}

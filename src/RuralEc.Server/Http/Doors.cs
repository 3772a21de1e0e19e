using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using RuralEc.Server.Storage;

namespace RuralEc.Server.Http;

/// <summary>Pieces of the web doors that need more than a line in the composition.</summary>
internal static class Doors
{
    /// <summary>Ready means that the records answer.</summary>
    public static void AddDbContextCheck(this IHealthChecksBuilder checks) => checks.AddCheck<RecordsAnswer>("records");

    /// <summary>A bare status becomes a problem for programs and a page for people.</summary>
    public static void UseProblemPages(this WebApplication app)
    {
        app.UseWhen(
            context => IsForProgram(context.Request),
            programs => programs.UseStatusCodePages(),
            people => people.UseStatusCodePagesWithReExecute("/error/{0}", createScopeForStatusCodePages: true)
        );

        // The page that says what went wrong is read, whatever the method of the request that failed.
        app.Use(
            (context, next) =>
            {
                if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null)
                {
                    context.Request.Method = HttpMethods.Get;
                }

                return next(context);
            }
        );
    }

    /// <summary>Libraries and pictures may be kept for a day; our own scripts and styles are asked for again.</summary>
    public static void UseStaticAssets(this WebApplication app) =>
        app.UseStaticFiles(
            new StaticFileOptions
            {
                OnPrepareResponse = file =>
                    file.Context.Response.Headers.CacheControl = file.Context.Request.Path.StartsWithSegments(
                        "/lib",
                        StringComparison.Ordinal
                    )
                        ? "public, max-age=86400"
                        : "no-cache",
            }
        );

    private static bool IsForProgram(HttpRequest request) =>
        request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
        || request.Path.StartsWithSegments("/openapi", StringComparison.Ordinal)
        || request.Headers.Accept.ToString() is var accept
            && !accept.Contains("text/html", StringComparison.Ordinal)
            && accept.Contains("json", StringComparison.Ordinal);

    private static void UseWhen(
        this IApplicationBuilder app,
        Func<HttpContext, bool> condition,
        Action<IApplicationBuilder> then,
        Action<IApplicationBuilder> otherwise
    )
    {
        app.UseWhen(condition, then);
        app.UseWhen(context => !condition(context), otherwise);
    }

    private sealed class RecordsAnswer(IServiceScopeFactory scopes) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context,
            CancellationToken cancellationToken = default
        )
        {
            await using var scope = scopes.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<RuralDb>().Database.CanConnectAsync(cancellationToken)
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy();
        }
    }
}

using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Net.Http.Headers;
using RuralEc.Server.Storage;

namespace RuralEc.Server.Http;

/// <summary>Pieces of the web doors that need more than a line in the composition.</summary>
internal static class Doors
{
    /// <summary>Ready means that the records answer.</summary>
    public static void AddDbContextCheck(this IHealthChecksBuilder checks) => checks.AddCheck<RecordsAnswer>("records");

    /// <summary>
    /// What fails becomes a problem for programs and a page for people: a bare status as well as an exception, which is
    /// logged when it is a fault of ours.
    /// </summary>
    public static void UseProblemPages(this WebApplication app)
    {
        app.UseWhen(
            context => IsForProgram(context.Request),
            programs => programs.UseStatusCodePages(),
            people => people.UseStatusCodePagesWithReExecute("/error/{0}", createScopeForStatusCodePages: true)
        );
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = _ => Task.CompletedTask });

        // The page that says what went wrong is read, whatever the method of the request that failed; and a refused
        // form leaves an empty page behind, which is none.
        app.Use(
            async (context, next) =>
            {
                var asked = context.Features.Get<IStatusCodeReExecuteFeature>() is null;
                if (!asked)
                {
                    context.Request.Method = HttpMethods.Get;
                }

                await next(context);
                if (asked && context.Response is { HasStarted: false, StatusCode: >= 400 } empty)
                {
                    empty.ContentType = null;
                }
            }
        );
    }

    /// <summary>
    /// What may be read may be asked for its headers alone (RFC 9110 §9.3.2): it is answered as GET, and Kestrel leaves
    /// the body out. Scans tell the two apart themselves, because only one of them is counted.
    /// </summary>
    public static void UseHeadAsGet(this WebApplication app) =>
        app.Use(
            (context, next) =>
            {
                if (HttpMethods.IsHead(context.Request.Method) && !ScanModule.IsScan(context.Request.Path))
                {
                    context.Request.Method = HttpMethods.Get;
                }

                return next(context);
            }
        );

    /// <summary>JSON between systems is UTF-8 (RFC 8259 §8.1): whoever announces another encoding is told so.</summary>
    public static void UseUtf8Json(this WebApplication app) =>
        app.Use(
            (context, next) =>
            {
                if (
                    MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var sent)
                    && sent.Charset.HasValue
                    && sent.SubTypeWithoutSuffix.Equals("json", StringComparison.OrdinalIgnoreCase)
                    && !sent.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
                    && !sent.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase)
                )
                {
                    context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
                    return Task.CompletedTask;
                }

                return next(context);
            }
        );

    /// <summary>
    /// A form that announces more than its page takes is too large (413). The check for forgery reads it first, and
    /// would call it unreadable.
    /// </summary>
    public static void UseFormSizes(this WebApplication app) =>
        app.Use(
            (context, next) =>
            {
                if (
                    HttpMethods.IsPost(context.Request.Method)
                    && context.Request.HasFormContentType
                    && context.Request.ContentLength
                        > context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize
                )
                {
                    context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
                    return Task.CompletedTask;
                }

                return next(context);
            }
        );

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

    /// <summary>True for a caller who reads problems rather than pages.</summary>
    public static bool IsForProgram(HttpRequest request) =>
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

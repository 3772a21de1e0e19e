using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using RuralEc.Server.Storage;

namespace RuralEc.Server.Security;

/// <summary>ASP.NET Core Identity: cookies for pages, bearer tokens for programs.</summary>
internal static class SecuritySetup
{
    /// <summary>Rate limit of the sign-in pages: 20 attempts and 600 looks a minute for each address.</summary>
    public const string SignInLimit = "sign-in";

    /// <summary>How often an address may try a password, at any door.</summary>
    public static readonly FixedWindowRateLimiterOptions SignInAttempts = new()
    {
        PermitLimit = 20,
        Window = TimeSpan.FromMinutes(1),
    };

    private const string CookieOrToken = "cookie-or-token";

    public static void AddSecurity(this IServiceCollection services)
    {
        services
            .AddAuthentication(CookieOrToken)
            .AddPolicyScheme(
                CookieOrToken,
                null,
                policy =>
                    policy.ForwardDefaultSelector = context =>
                        BasicHandler.IsAsked(context.Request) ? BasicHandler.SchemeName
                        : context
                            .Request.Headers.Authorization.ToString()
                            .StartsWith("Bearer ", StringComparison.Ordinal)
                            ? IdentityConstants.BearerScheme
                        : IdentityConstants.ApplicationScheme
            )
            .AddScheme<AuthenticationSchemeOptions, BasicHandler>(BasicHandler.SchemeName, null)
            .AddBearerToken(IdentityConstants.BearerScheme)
            .AddIdentityCookies();
        services
            .AddIdentityCore<Account>(identity =>
            {
                // Length beats composition rules (NIST SP 800-63B §5.1.1.2).
                identity.Password = new()
                {
                    RequiredLength = 10,
                    RequiredUniqueChars = 4,
                    RequireDigit = false,
                    RequireLowercase = false,
                    RequireUppercase = false,
                    RequireNonAlphanumeric = false,
                };
                identity.User.AllowedUserNameCharacters = AccountName.Characters;
                identity.Lockout.MaxFailedAccessAttempts = 10;
                identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
            })
            .AddRoles<IdentityRole<Guid>>()
            .AddSignInManager()
            .AddDefaultTokenProviders()
            .AddErrorDescriber<AccountErrors>()
            .AddEntityFrameworkStores<RuralDb>()
            .AddClaimsPrincipalFactory<AccountClaims>();
        services.AddSingleton<BasicSignIn>();
        services.AddScoped<AccountDesk>();
        services.AddSingleton<SetupCode>();
        services.ConfigureApplicationCookie(cookie =>
        {
            cookie.Cookie.Name = "ruralec";
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.LoginPath = "/account/sign-in";
            cookie.AccessDeniedPath = "/account/denied";
            cookie.ReturnUrlParameter = "returnUrl";
            cookie.ExpireTimeSpan = TimeSpan.FromDays(14);

            // A program gets a status, a person gets a page.
            cookie.Events.OnRedirectToLogin = context => Answer(context.HttpContext, context.RedirectUri, 401);
            cookie.Events.OnRedirectToAccessDenied = context => Answer(context.HttpContext, context.RedirectUri, 403);
        });
        services.AddAuthorization();
        // In the database: processes that share it take each other's cookies, tokens and webhook keys.
        services.AddDataProtection().SetApplicationName("RuralEc").PersistKeysToDbContext<RuralDb>();
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.AddPolicy(
                SignInLimit,
                context =>
                    RateLimitPartition.GetFixedWindowLimiter(
                        (context.Connection.RemoteIpAddress, HttpMethods.IsPost(context.Request.Method)),
                        who =>
                            who.Item2 ? SignInAttempts : new() { PermitLimit = 600, Window = TimeSpan.FromMinutes(1) }
                    )
            );
        });
    }

    private static Task Answer(HttpContext context, string redirect, int status)
    {
        if (context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
        {
            context.Response.StatusCode = status;
        }
        else
        {
            context.Response.Redirect(redirect);
        }

        return Task.CompletedTask;
    }
}

using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace RuralEc.Server.Security;

/// <summary>
/// Basic (RFC 7617) at the doors of geographic programs, which know no tokens, and nowhere else. These doors are open to
/// everybody, so wrong credentials are refused here: passed on, they would look as if nobody had signed in.
/// </summary>
internal sealed class BasicHandler(
    BasicSignIn basic,
    IProblemDetailsService problems,
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder), IAuthenticationRequestHandler
{
    public const string SchemeName = "basic";

    private const string Prefix = "Basic ";

    public static bool IsAsked(HttpRequest request) =>
        request.Path.StartsWithSegments("/ogc", StringComparison.Ordinal)
        && request.Headers.Authorization.ToString().StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    public async Task<bool> HandleRequestAsync()
    {
        if (!IsAsked(Request) || (await AuthenticateAsync()).Succeeded)
        {
            return false;
        }

        var tooMany = Context.Items.ContainsKey(typeof(BasicOutcome));
        Response.StatusCode = tooMany ? StatusCodes.Status429TooManyRequests : StatusCodes.Status401Unauthorized;
        if (!tooMany)
        {
            Response.Headers.WWWAuthenticate = "Basic realm=\"RuralEc\", charset=\"UTF-8\"";
        }

        Response.Headers.AccessControlAllowOrigin = "*";
        await problems.WriteAsync(
            new()
            {
                HttpContext = Context,
                ProblemDetails = tooMany ? new() { Status = Response.StatusCode } : AccountEndpoints.WrongCredentials,
            }
        );
        return true;
    }

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!IsAsked(Request))
        {
            return AuthenticateResult.NoResult();
        }

        var credentials = Request.Headers.Authorization.ToString()[Prefix.Length..].Trim();
        var (outcome, by) = await basic.CheckAsync(Context, credentials);
        if (outcome == BasicOutcome.TooMany)
        {
            Context.Items[typeof(BasicOutcome)] = outcome;
        }

        return by is null
            ? AuthenticateResult.Fail("Wrong credentials, or too many attempts.")
            : AuthenticateResult.Success(new(by, SchemeName));
    }
}

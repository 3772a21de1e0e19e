using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using RuralEc.Server.Http;

namespace RuralEc.Server.Security;

/// <summary>Tokens for programs, signing out, the language switch, and people for administrators.</summary>
internal static class AccountEndpoints
{
    /// <summary>The same answer for an unknown name, a wrong password and a locked account.</summary>
    public static ProblemDetails WrongCredentials =>
        new()
        {
            Status = StatusCodes.Status401Unauthorized,
            Type = Problems.TypeOf("wrong-credentials"),
            Title = "Wrong user name or password, or the account is locked for some minutes.",
            Detail = "用户名或密码不正确，或账号暂时锁定。",
        };

    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        var account = routes.MapGroup("/api/account").WithTags("Account");
        account
            .MapPost("/token", TokenAsync)
            .WithName("IssueToken")
            .WithSummary("Gives a bearer token for a user name and password.")
            .WithDescription(
                "The token lasts an hour; send it as `Authorization: Bearer …`. At most 20 attempts a minute from one address."
            )
            .Produces<AccessTokenResponse>()
            .RequireRateLimiting(SecuritySetup.SignInLimit);
        account
            .MapPost("/refresh", RefreshAsync)
            .WithName("RefreshToken")
            .WithSummary("Gives a new bearer token for a refresh token.")
            .WithDescription("A refresh token lasts 14 days and ends with a change of the password.")
            .Produces<AccessTokenResponse>()
            .RequireRateLimiting(SecuritySetup.SignInLimit);
        account
            .MapGet("/me", Me)
            .RequireAuthorization()
            .WithName("WhoAmI")
            .WithSummary("Who the caller is: name, role, party and districts.")
            .WithDescription("The claims that every query is limited by.");

        var people = routes
            .MapGroup("/api/accounts")
            .WithTags("Account")
            .RequireAuthorization(policy => policy.RequireRole(Roles.Administrator));
        people
            .MapGet("/", (AccountDesk desk, CancellationToken ct) => desk.ListAsync(ct))
            .WithName("ListAccounts")
            .WithSummary("Lists the people who may sign in.")
            .WithDescription("At most 500, by user name; administrators only.");
        people
            .MapPost("/", AddAsync)
            .WithName("AddAccount")
            .WithSummary("Adds a person, or gives one a new password, role and party.")
            .WithDescription(
                "Administrators only. Officers need districts, all but auditors and administrators a party."
            );

        routes.MapPost("/account/sign-out", SignOutAsync).ExcludeFromDescription();
        routes.MapGet("/account/language", Language).ExcludeFromDescription();
    }

    private static async Task<Results<SignInHttpResult, ProblemHttpResult>> TokenAsync(
        TokenRequest request,
        SignInManager<Account> signIn
    )
    {
        var account = AccountName.IsPossible(request.UserName)
            ? await signIn.UserManager.FindByNameAsync(request.UserName)
            : null;
        if (
            account is null
            || !(await signIn.CheckPasswordSignInAsync(account, request.Password, lockoutOnFailure: true)).Succeeded
        )
        {
            return TypedResults.Problem(WrongCredentials);
        }

        return TypedResults.SignIn(
            await signIn.CreateUserPrincipalAsync(account),
            authenticationScheme: IdentityConstants.BearerScheme
        );
    }

    private static async Task<Results<SignInHttpResult, ChallengeHttpResult>> RefreshAsync(
        RefreshTokenRequest request,
        SignInManager<Account> signIn,
        Microsoft.Extensions.Options.IOptionsMonitor<BearerTokenOptions> bearer,
        TimeProvider clock
    )
    {
        var ticket = bearer.Get(IdentityConstants.BearerScheme).RefreshTokenProtector.Unprotect(request.RefreshToken);
        if (
            ticket?.Properties.ExpiresUtc is { } expires
            && clock.GetUtcNow() < expires
            && await signIn.ValidateSecurityStampAsync(ticket.Principal) is { } account
        )
        {
            return TypedResults.SignIn(
                await signIn.CreateUserPrincipalAsync(account),
                authenticationScheme: IdentityConstants.BearerScheme
            );
        }

        return TypedResults.Challenge();
    }

    private static Ok<Caller> Me(ClaimsPrincipal by) =>
        TypedResults.Ok(
            new Caller(
                by.Identity?.Name ?? "",
                by.FindFirstValue("display_name") ?? "",
                by.FindFirstValue(ClaimTypes.Role) ?? "",
                by.FindFirstValue("party"),
                [.. by.FindAll("district").Select(c => c.Value)]
            )
        );

    private static async Task<Results<NoContent, ProblemHttpResult>> AddAsync(
        AccountRequest request,
        AccountDesk desk,
        CancellationToken ct
    )
    {
        var refused = await desk.AddOrResetAsync(
            new(
                request.UserName.Trim(),
                request.DisplayName.Trim(),
                request.Password,
                request.Role,
                request.Party,
                string.Join(',', request.Districts ?? [])
            ),
            ct
        );
        return refused is null
            ? TypedResults.NoContent()
            : TypedResults.Problem(
                refused.Text,
                statusCode: StatusCodes.Status422UnprocessableEntity,
                type: Problems.TypeOf("account-refused"),
                title: "The account was not added.",
                extensions: new Dictionary<string, object?> { ["pointer"] = "/" + refused.Field }
            );
    }

    private static async Task<RedirectHttpResult> SignOutAsync(
        SignInManager<Account> signIn,
        [FromForm] string? returnUrl
    )
    {
        await signIn.SignOutAsync();
        return TypedResults.LocalRedirect(LocalPath(returnUrl));
    }

    private static RedirectHttpResult Language(string? culture, string? returnUrl, HttpContext context)
    {
        var chosen = culture == "en" ? "en" : "zh-CN";
        context.Response.Cookies.Append(
            CookieRequestCultureProvider.DefaultCookieName,
            CookieRequestCultureProvider.MakeCookieValue(new(chosen)),
            new()
            {
                MaxAge = TimeSpan.FromDays(365),
                SameSite = SameSiteMode.Lax,
                IsEssential = true,
            }
        );
        return TypedResults.LocalRedirect(LocalPath(returnUrl));
    }

    /// <summary>A path of this site only: never a way out to another.</summary>
    public static string LocalPath(string? returnUrl) =>
        returnUrl is ['/', not ('/' or '\\'), ..] && !returnUrl.Any(char.IsControl) ? returnUrl : "/";
}

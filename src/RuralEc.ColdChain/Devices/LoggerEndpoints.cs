using System.Diagnostics;
using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace RuralEc.ColdChain.Devices;

internal static class LoggerEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var loggers = routes.MapGroup("/api/loggers").WithTags("Data loggers").RequireAuthorization();
        loggers
            .MapGet("/", List)
            .WithName("ListLoggers")
            .WithSummary("Lists data loggers")
            .WithDescription(
                "Loggers of your party, or those in your districts, by device id with the newest temperature. At most 200; pass the last device id as `after` for more."
            );
        loggers
            .MapGet("/{device}", Find)
            .WithName("FindLogger")
            .WithSummary("Shows a data logger")
            .WithDescription("The logger, where it is mounted, and its newest temperature in °C with both times.");
        loggers
            .MapGet("/{device}/dead-letters", DeadLetters)
            .WithName("ListDeadLetters")
            .WithSummary("Lists messages of a logger that could not be taken")
            .WithDescription(
                "Newest first, at most 200, with the reason. A payload is given as text, at most 4 KiB of it."
            );

        var keep = routes
            .MapGroup("/api/loggers")
            .WithTags("Data loggers")
            .RequireAuthorization(policy => policy.RequireRole(Reach.Keepers));
        keep.MapPost("/", Register)
            .WithName("RegisterLogger")
            .WithSummary("Registers a data logger and gives its secret")
            .WithDescription(
                "201 with the secret, which is shown this once. The same request again is 200 without it; rotate to get a new one. Example: `{\"id\":\"0197a1c0-0000-7000-8000-000000000001\",\"device\":\"DL-7\",\"model\":\"Elitech RCW-800\",\"intervalSeconds\":300}`."
            );
        keep.MapPost("/{device}/dead-letters/replay", Replay)
            .WithName("ReplayDeadLetters")
            .WithSummary("Tries again the messages that could not be taken")
            .WithDescription(
                "Those that can be read now become readings and are no dead letters any more; `taken` says how many. What was cut at 4 KiB, and numbers used twice, stay."
            );
        keep.MapPost("/{device}/secret", Rotate)
            .WithName("RotateLoggerSecret")
            .WithSummary("Gives a logger a new secret")
            .WithDescription("The old one ends at once and with it the open connection.");
        keep.MapPost("/{device}/revocation", Revoke)
            .WithName("RevokeLogger")
            .WithSummary("Withdraws a logger for good")
            .WithDescription(
                "It may not sign in again and is unmounted. Its readings stay. Repeating it changes nothing."
            );
    }

    private static async Task<Ok<IReadOnlyList<LoggerView>>> List(
        LoggerQuery loggers,
        ClaimsPrincipal user,
        CancellationToken ct,
        string? after = null
    ) => TypedResults.Ok(await loggers.ListAsync(user, after, ct));

    private static async Task<Results<Ok<LoggerView>, ProblemHttpResult>> Find(
        string device,
        LoggerQuery loggers,
        ClaimsPrincipal user,
        CancellationToken ct
    ) => await loggers.FindAsync(device, user, ct) is { } logger ? TypedResults.Ok(logger) : Unknown();

    private static async Task<Results<Ok<IEnumerable<DeadLetterView>>, ProblemHttpResult>> DeadLetters(
        string device,
        LoggerQuery loggers,
        ClaimsPrincipal user,
        CancellationToken ct
    ) =>
        await loggers.DeadLettersAsync(device, user, ct) is { } letters
            ? TypedResults.Ok(
                letters.Select(l => new DeadLetterView(
                    l.ReceivedAt,
                    l.Kind,
                    l.Detail,
                    l.Size,
                    Encoding.UTF8.GetString(l.Payload)
                ))
            )
            : Unknown();

    private static async Task<Results<Created<LoggerSecret>, Ok<LoggerView>, ProblemHttpResult>> Register(
        RegisterLogger command,
        LoggerRegister register,
        LoggerQuery loggers,
        ClaimsPrincipal user,
        CancellationToken ct
    ) =>
        await register.RegisterAsync(command, user, ct) switch
        {
            DeskAnswer.SecretGiven given => TypedResults.Created(
                $"/api/loggers/{given.Device}",
                new LoggerSecret(given.Device, given.Secret)
            ),
            DeskAnswer.AlreadyRecorded => TypedResults.Ok(
                await loggers.FindAsync(command.Device, user, ct) ?? throw new UnreachableException()
            ),
            var refused => Problems.Of(refused),
        };

    private static async Task<Results<Ok<ReplayedLetters>, ProblemHttpResult>> Replay(
        string device,
        DeadLetterDesk letters,
        ClaimsPrincipal user,
        CancellationToken ct
    ) =>
        await letters.ReplayAsync(device, user, ct) is { } taken
            ? TypedResults.Ok(new ReplayedLetters(taken))
            : Unknown();

    private static async Task<Results<Ok<LoggerSecret>, ProblemHttpResult>> Rotate(
        string device,
        LoggerRegister register,
        ClaimsPrincipal user,
        CancellationToken ct
    ) =>
        await register.RotateAsync(device, user, ct) switch
        {
            DeskAnswer.SecretGiven given => TypedResults.Ok(new LoggerSecret(given.Device, given.Secret)),
            var refused => Problems.Of(refused),
        };

    private static async Task<Results<NoContent, ProblemHttpResult>> Revoke(
        string device,
        LoggerRegister register,
        ClaimsPrincipal user,
        CancellationToken ct
    ) => Problems.NoContentOr(await register.RevokeAsync(device, user, ct));

    private static ProblemHttpResult Unknown() => Problems.NotFound("没有这个记录仪，或您无权查看。", "/device");
}

/// <param name="Size">Octets of the whole message.</param>
internal sealed record DeadLetterView(
    DateTimeOffset ReceivedAt,
    RefusalKind Kind,
    string Detail,
    int Size,
    string Payload
);

/// <param name="Taken">Messages that are readings now.</param>
internal sealed record ReplayedLetters(int Taken);

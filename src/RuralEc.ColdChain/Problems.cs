using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace RuralEc.ColdChain;

/// <summary>Problem details (RFC 9457) of this room: a type of ours, an English title, a Chinese sentence, a pointer.</summary>
internal static class Problems
{
    public static ProblemHttpResult Of(DeskAnswer answer) =>
        answer switch
        {
            DeskAnswer.IdTaken => Problem(
                StatusCodes.Status409Conflict,
                "id-taken",
                "Id already used",
                "该编号（id）已用于另一条内容不同的记录。",
                "/id"
            ),
            DeskAnswer.NotFound unknown => NotFound(unknown.Detail, unknown.Field),
            DeskAnswer.Forbidden rule => Problem(
                StatusCodes.Status422UnprocessableEntity,
                rule.Kind,
                rule.Title,
                rule.Detail,
                rule.Field
            ),
            _ => throw new UnreachableException(),
        };

    /// <summary>204 where the command is recorded, now or before; else the problem.</summary>
    public static Results<NoContent, ProblemHttpResult> NoContentOr(DeskAnswer answer) =>
        answer is DeskAnswer.Recorded or DeskAnswer.AlreadyRecorded ? TypedResults.NoContent() : Of(answer);

    public static ProblemHttpResult NotFound(string detail, string pointer) =>
        Problem(StatusCodes.Status404NotFound, "not-found", "Not found", detail, pointer);

    public static ProblemHttpResult Invalid(string kind, string title, string detail, string pointer) =>
        Problem(StatusCodes.Status400BadRequest, kind, title, detail, pointer);

    private static ProblemHttpResult Problem(int status, string kind, string title, string detail, string pointer) =>
        TypedResults.Problem(
            detail,
            statusCode: status,
            type: "https://ruralec.example/problems/" + kind,
            title: title,
            extensions: new Dictionary<string, object?> { ["pointer"] = pointer }
        );
}

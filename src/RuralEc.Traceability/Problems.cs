using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace RuralEc.Traceability;

/// <summary>Problem details (RFC 9457) of this room: a type of ours, an English title, a Chinese sentence, a pointer.</summary>
internal static class Problems
{
    private const string TypeRoot = "https://ruralec.example/problems/";

    public static ProblemHttpResult Of(Refusal refusal) =>
        TypedResults.Problem(
            refusal.Detail,
            statusCode: StatusCodes.Status422UnprocessableEntity,
            type: TypeRoot + refusal.Kind,
            title: refusal.Title,
            extensions: new Dictionary<string, object?>(refusal.Facts) { ["pointer"] = refusal.Field }
        );

    public static ProblemHttpResult Unprocessable(string kind, string title, string detail, string pointer) =>
        Of(new Refusal(kind, title, detail, pointer));

    public static ProblemHttpResult Conflict(string kind, string title, string detail, string pointer) =>
        TypedResults.Problem(
            detail,
            statusCode: StatusCodes.Status409Conflict,
            type: TypeRoot + kind,
            title: title,
            extensions: new Dictionary<string, object?> { ["pointer"] = pointer }
        );

    /// <summary>A parameter that says nothing we know.</summary>
    public static ProblemHttpResult Unreadable(string detail, string pointer) =>
        TypedResults.Problem(
            detail,
            statusCode: StatusCodes.Status400BadRequest,
            type: TypeRoot + "unreadable-request",
            title: "Unreadable request",
            extensions: new Dictionary<string, object?> { ["pointer"] = pointer }
        );

    /// <summary>The id in the request was used before, for something else.</summary>
    public static ProblemHttpResult IdTaken() =>
        Conflict("id-taken", "Id already used", "该编号（id）已用于另一条内容不同的记录。", "/id");

    /// <summary>Unknown, or another party's: the answer is the same, so that nothing is given away.</summary>
    public static ProblemHttpResult NotFound(string detail, string pointer) =>
        TypedResults.Problem(
            detail,
            statusCode: StatusCodes.Status404NotFound,
            type: TypeRoot + "not-found",
            title: "Not found",
            extensions: new Dictionary<string, object?> { ["pointer"] = pointer }
        );
}

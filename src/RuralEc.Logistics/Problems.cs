using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace RuralEc.Logistics;

/// <summary>Problem details (RFC 9457) of this room: a type of ours, an English title, a Chinese sentence, a pointer.</summary>
internal static class Problems
{
    public static ProblemHttpResult Of(Refusal refusal) => Of(StatusCodes.Status422UnprocessableEntity, refusal);

    public static ProblemHttpResult Conflict(string kind, string title, string detail, string pointer) =>
        Of(StatusCodes.Status409Conflict, new(kind, title, detail, pointer));

    /// <summary>Unknown, or out of reach: the answer is the same, so that nothing is given away.</summary>
    public static ProblemHttpResult NotFound(string detail, string pointer) =>
        Of(StatusCodes.Status404NotFound, new("not-found", "Not found", detail, pointer));

    public static ProblemHttpResult Unreadable(string detail, string pointer) =>
        Of(StatusCodes.Status400BadRequest, new("unreadable-request", "Unreadable request", detail, pointer));

    /// <summary>What is wrong with the rows of a file; nothing of it was taken. At most 100 are told.</summary>
    public static ProblemHttpResult OfRows(IReadOnlyList<(int? Row, Refusal Why)> faults) =>
        TypedResults.Problem(
            $"文件有{faults.Count}处错误，没有保存任何一行。",
            statusCode: StatusCodes.Status422UnprocessableEntity,
            type: "https://ruralec.example/problems/faulty-rows",
            title: "Faulty rows",
            extensions: new Dictionary<string, object?>
            {
                ["rows"] = faults
                    .Take(100)
                    .Select(f => new
                    {
                        row = f.Row,
                        pointer = f.Why.Field,
                        detail = f.Why.Detail,
                    }),
            }
        );

    /// <summary>A refusal with a status of its own.</summary>
    public static ProblemHttpResult Of(int status, Refusal why) =>
        TypedResults.Problem(
            why.Detail,
            statusCode: status,
            type: "https://ruralec.example/problems/" + why.Kind,
            title: why.Title,
            extensions: new Dictionary<string, object?> { ["pointer"] = why.Field }
        );
}

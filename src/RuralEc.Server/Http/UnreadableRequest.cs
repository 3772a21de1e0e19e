using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace RuralEc.Server.Http;

/// <summary>Answers what a caller sent wrong, or at the wrong moment, as a problem with a pointer to its place.</summary>
internal sealed class UnreadableRequest(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext,
        Exception exception,
        CancellationToken cancellationToken
    )
    {
        var problem = exception switch
        {
            BadHttpRequestException { InnerException: JsonException json } bad => new ProblemDetails
            {
                Status = bad.StatusCode,
                Type = Problems.TypeOf("unreadable-json"),
                Title = "The JSON cannot be read.",
                Detail = Plain(json),
                Extensions = { ["pointer"] = Pointer(json.Path) },
            },
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => new ProblemDetails
            {
                Status = StatusCodes.Status413PayloadTooLarge,
                Type = Problems.TypeOf("body-too-large"),
                Title = "The body is too large.",
            },
            BadHttpRequestException bad => new ProblemDetails
            {
                Status = bad.StatusCode,
                Type = Problems.TypeOf("unreadable-request"),
                Title = "The request cannot be read.",
                Detail = bad.Message.StartsWith("Failed to bind", StringComparison.Ordinal)
                    ? "A parameter has the wrong form: " + bad.Message.Split('"')[1]
                    : null,
            },
            DbUpdateConcurrencyException => new ProblemDetails
            {
                Status = StatusCodes.Status409Conflict,
                Type = Problems.TypeOf("changed-meanwhile"),
                Title = "Somebody else changed this meanwhile. Nothing was stored; read it again and retry.",
            },
            _ => null,
        };
        if (problem is null)
        {
            return false;
        }

        httpContext.Response.StatusCode = problem.Status!.Value;
        return await problems.TryWriteAsync(new() { HttpContext = httpContext, ProblemDetails = problem });
    }

    // System.Text.Json names .NET types and appends position data; a caller needs neither.
    private static string Plain(JsonException json)
    {
        var sentence = json.Message.Split(" Path: ")[0];
        return
            sentence.Contains("RuralEc.", StringComparison.Ordinal)
            || sentence.Contains("System.", StringComparison.Ordinal)
            ? Unnamed(sentence)
            : sentence;
    }

    private static string Unnamed(string sentence)
    {
        if (sentence.Contains("missing required", StringComparison.Ordinal))
        {
            return "Required members are missing: " + sentence[(sentence.LastIndexOf(':') + 1)..].Trim();
        }

        return sentence.Contains("could not be mapped", StringComparison.Ordinal)
            ? $"Unknown member {sentence.Split('\'')[1]}."
            : "The value has the wrong type or form.";
    }

    private static string Pointer(string? path) =>
        path is null or "$"
            ? ""
            : path[1..]
                .Replace('.', '/')
                .Replace("[", "/", StringComparison.Ordinal)
                .Replace("]", "", StringComparison.Ordinal);
}

using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace RuralEc.Server.Http;

/// <summary>Answers what a caller sent wrong, or at the wrong moment, as a problem with a pointer to its place.</summary>
internal sealed class UnreadableRequest(IProblemDetailsService problems, IHostApplicationLifetime life)
    : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext,
        Exception exception,
        CancellationToken cancellationToken
    )
    {
        if (exception is OperationCanceledException && IsOver(httpContext))
        {
            // Nobody waits for an answer: the caller went away, or the server stops and cuts the connection.
            httpContext.Abort();
            return true;
        }

        if (ProblemOf(exception) is not { } problem)
        {
            return false;
        }

        httpContext.Response.StatusCode = problem.Status!.Value;

        // A person gets the page of the status, which is written once this one is left.
        if (Doors.IsForProgram(httpContext.Request))
        {
            await problems.WriteAsync(new() { HttpContext = httpContext, ProblemDetails = problem });
        }

        return true;
    }

    private bool IsOver(HttpContext http) =>
        http.RequestAborted.IsCancellationRequested || life.ApplicationStopping.IsCancellationRequested;

    private static ProblemDetails? ProblemOf(Exception exception) =>
        exception switch
        {
            BadHttpRequestException { InnerException: JsonException json } bad => UnreadableJson.ProblemOf(
                json,
                bad.StatusCode
            ),
            BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest } bad => new()
            {
                Status = bad.StatusCode,
                Type = Problems.TypeOf("unreadable-request"),
                Title = "The request cannot be read.",
                Detail = Plain(bad.Message, out var place),
                Extensions = { ["pointer"] = place },
            },
            BadHttpRequestException bad => new() { Status = bad.StatusCode },
            DbUpdateConcurrencyException => new()
            {
                Status = StatusCodes.Status409Conflict,
                Type = Problems.TypeOf("changed-meanwhile"),
                Title = "Somebody else changed this meanwhile. Nothing was stored; read it again and retry.",
                Detail = "他人刚刚更改了同一批货或同一条记录，本次没有保存。请刷新后重试。",
            },
            _ => null,
        };

    // The framework's sentences name .NET types, as in: Required parameter "OffsetTime from" was not provided.
    private static string Plain(string message, out string place)
    {
        place = "";
        if (message.StartsWith("Implicit body", StringComparison.Ordinal))
        {
            return "A JSON body is needed.";
        }

        if (message.Split('"') is not [_, var parameter, ..])
        {
            return "The request is malformed.";
        }

        var name = parameter[(parameter.LastIndexOf(' ') + 1)..];
        place = "/" + name;
        return message.StartsWith("Required", StringComparison.Ordinal)
            ? $"The parameter {name} is missing."
            : $"The parameter {name} has the wrong form.";
    }
}

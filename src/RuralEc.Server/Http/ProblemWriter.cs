using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using HttpJson = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace RuralEc.Server.Http;

/// <summary>
/// Writes every problem of the programs' doors in one form: a type of ours, a sentence, and a JSON pointer where there is
/// a place to point at. A caller whose Accept header leaves problems out gets one all the same.
/// </summary>
internal sealed class ProblemWriter(IOptions<HttpJson> json) : IProblemDetailsWriter
{
    private const string MediaType = "application/problem+json";

    public bool CanWrite(ProblemDetailsContext context) => true;

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var http = context.HttpContext;
        var problem = context.ProblemDetails is HttpValidationProblemDetails faults
            ? OfFaults(faults)
            : context.ProblemDetails;
        var status = problem.Status ??= http.Response.StatusCode;
        if (problem.Type is null)
        {
            var (name, title, detail) = Problems.Of(status);
            (problem.Type, problem.Title) = (Problems.TypeOf(name), title);
            problem.Detail ??= detail;
        }
        problem.Extensions["traceId"] = Activity.Current?.Id ?? http.TraceIdentifier;
        http.Response.StatusCode = status;
        await http.Response.WriteAsJsonAsync(problem, json.Value.SerializerOptions, MediaType, CancellationToken.None);
    }

    /// <summary>The faults of single fields: all of them, and the first one as the problem's own.</summary>
    private static ProblemDetails OfFaults(HttpValidationProblemDetails faults)
    {
        var all = faults
            .Errors.SelectMany(field => field.Value.Select(detail => new FieldFault(PointerOf(field.Key), detail)))
            .OrderBy(fault => fault.Pointer, StringComparer.Ordinal)
            .ToList();
        return new()
        {
            Status = StatusCodes.Status400BadRequest,
            Type = Problems.TypeOf("invalid-field"),
            Title = "A field is missing or out of its limits.",
            Detail = all.Count > 0 ? all[0].Detail : null,
            Extensions = { ["pointer"] = all.Count > 0 ? all[0].Pointer : "", ["errors"] = all },
        };
    }

    // The framework says Inputs[0].Quantity; the caller wrote /inputs/0/quantity.
    private static string PointerOf(string path) =>
        string.Concat(
            path.Replace("[", ".", StringComparison.Ordinal)
                .Replace("]", "", StringComparison.Ordinal)
                .Split('.', StringSplitOptions.RemoveEmptyEntries)
                .Select(name => "/" + JsonNamingPolicy.CamelCase.ConvertName(name))
        );
}

/// <summary>What is wrong with one field.</summary>
internal sealed record FieldFault(string Pointer, string Detail);

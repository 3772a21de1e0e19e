using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace RuralEc.Traceability.Lots;

/// <summary>Turns the outcome of a step into an HTTP answer with the thing it made: 201, 200, 404, 409 or 422.</summary>
internal static class StepAnswer
{
    public static async Task<Results<Created<TView>, Ok<TView>, ProblemHttpResult>> WithAsync<TView>(
        this StepOutcome outcome,
        string location,
        Func<Task<TView?>> view
    )
        where TView : class =>
        outcome switch
        {
            StepOutcome.Recorded when await view() is { } made => TypedResults.Created(location, made),
            StepOutcome.AlreadyRecorded when await view() is { } made => TypedResults.Ok(made),
            StepOutcome.IdTaken => Problems.IdTaken(),
            StepOutcome.NotFound unknown => Problems.NotFound(unknown.Detail, unknown.Field),
            StepOutcome.Refused refused => Problems.Of(refused.Why),
            _ => throw new UnreachableException(),
        };

    /// <summary>The receipt of the step itself, for steps that make nothing new.</summary>
    public static Results<Ok<StepReceipt>, ProblemHttpResult> Plain(this StepOutcome outcome) =>
        outcome switch
        {
            StepOutcome.Recorded recorded => TypedResults.Ok(recorded.Receipt),
            StepOutcome.AlreadyRecorded recorded => TypedResults.Ok(recorded.Receipt),
            StepOutcome.IdTaken => Problems.IdTaken(),
            StepOutcome.NotFound unknown => Problems.NotFound(unknown.Detail, unknown.Field),
            StepOutcome.Refused refused => Problems.Of(refused.Why),
            _ => throw new UnreachableException(),
        };
}

using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using RuralEc.ColdChain;
using RuralEc.ColdChain.Alarms;
using RuralEc.ColdChain.Evidence;
using RuralEc.Server.Exports;

namespace RuralEc.Server.Evidence;

/// <summary>Evidence as a file to take away: for a case, an insurer, or the party that is blamed.</summary>
internal static class EvidenceEndpoints
{
    private const string Contents =
        "A ZIP: `readings.csv`, every reading as it was received; `evidence.json`, the loggers with calibrations, mountings, clocks and what is missing, the goods, the rules and the judgement; `index.html`, the same to read, print and sign; `SHA256SUMS`, for `sha256sum -c`.";

    public static void MapEvidence(this IEndpointRouteBuilder routes)
    {
        routes
            .MapGroup("/api/alarms")
            .WithTags("Alarms")
            .RequireAuthorization()
            .MapGet("/{id:guid}/evidence", OfAlarm)
            .WithName("TakeAlarmEvidence")
            .WithSummary("Gives the evidence of an alarm")
            .WithDescription(
                $"{Contents} From an hour before it began to an hour after it ended. The alarm's history notes who took it, with the SHA-256 of `SHA256SUMS`."
            )
            .Produces(StatusCodes.Status200OK, contentType: "application/zip");
        routes
            .MapGroup("/api/temperature-stories")
            .WithTags("Temperature stories")
            .RequireAuthorization()
            .MapGet("/evidence", OfItem)
            .WithName("TakeTemperatureEvidence")
            .WithSummary("Gives the evidence of what a lot or pallet went through")
            .WithDescription(
                $"{Contents} As far as it was in your party's or districts' assets; the window is at most 92 days."
            )
            .Produces(StatusCodes.Status200OK, contentType: "application/zip");
    }

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> OfAlarm(
        Guid id,
        EvidenceQuery evidence,
        EvidenceBundle bundle,
        AlarmDesk desk,
        ClaimsPrincipal user,
        CancellationToken ct
    )
    {
        if (await evidence.OfAlarmAsync(id, user, ct) is not { } facts)
        {
            return ExportEndpoints.NotFound("没有这条告警，或您无权查看。", "/id");
        }

        var made = await bundle.MakeAsync(facts, user, ct);
        await desk.NoteEvidenceAsync(id, made.Hash, user, ct);
        return TypedResults.File(made.File, "application/zip", $"evidence-{id}.zip");
    }

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> OfItem(
        string itemUri,
        OffsetTime from,
        OffsetTime to,
        string productClass,
        EvidenceQuery evidence,
        EvidenceBundle bundle,
        ClaimsPrincipal user,
        CancellationToken ct
    )
    {
        if (ExportEndpoints.Check(from, to) is { } refused)
        {
            return refused;
        }

        if (await evidence.OfItemAsync(user, itemUri, from.Value, to.Value, productClass, ct) is not { } facts)
        {
            return ExportEndpoints.NotFound("没有该批次或托盘的存放记录，或您无权查看。", "/itemUri");
        }

        var made = await bundle.MakeAsync(facts, user, ct);
        return TypedResults.File(
            made.File,
            "application/zip",
            $"evidence-{itemUri[(itemUri.LastIndexOf('/') + 1)..]}-{ExportEndpoints.Day(from)}.zip"
        );
    }
}

using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using RuralEc.Gs1;
using RuralEc.Traceability.Lots;

namespace RuralEc.Traceability.Pallets;

/// <summary>Pallets as JSON.</summary>
internal static class PalletEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var pallets = routes.MapGroup("/api/pallets").WithTags("Pallets").RequireAuthorization();
        pallets
            .MapPost("/", Pack)
            .RequireAuthorization(p => p.RequireRole(Roles.Clerk, Roles.Manager, Roles.Operator))
            .WithName("PackPallet")
            .WithSummary("Packs a pallet.")
            .WithDescription(
                "Loose boxes go onto a new pallet, by serials, by a range of labels or by quantity; their codes become active."
            );
        pallets
            .MapPost("/unpackings", Unpack)
            .RequireAuthorization(p => p.RequireRole(Roles.Clerk, Roles.Manager, Roles.Operator))
            .WithName("UnpackPallet")
            .WithSummary("Takes a pallet apart.")
            .WithDescription("Everything on it becomes loose stock of the place; its number is never used again.");
        pallets
            .MapPut("/company-prefix", StatePrefix)
            .RequireAuthorization(p => p.RequireRole(Roles.Manager))
            .WithName("StateCompanyPrefix")
            .WithSummary("States the GS1 company prefix for pallet numbers.")
            .WithDescription("It must begin the GLN of one's own party.");
        pallets
            .MapGet("/", List)
            .WithName("ListPallets")
            .WithSummary("Lists pallets.")
            .WithDescription("The latest 200 within reach, with what was packed onto them.");
        pallets
            .MapGet("/{sscc}", Find)
            .WithName("FindPallet")
            .WithSummary("Finds a pallet.")
            .WithDescription("What was packed onto it and where it stands.");
    }

    private static async Task<Results<Created<PalletView>, Ok<PalletView>, ProblemHttpResult>> Pack(
        PackPallet command,
        Palletising palletising,
        PalletQuery pallets,
        ClaimsPrincipal by,
        CancellationToken ct
    )
    {
        var outcome = await palletising.PackAsync(by, command, ct);
        var packed = outcome is StepOutcome.Recorded ? await pallets.PackedByAsync(by, command.Id, ct) : null;
        return await outcome.WithAsync(
            $"/api/pallets/{packed?.Sscc}",
            async () => packed ?? await pallets.PackedByAsync(by, command.Id, ct)
        );
    }

    private static async Task<Results<Ok<StepReceipt>, ProblemHttpResult>> Unpack(
        UnpackPallet command,
        Palletising palletising,
        ClaimsPrincipal by,
        CancellationToken ct
    ) => (await palletising.UnpackAsync(by, command, ct)).Plain();

    private static async Task<Results<NoContent, ProblemHttpResult>> StatePrefix(
        StateCompanyPrefix command,
        SsccNumbering numbering,
        ClaimsPrincipal by,
        CancellationToken ct
    ) => await numbering.StateAsync(by, command, ct) is { } refused ? Problems.Of(refused) : TypedResults.NoContent();

    private static async Task<Ok<IReadOnlyList<PalletView>>> List(
        PalletQuery pallets,
        ClaimsPrincipal by,
        CancellationToken ct
    ) => TypedResults.Ok(await pallets.ListAsync(by, ct));

    private static async Task<Results<Ok<PalletView>, ProblemHttpResult>> Find(
        Sscc sscc,
        PalletQuery pallets,
        ClaimsPrincipal by,
        CancellationToken ct
    ) =>
        await pallets.OfAsync(by, sscc, ct) is { } pallet
            ? TypedResults.Ok(pallet)
            : Problems.NotFound("没有这个托盘。", "/sscc");
}

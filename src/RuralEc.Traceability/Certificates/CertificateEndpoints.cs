using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using RuralEc.Traceability.Lots;

namespace RuralEc.Traceability.Certificates;

/// <summary>Certificates as JSON.</summary>
internal static class CertificateEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var certificates = routes.MapGroup("/api/certificates").WithTags("Certificates");
        certificates
            .MapPost("/", Issue)
            .RequireAuthorization(p => p.RequireRole(Roles.Clerk, Roles.Manager, Roles.Operator))
            .WithName("IssueCertificate")
            .WithSummary("Issues a conformity certificate (承诺达标合格证) for a lot.")
            .WithDescription(
                "The wording follows the day of issue and who issues. With a test as basis, every active ingredient in the farm log must have been tested for."
            );
        certificates
            .MapPost("/voids", Void)
            .RequireAuthorization(p => p.RequireRole(Roles.Manager, Roles.Operator))
            .WithName("VoidCertificate")
            .WithSummary("Voids a certificate.")
            .WithDescription(
                "It stays in the register with the reason; its lot may not be shipped until a new one is issued."
            );
        certificates
            .MapGet("/", List)
            .RequireAuthorization()
            .WithName("ListCertificates")
            .WithSummary("Lists certificates.")
            .WithDescription("The latest 200 of one's own party or of one's district.");
        certificates
            .MapGet("/{number}", Find)
            .AllowAnonymous()
            .WithName("FindCertificate")
            .WithSummary("Reads a certificate.")
            .WithDescription("With all its wording, void or not. A certificate goes with the goods: no login.");
    }

    private static async Task<Results<Created<CertificateView>, Ok<CertificateView>, ProblemHttpResult>> Issue(
        IssueCertificate command,
        CertificateRegister register,
        CertificateQuery certificates,
        ClaimsPrincipal by,
        CancellationToken ct
    )
    {
        var outcome = await register.IssueAsync(by, command, ct);
        var issued = outcome is StepOutcome.Recorded or StepOutcome.AlreadyRecorded
            ? await certificates.OfIdAsync(command.Id, ct)
            : null;
        return await outcome.WithAsync($"/api/certificates/{issued?.Number}", () => Task.FromResult(issued));
    }

    private static async Task<Results<Ok<StepReceipt>, ProblemHttpResult>> Void(
        VoidCertificate command,
        CertificateRegister register,
        ClaimsPrincipal by,
        CancellationToken ct
    ) => (await register.VoidAsync(by, command, ct)).Plain();

    private static async Task<Ok<IReadOnlyList<CertificateView>>> List(
        CertificateQuery certificates,
        ClaimsPrincipal by,
        CancellationToken ct
    ) => TypedResults.Ok(await certificates.ListAsync(by, ct));

    private static async Task<Results<Ok<CertificateView>, ProblemHttpResult>> Find(
        string number,
        CertificateQuery certificates,
        CancellationToken ct
    ) =>
        await certificates.OfNumberAsync(number, ct) is { } certificate
            ? TypedResults.Ok(certificate)
            : Problems.NotFound("没有这张合格证。", "/number");
}

using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using RuralEc.ColdChain.Assets;

namespace RuralEc.ColdChain.Alarms.Notices;

internal static class ContactEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGroup("/api/alarm-contacts")
            .WithTags("Alarm contacts")
            .RequireAuthorization()
            .MapGet("/", List)
            .WithName("ListContacts")
            .WithSummary("Lists who is told of alarms")
            .WithDescription(
                "The contacts of your party or your districts, with when they were last told and what went wrong. Keys are not shown."
            );
        var keep = routes
            .MapGroup("/api/alarm-contacts")
            .WithTags("Alarm contacts")
            .RequireAuthorization(policy => policy.RequireRole(Reach.Notifiers));
        keep.MapPost("/", Add)
            .WithName("AddContact")
            .WithSummary("Adds somebody or something to tell of alarms")
            .WithDescription(
                "201; for a webhook with the key that signs it, which is shown this once. The same request again is 200 without it. How to verify a signature: docs/operations.md. Examples: `{\"id\":\"0197a1c0-0000-7000-8000-000000000031\",\"name\":\"值班室\",\"channel\":\"email\",\"target\":\"duty@example.cn\",\"quietFrom\":\"22:00\",\"quietTo\":\"06:00\",\"quietSeverity\":\"warning\",\"repeatMinutes\":30}`, `{\"id\":\"0197a1c0-0000-7000-8000-000000000032\",\"name\":\"WMS\",\"channel\":\"webhook\",\"target\":\"https://wms.example.cn/hooks/ruralec\",\"language\":\"en\"}`, `{\"id\":\"0197a1c0-0000-7000-8000-000000000033\",\"name\":\"声光报警器\",\"channel\":\"mqtt\",\"target\":\"ALARM-BOX-1\"}`."
            );
        keep.MapPut("/{id:guid}", Change)
            .WithName("ChangeContact")
            .WithSummary("Changes a contact")
            .WithDescription("Everything but its channel, as in AddContact; the `id` of the body is not looked at.");
        keep.MapPost("/{id:guid}/removal", Remove)
            .WithName("RemoveContact")
            .WithSummary("Removes a contact")
            .WithDescription("It is told nothing more, not even what waits.");
        keep.MapPost("/{id:guid}/secret", Rotate)
            .WithName("RotateContactSecret")
            .WithSummary("Gives a webhook a new key")
            .WithDescription("The old one signs nothing more from then on.");
        keep.MapPost("/{id:guid}/trial", Try)
            .WithName("TryContact")
            .WithSummary("Tells a contact that nothing happened")
            .WithDescription("Once and at once; answers whether the target took it, within 20 seconds.");
    }

    private static async Task<Ok<IReadOnlyList<ContactView>>> List(
        ContactDesk contacts,
        ClaimsPrincipal user,
        CancellationToken ct
    ) => TypedResults.Ok(await contacts.ListAsync(user, ct));

    private static async Task<Results<Created<ContactSecret>, Ok<RecordedId>, ProblemHttpResult>> Add(
        SaveContact command,
        ContactDesk contacts,
        ClaimsPrincipal user,
        CancellationToken ct
    ) =>
        await contacts.AddAsync(command, user, ct) switch
        {
            DeskAnswer.SecretGiven given => TypedResults.Created(
                "/api/alarm-contacts",
                new ContactSecret(Guid.Parse(given.Device), given.Secret)
            ),
            DeskAnswer.Recorded made => TypedResults.Created("/api/alarm-contacts", new ContactSecret(made.Id, null)),
            DeskAnswer.AlreadyRecorded again => TypedResults.Ok(new RecordedId(again.Id)),
            var refused => Problems.Of(refused),
        };

    private static async Task<Results<NoContent, ProblemHttpResult>> Change(
        Guid id,
        SaveContact command,
        ContactDesk contacts,
        ClaimsPrincipal user,
        CancellationToken ct
    ) => Problems.NoContentOr(await contacts.ChangeAsync(id, command, user, ct));

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        Guid id,
        ContactDesk contacts,
        ClaimsPrincipal user,
        CancellationToken ct
    ) => Problems.NoContentOr(await contacts.RemoveAsync(id, user, ct));

    private static async Task<Results<Ok<ContactSecret>, ProblemHttpResult>> Rotate(
        Guid id,
        ContactDesk contacts,
        ClaimsPrincipal user,
        CancellationToken ct
    ) =>
        await contacts.RotateAsync(id, user, ct) switch
        {
            DeskAnswer.SecretGiven given => TypedResults.Ok(new ContactSecret(id, given.Secret)),
            var refused => Problems.Of(refused),
        };

    private static async Task<Results<Ok<ContactTrial>, ProblemHttpResult>> Try(
        Guid id,
        ContactDesk contacts,
        ClaimsPrincipal user,
        CancellationToken ct
    ) =>
        await contacts.TryAsync(id, user, ct) is { } trial
            ? TypedResults.Ok(trial)
            : Problems.NotFound("没有这个联系人，或您无权使用。", "/id");
}

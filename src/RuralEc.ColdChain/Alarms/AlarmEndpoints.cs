using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using RuralEc.ColdChain.Assets;
using RuralEc.Gs1;

namespace RuralEc.ColdChain.Alarms;

internal static class AlarmEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var alarms = routes.MapGroup("/api/alarms").WithTags("Alarms").RequireAuthorization();
        alarms
            .MapGet("/", List)
            .WithName("ListAlarms")
            .WithSummary("Lists alarms: temperature, silence, battery, and whole nodes")
            .WithDescription(
                "One alarm is one episode; what a node's alarm stands for is listed with it and not beside it. `open=true` gives those that last, the worst first; `open=false` those that are over and no parameter both, the newest first. At most 200; pass the last id as `after` for more. Alarms that late readings retracted are not listed. Temperatures in °C. Example: `?open=true&severity=critical&node=9521234100041`."
            );
        alarms
            .MapGet("/{id:guid}", Find)
            .WithName("FindAlarm")
            .WithSummary("Shows an alarm with its history")
            .WithDescription(
                "The alarm, also a retracted one, with its members, the lots and pallets concerned, what each desk did, and every change in order."
            );
        alarms
            .MapGet(
                "/changes",
                (AlarmStream stream, ClaimsPrincipal user) => TypedResults.ServerSentEvents(stream.OfAsync(user))
            )
            .WithName("WatchAlarms")
            .WithSummary("Says at once when alarms change, as server-sent events")
            .WithDescription(
                "An event `alarms` with how many open alarms nobody at the caller's desk has acknowledged, by severity, and when the newest was opened; the first at once, then one a second at most while something changes. What changed: `GET /api/alarms?open=true`."
            );

        var handle = routes
            .MapGroup("/api/alarms/{id:guid}")
            .WithTags("Alarms")
            .RequireAuthorization(policy => policy.RequireRole(Reach.Handlers));
        handle
            .MapPost("/acknowledgements", Acknowledge)
            .WithName("AcknowledgeAlarm")
            .WithSummary("Acknowledges an alarm for one's own desk")
            .WithDescription(
                "Ends its reminders until it becomes worse. The people of the party and the officers acknowledge separately. Nobody can clear an alarm by hand. Example: `{\"id\":\"0197a1c0-0000-7000-8000-000000000011\",\"comment\":\"压缩机跳闸，已复位\"}`."
            );
        handle
            .MapPost("/comments", Comment)
            .WithName("CommentAlarm")
            .WithSummary("Adds a comment to an alarm")
            .WithDescription(
                "Example: `{\"id\":\"0197a1c0-0000-7000-8000-000000000012\",\"comment\":\"货已移到2号库\"}`."
            );
        handle
            .MapPost("/assignments", Assign)
            .WithName("AssignAlarm")
            .WithSummary("Says who takes care of an alarm")
            .WithDescription(
                "`to` is the user name of somebody at one's own desk; without it nobody does. Example: `{\"id\":\"0197a1c0-0000-7000-8000-000000000013\",\"to\":\"warehouse\"}`."
            );
        handle
            .MapPost("/snoozes", Snooze)
            .WithName("SnoozeAlarm")
            .WithSummary("Stops an alarm's reminders for a while")
            .WithDescription(
                "At most 12 hours; it ends at once when the alarm becomes worse. Example: `{\"id\":\"0197a1c0-0000-7000-8000-000000000014\",\"until\":\"2026-06-27T05:00:00+08:00\"}`."
            );

        routes
            .MapGroup("/api/loggers")
            .WithTags("Alarms")
            .RequireAuthorization(policy => policy.RequireRole(Reach.Keepers))
            .MapPut("/{device}/watch", Watch)
            .WithName("WatchLogger")
            .WithSummary("Sets when a logger is silent or low on battery")
            .WithDescription(
                "What is left out follows the rule for all: silent after three intervals, low below 15 %, fine above 20 %. Example: `{\"silentAfterSeconds\":7200}`."
            );
    }

    private static async Task<Ok<IReadOnlyList<AlarmView>>> List(
        AlarmQuery alarms,
        ClaimsPrincipal user,
        CancellationToken ct,
        bool? open = null,
        SnakeName<Severity>? severity = null,
        SnakeName<AlarmKind>? kind = null,
        Gln? node = null,
        Guid? assetId = null,
        string? assignedTo = null,
        bool unacknowledged = false,
        Guid? after = null
    ) =>
        TypedResults.Ok(
            await alarms.ListAsync(
                user,
                new(open, severity?.Value, kind?.Value, node, assetId, assignedTo, unacknowledged, after),
                ct
            )
        );

    private static async Task<Results<Ok<AlarmDetails>, ProblemHttpResult>> Find(
        Guid id,
        AlarmQuery alarms,
        ClaimsPrincipal user,
        CancellationToken ct
    ) =>
        await alarms.FindAsync(id, user, ct) is { } alarm
            ? TypedResults.Ok(alarm)
            : Problems.NotFound("没有这条告警，或您无权查看。", "/id");

    private static async Task<Results<Created<RecordedId>, Ok<RecordedId>, ProblemHttpResult>> Acknowledge(
        Guid id,
        AcknowledgeAlarm command,
        AlarmDesk desk,
        ClaimsPrincipal user,
        CancellationToken ct
    ) => RecordedId.Answer(await desk.AcknowledgeAsync(id, command, user, ct), $"/api/alarms/{id}");

    private static async Task<Results<Created<RecordedId>, Ok<RecordedId>, ProblemHttpResult>> Comment(
        Guid id,
        CommentAlarm command,
        AlarmDesk desk,
        ClaimsPrincipal user,
        CancellationToken ct
    ) => RecordedId.Answer(await desk.CommentAsync(id, command, user, ct), $"/api/alarms/{id}");

    private static async Task<Results<Created<RecordedId>, Ok<RecordedId>, ProblemHttpResult>> Assign(
        Guid id,
        AssignAlarm command,
        AlarmDesk desk,
        ClaimsPrincipal user,
        CancellationToken ct
    ) => RecordedId.Answer(await desk.AssignAsync(id, command, user, ct), $"/api/alarms/{id}");

    private static async Task<Results<Created<RecordedId>, Ok<RecordedId>, ProblemHttpResult>> Snooze(
        Guid id,
        SnoozeAlarm command,
        AlarmDesk desk,
        ClaimsPrincipal user,
        CancellationToken ct
    ) => RecordedId.Answer(await desk.SnoozeAsync(id, command, user, ct), $"/api/alarms/{id}");

    private static async Task<Results<NoContent, ProblemHttpResult>> Watch(
        string device,
        WatchLogger command,
        AlarmDesk desk,
        ClaimsPrincipal user,
        CancellationToken ct
    ) => Problems.NoContentOr(await desk.WatchAsync(device, command, user, ct));
}

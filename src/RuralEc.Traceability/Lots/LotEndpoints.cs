using System.Diagnostics;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using RuralEc.Gs1;

namespace RuralEc.Traceability.Lots;

/// <summary>Lots, and what happens to them between harvest and box, as JSON.</summary>
internal static class LotEndpoints
{
    private static readonly string[] Readers =
    [
        Roles.Clerk,
        Roles.Manager,
        Roles.Operator,
        Roles.Officer,
        Roles.Auditor,
        Roles.Administrator,
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        MapQueries(routes);
        MapGrowerSteps(routes.MapGroup("/api").WithTags("Lots"));
        MapWarehouseSteps(routes.MapGroup("/api").WithTags("Lots"));
    }

    private static void MapQueries(IEndpointRouteBuilder routes)
    {
        var lots = routes.MapGroup("/api/lots").WithTags("Lots").RequireAuthorization(p => p.RequireRole(Readers));
        lots.MapGet("/", List)
            .WithName("ListLots")
            .WithSummary("Lists lots.")
            .WithDescription("Lots within one's reach, latest first; `cursor` is the `next` of the page before.");
        lots.MapGet("/{gtin}/{lot}", Find)
            .WithName("FindLot")
            .WithSummary("Finds a lot.")
            .WithDescription("A lot with its stock, its steps, and its parents and children with quantities.");
        routes
            .MapGet("/api/harvest-refusals", ListRefusals)
            .WithTags("Lots")
            .RequireAuthorization(p => p.RequireRole(Roles.Manager, Roles.Officer, Roles.Auditor, Roles.Administrator))
            .WithName("ListHarvestRefusals")
            .WithSummary("Lists refused harvests.")
            .WithDescription("Attempts to harvest inside a safety interval: one's own, or those of one's districts.");
    }

    private static void MapGrowerSteps(RouteGroupBuilder api)
    {
        api = api.MapGroup("").RequireAuthorization(p => p.RequireRole(Roles.Clerk, Roles.Manager));
        api.MapPost("/harvests", Harvest)
            .WithName("RegisterHarvest")
            .WithSummary("Registers a harvest lot.")
            .WithDescription("Refused inside a safety interval, with the date from which harvest is allowed.");
        api.MapGet("/harvests/suggested-lot", SuggestLot)
            .WithName("SuggestHarvestLot")
            .WithSummary("Suggests a lot number.")
            .WithDescription("`yymmdd`, the plot's number and a free run, two digits each.");
        api.MapPost("/precoolings", Precool)
            .WithName("RecordPrecooling")
            .WithSummary("Records a pre-cooling.")
            .WithDescription("Times, method, pulp temperatures before and after, and the shrink of a bulk lot.");
        api.MapPost("/gradings", Grade)
            .WithName("RecordGrading")
            .WithSummary("Records sorting and grading.")
            .WithDescription("Bulk lots in, one lot per grade out; the mass balances within 2 % or a loss is stated.");
        api.MapPost("/packings", Pack)
            .WithName("RecordPacking")
            .WithSummary("Records packing.")
            .WithDescription("A bulk lot in, boxes of a product out; mass and grade must fit.");
    }

    private static void MapWarehouseSteps(RouteGroupBuilder api)
    {
        var warehouse = api.MapGroup("")
            .RequireAuthorization(p => p.RequireRole(Roles.Clerk, Roles.Manager, Roles.Operator));
        warehouse
            .MapPost("/splits", Split)
            .WithName("SplitLot")
            .WithSummary("Splits a lot.")
            .WithDescription("Takes parts of a lot under numbers of their own; the rest stays.");
        warehouse
            .MapPost("/merges", Merge)
            .WithName("MergeLots")
            .WithSummary("Merges lots.")
            .WithDescription("Amounts of several lots of one product and grade become one lot.");
        warehouse
            .MapPost("/repackings", Repack)
            .WithName("RepackLots")
            .WithSummary("Repacks boxes.")
            .WithDescription(
                "Boxes of one or more lots become boxes of another lot, of the same grade or a lower one."
            );
        var holds = api.MapGroup("").RequireAuthorization(p => p.RequireRole(Roles.Manager, Roles.Officer));
        holds
            .MapPost("/holds", Hold)
            .WithName("HoldLot")
            .WithSummary("Holds a lot.")
            .WithDescription("A held lot may not be changed or moved on until it is released.");
        holds
            .MapPost("/releases", Release)
            .WithName("ReleaseLot")
            .WithSummary("Releases a held lot.")
            .WithDescription("Lets a held lot go on, with a reason.");
    }

    private static async Task<Ok<LotPage>> List(
        LotQuery query,
        ClaimsPrincipal by,
        CancellationToken ct,
        string? productClass = null,
        string? grade = null,
        Guid? plotId = null,
        string? number = null,
        bool inStock = false,
        string? cursor = null,
        int take = 50
    ) =>
        TypedResults.Ok(
            await query.ListAsync(by, new LotFilter(productClass, grade, plotId, number, inStock, cursor, take), ct)
        );

    private static async Task<Results<Ok<LotDetails>, ProblemHttpResult>> Find(
        Gtin gtin,
        BatchNumber lot,
        LotQuery query,
        ClaimsPrincipal by,
        CancellationToken ct
    ) =>
        await query.FindAsync(by, gtin, lot, ct) is { } details
            ? TypedResults.Ok(details)
            : Problems.NotFound($"没有批次{lot}。", "/lot");

    private static async Task<Ok<IReadOnlyList<HarvestRefusalView>>> ListRefusals(
        HarvestRegister harvests,
        ClaimsPrincipal by,
        CancellationToken ct
    ) => TypedResults.Ok(await harvests.RefusalsAsync(by, ct));

    private static async Task<Results<Ok<SuggestedLot>, ProblemHttpResult>> SuggestLot(
        Guid plotId,
        DateOnly day,
        HarvestRegister harvests,
        ClaimsPrincipal by,
        CancellationToken ct
    ) =>
        await harvests.SuggestLotAsync(by, plotId, day, ct) is { } number
            ? TypedResults.Ok(new SuggestedLot(number))
            : Problems.NotFound("没有这个地块，或当天的批次号已用完。", "/plotId");

    private static async Task<Results<Created<StepReceipt>, Ok<StepReceipt>, ProblemHttpResult>> Harvest(
        HarvestCommand command,
        HarvestRegister harvests,
        ClaimsPrincipal by,
        CancellationToken ct
    ) => Answer(await harvests.RegisterAsync(by, command, ct));

    private static async Task<Results<Created<StepReceipt>, Ok<StepReceipt>, ProblemHttpResult>> Precool(
        PrecoolingCommand command,
        PrecoolingRecord precoolings,
        ClaimsPrincipal by,
        CancellationToken ct
    ) => Answer(await precoolings.RecordAsync(by, command, ct));

    private static async Task<Results<Created<StepReceipt>, Ok<StepReceipt>, ProblemHttpResult>> Grade(
        GradingCommand command,
        Grading gradings,
        ClaimsPrincipal by,
        CancellationToken ct
    ) => Answer(await gradings.RecordAsync(by, command, ct));

    private static async Task<Results<Created<StepReceipt>, Ok<StepReceipt>, ProblemHttpResult>> Pack(
        PackingCommand command,
        Packing packings,
        ClaimsPrincipal by,
        CancellationToken ct
    ) => Answer(await packings.RecordAsync(by, command, ct));

    private static async Task<Results<Created<StepReceipt>, Ok<StepReceipt>, ProblemHttpResult>> Split(
        SplitCommand command,
        LotSplit splits,
        ClaimsPrincipal by,
        CancellationToken ct
    ) => Answer(await splits.RecordAsync(by, command, ct));

    private static async Task<Results<Created<StepReceipt>, Ok<StepReceipt>, ProblemHttpResult>> Merge(
        MergeCommand command,
        LotMerge merges,
        ClaimsPrincipal by,
        CancellationToken ct
    ) => Answer(await merges.RecordAsync(by, command, ct));

    private static async Task<Results<Created<StepReceipt>, Ok<StepReceipt>, ProblemHttpResult>> Repack(
        RepackingCommand command,
        Repacking repackings,
        ClaimsPrincipal by,
        CancellationToken ct
    ) => Answer(await repackings.RecordAsync(by, command, ct));

    private static async Task<Results<Created<StepReceipt>, Ok<StepReceipt>, ProblemHttpResult>> Hold(
        HoldCommand command,
        LotHold holds,
        ClaimsPrincipal by,
        CancellationToken ct
    ) => Answer(await holds.HoldAsync(by, command, ct));

    private static async Task<Results<Created<StepReceipt>, Ok<StepReceipt>, ProblemHttpResult>> Release(
        HoldCommand command,
        LotHold holds,
        ClaimsPrincipal by,
        CancellationToken ct
    ) => Answer(await holds.ReleaseAsync(by, command, ct));

    /// <summary>The one translation of a step's outcome; the location is the first lot that came out of it.</summary>
    internal static Results<Created<StepReceipt>, Ok<StepReceipt>, ProblemHttpResult> Answer(StepOutcome outcome) =>
        outcome switch
        {
            StepOutcome.Recorded r => TypedResults.Created(LocationOf(r.Receipt), r.Receipt),
            StepOutcome.AlreadyRecorded a => TypedResults.Ok(a.Receipt),
            StepOutcome.IdTaken => Problems.IdTaken(),
            StepOutcome.LotTaken t => Problems.Conflict(
                "lot-taken",
                "Lot number in use",
                $"产品{t.Gtin}的批次号{t.Lot}已被使用。",
                t.Field
            ),
            StepOutcome.NotFound n => Problems.NotFound(n.Detail, n.Field),
            StepOutcome.Refused r => Problems.Of(r.Why),
            _ => throw new UnreachableException(),
        };

    private static string LocationOf(StepReceipt receipt)
    {
        var lot = receipt.Lots.FirstOrDefault(l => l.Role == LotRole.Output) ?? receipt.Lots[0];
        return $"/api/lots/{lot.Gtin}/{Uri.EscapeDataString(lot.Lot.ToString())}";
    }
}

/// <summary>A free lot number.</summary>
internal sealed record SuggestedLot(BatchNumber Lot);

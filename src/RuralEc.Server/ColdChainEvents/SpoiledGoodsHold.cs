using System.Globalization;
using System.Security.Claims;
using System.Text;
using Microsoft.EntityFrameworkCore;
using RuralEc.ColdChain;
using RuralEc.ColdChain.Stories;
using RuralEc.Gs1;
using RuralEc.Server.Security;
using RuralEc.Traceability.Lots;
using RuralEc.Traceability.Pallets;

namespace RuralEc.Server.ColdChainEvents;

/// <summary>
/// Worker: stops lots whose profile wants it after a grave breach, such as chilled poultry that was above 8 °C for half an hour. A stay stops a
/// lot once: what somebody has released after a look at it is not stopped again for the same.
/// </summary>
internal sealed partial class SpoiledGoodsHold(
    IServiceScopeFactory scopes,
    Gathered<SpoiledStay> spoiled,
    TimeProvider clock,
    ILogger<SpoiledGoodsHold> log
) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    // No person: the step says so by its account.
    private static readonly ClaimsPrincipal ColdChain = new(
        new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, "cold-chain"), new(ClaimTypes.Role, Roles.Administrator)],
            "cold-chain"
        )
    );

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var later = new List<SpoiledStay>();
            foreach (var stay in await spoiled.TakeAsync(stoppingToken))
            {
                try
                {
                    await HoldAsync(stay, stoppingToken);
                }
                catch (Exception failure)
                    when (failure is DbUpdateException or System.Data.Common.DbException or TimeoutException)
                {
                    Log.Again(log, stay.ItemUri, failure);
                    later.Add(stay);
                }
            }

            if (later.Count > 0)
            {
                await Task.Delay(Pause, clock, stoppingToken);
                spoiled.Add(later);
            }
        }
    }

    private async Task HoldAsync(SpoiledStay stay, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var room = scope.ServiceProvider;
        foreach (var lot in await LotsAsync(room.GetRequiredService<PalletQuery>(), stay.ItemUri, ct))
        {
            var command = new HoldCommand(
                HashedId.Of(Encoding.UTF8.GetBytes($"{stay.PlacementId} {lot.ToUri()}")),
                lot.Gtin,
                lot.Batch,
                clock.GetUtcNow(),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"冷链超限：{stay.AssetName}，{stay.OnsetAt.ToOffset(TimeSpan.FromHours(8)):yyyy-MM-dd HH:mm}起超过{stay.LimitCelsius:0.#} °C，请查看后处理。"
                )
            );

            // Stopped for this stay before, its id is taken: nothing happens. Stopped for another reason, it stays so.
            await room.GetRequiredService<LotHold>().HoldAsync(ColdChain, command, ct);
        }
    }

    private static async Task<IReadOnlyList<Lgtin>> LotsAsync(PalletQuery pallets, string itemUri, CancellationToken ct)
    {
        if (Lgtin.TryFromUri(itemUri, out var lot))
        {
            return [lot];
        }

        return Sscc.TryFromUri(itemUri, out var sscc) && await pallets.OfAsync(ColdChain, sscc, ct) is { } pallet
            ? [.. pallet.Lines.Select(line => new Lgtin(line.Gtin, line.Lot)).Distinct()]
            : [];
    }

    private static partial class Log
    {
        [LoggerMessage(5302, LogLevel.Information, "The hold of {ItemUri} is tried again")]
        public static partial void Again(ILogger logger, string itemUri, Exception failure);
    }
}

using System.Security.Claims;
using RuralEc.Gs1;
using RuralEc.Server.Pages.Trace;
using RuralEc.Traceability.Handovers;
using RuralEc.Traceability.Lots;

namespace RuralEc.Server.Pages.Temperature;

/// <summary>One way of a lot for those who answer for it: the story, its line and where the shelf life went.</summary>
/// <param name="Line">Null where the goods were never in a place that is watched.</param>
/// <param name="Budget">Null where no ageing model holds.</param>
internal sealed record WaySheet(WayStory Way, TemperatureLine? Line, LifeBudget? Budget);

/// <summary>What a lot went through, way by way, the worst first.</summary>
internal sealed record TemperatureSheet(LotPassport Passport, IReadOnlyList<WaySheet> Ways);

/// <summary>Opens temperature sheets to those through whose hands the goods went, and to those who watch them.</summary>
internal sealed class TemperatureSheets(
    LotQuery lots,
    Custody custody,
    LotPassportQuery passports,
    GoodsStories stories
)
{
    /// <summary>Null for a lot that is unknown or out of reach.</summary>
    public async Task<TemperatureSheet?> OfAsync(ClaimsPrincipal by, Gtin gtin, BatchNumber lot, CancellationToken ct)
    {
        var had =
            Gln.TryParse(by.FindFirstValue("party"), out var own)
            && await custody.HadAsync(new Lgtin(gtin, lot).ToUri(), own, ct);
        if (!had && await lots.FindAsync(by, gtin, lot, ct) is null)
        {
            return null;
        }

        if (await passports.OfAsync(gtin, lot, ct) is not { } passport)
        {
            return null;
        }

        var told = (await stories.OfLotAsync(passport, ct)).Select(way => SheetOf(passport, way)).ToList();
        return new(passport, [.. ColdChainLine.WorstFirst([.. told.Select(way => way.Line)]).Select(i => told[i])]);
    }

    private static WaySheet SheetOf(LotPassport passport, WayStory way)
    {
        var line = ColdChainLine.Of(way.Story, way.LastMove);
        return new(way, line, LifeBudget.Of(passport, way.Story, line?.Window.To ?? way.Story.From));
    }
}

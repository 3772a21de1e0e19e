using RuralEc.Gs1;
using RuralEc.Traceability.Lots;

namespace RuralEc.Server.Pages.Cooperative;

/// <summary>Steps of a timeline that are the same but for their time: eighteen pallets are one line to read.</summary>
internal sealed record StepRun(IReadOnlyList<StepView> Steps)
{
    public StepView First => Steps[0];

    public StepView Last => Steps[^1];

    /// <summary>The amounts of one lot in these steps, by what they were to it.</summary>
    public IEnumerable<(LotRole Role, Uom Uom, decimal Quantity)> AmountsOf(Gtin gtin, BatchNumber lot) =>
        Steps
            .SelectMany(step => step.Lots)
            .Where(part => part.Gtin == gtin && part.Lot == lot)
            .GroupBy(part => (part.Role, part.Uom))
            .Select(group => (group.Key.Role, group.Key.Uom, group.Sum(part => part.Quantity)));

    public static IReadOnlyList<StepRun> Of(IEnumerable<StepView> steps)
    {
        var runs = new List<List<StepView>>();
        foreach (var step in steps)
        {
            if (runs.Count > 0 && IsAlike(runs[^1][^1], step))
            {
                runs[^1].Add(step);
            }
            else
            {
                runs.Add([step]);
            }
        }

        return [.. runs.Select(run => new StepRun(run))];
    }

    // Only these are done many times over to the same lot; two handovers stay two lines.
    private static bool IsAlike(StepView one, StepView next) =>
        one.Kind is StepKind.Palletising or StepKind.Unpacking
        && (one.Kind, one.PlaceGln, one.PartyGln) == (next.Kind, next.PlaceGln, next.PartyGln);
}

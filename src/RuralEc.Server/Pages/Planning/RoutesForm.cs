using System.Security.Claims;
using Microsoft.Extensions.Localization;
using RuralEc.Gs1;
using RuralEc.Logistics;
using RuralEc.Logistics.Jobs;
using RuralEc.Logistics.Plans;
using RuralEc.Logistics.Routing;
using RuralEc.Server.Pages.Forms;

namespace RuralEc.Server.Pages.Planning;

/// <summary>Reads the question of the routes page from its form, and begins the search.</summary>
internal static class RoutesForm
{
    public static DayPlanQuestion Read(Entry entry, Func<Gln, NodeView?> placeOf, IStringLocalizer<PlanningTexts> texts)
    {
        var (vehicles, wrongVehicles) = DayTables.Vehicles(entry.Text("vehicles"));
        var (stops, wrongStops) = DayTables.Stops(entry.Text("stops"), placeOf);
        foreach (var remark in wrongVehicles)
        {
            entry.Refuse("vehicles", remark);
        }

        foreach (var remark in wrongStops)
        {
            entry.Refuse("stops", remark);
        }

        var depot = entry.Key<Gln>("depot");
        if (entry.IsSound && placeOf(depot) is null)
        {
            entry.Refuse("depot", texts["没有这个节点，或不在您的辖区内。"]);
        }

        return new(
            entry.Day("day"),
            depot,
            vehicles,
            stops,
            Clashes(entry, texts),
            new((double)entry.Number("detourFactor"), (double)entry.Number("speed")),
            entry.WholeNumber("seconds")
        );
    }

    /// <summary>Begins to plan; the plan is kept when it is found.</summary>
    public static Guid Start(
        JobBoard jobs,
        ClaimsPrincipal by,
        string name,
        string prefix,
        DayPlanQuestion question,
        RoutingPlan? previous
    ) =>
        jobs.Start(
            JobPages.AccountOf(by),
            async (services, progress, ct) =>
            {
                var result = await services
                    .GetRequiredService<DayPlanDesk>()
                    .SolveAsync(by, question, previous, progress, ct);
                return result is null
                    ? null
                    : await services
                        .GetRequiredService<PlanShelf>()
                        .KeepAsync(by, PlanKind.Routes, name, prefix, question, result, CancellationToken.None);
            }
        );

    private static List<DayClash> Clashes(Entry entry, IStringLocalizer<PlanningTexts> texts)
    {
        var clashes = new List<DayClash>();
        foreach (
            var pair in (entry.OptionalText("clashes") ?? "").Split(
                [';', '；'],
                StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
            )
        )
        {
            if (pair.Split([',', '，'], StringSplitOptions.TrimEntries) is [{ Length: > 0 } one, { Length: > 0 } other])
            {
                clashes.Add(new(one, other));
            }
            else
            {
                entry.Refuse("clashes", texts["“{0}”应为用逗号分开的两个品类。", pair]);
            }
        }

        return clashes;
    }
}

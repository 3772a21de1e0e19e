using System.Text;
using RuralEc.Logistics.Network;
using RuralEc.Server.Security;

namespace RuralEc.Server.Pages.Node;

/// <summary>The first line of a file of daily reports, to be filled in with a spreadsheet program.</summary>
internal static class ReportTemplate
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet(
                "/node/daily-report/template.csv",
                () =>
                    TypedResults.File(
                        Encoding.UTF8.GetBytes(ReportFile.Template),
                        "text/csv; charset=utf-8",
                        "日报模板.csv"
                    )
            )
            .RequireAuthorization(p => p.RequireRole(Roles.Operator, Roles.Officer, Roles.Administrator))
            .ExcludeFromDescription();
}

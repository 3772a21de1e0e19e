using System.Globalization;
using RuralEc.Logistics.Network;
using RuralEc.Server.Pages.Forms;

namespace RuralEc.Server.Pages.Node;

/// <summary>The figures of a day as fields of a form, there and back. A field left empty was not reported.</summary>
internal static class ReportEntry
{
    public const string Figures = "figures/";

    /// <summary>Fills the form in with the report that stands.</summary>
    public static void Show(Entry entry, DailyReportView report)
    {
        var f = report.Figures;
        Show(entry, "parcelsIn", f.ParcelsIn);
        Show(entry, "parcelsOut", f.ParcelsOut);
        Show(entry, "farmParcelsOut", f.FarmParcelsOut);
        Show(entry, "farmValueYuan", f.FarmValueYuan);
        Show(entry, "villageParcelsAddressed", f.VillageParcelsAddressed);
        Show(entry, "villageParcelsDelivered", f.VillageParcelsDelivered);
        Show(entry, "handoversDue", f.HandoversDue);
        Show(entry, "handoversOnTime", f.HandoversOnTime);
        Show(entry, "tonnesIn", f.TonnesIn);
        Show(entry, "tonnesOut", f.TonnesOut);
        Show(entry, "runs", f.Runs);
        Show(entry, "emptyReturns", f.EmptyReturns);
        Show(entry, "capacityCubicMeters", f.CapacityCubicMeters);
        Show(entry, "carriedCubicMeters", f.CarriedCubicMeters);
        Show(entry, "coldOccupiedCubicMeters", f.ColdOccupiedCubicMeters);
        Show(entry, "costYuan", f.CostYuan);
        Show(entry, "sharedRevenueYuan", f.SharedRevenueYuan);
        entry["note"] = report.Note ?? "";
    }

    public static ReportFigures Read(Entry entry) =>
        new(
            Count(entry, "parcelsIn"),
            Count(entry, "parcelsOut"),
            Count(entry, "farmParcelsOut"),
            Amount(entry, "farmValueYuan"),
            Count(entry, "villageParcelsAddressed"),
            Count(entry, "villageParcelsDelivered"),
            Count(entry, "handoversDue"),
            Count(entry, "handoversOnTime"),
            Amount(entry, "tonnesIn"),
            Amount(entry, "tonnesOut"),
            Count(entry, "runs"),
            Count(entry, "emptyReturns"),
            Amount(entry, "capacityCubicMeters"),
            Amount(entry, "carriedCubicMeters"),
            Amount(entry, "coldOccupiedCubicMeters"),
            Amount(entry, "costYuan"),
            Amount(entry, "sharedRevenueYuan")
        );

    private static void Show(Entry entry, string member, decimal? figure) =>
        entry[Figures + member] = figure?.ToString("0.######", CultureInfo.InvariantCulture) ?? "";

    private static int? Count(Entry entry, string member) => entry.OptionalWholeNumber(Figures + member);

    private static decimal? Amount(Entry entry, string member) => entry.OptionalNumber(Figures + member);
}

using System.Globalization;
using Microsoft.Extensions.Localization;
using RuralEc.Logistics;
using RuralEc.Logistics.Plans;
using RuralEc.Logistics.Siting;
using RuralEc.Server.Pages.Forms;

namespace RuralEc.Server.Pages.Planning;

/// <summary>Reads the question of the siting page from its form.</summary>
internal static class SitingForm
{
    public static SitingQuestion Read(Entry entry, IStringLocalizer<PlanningTexts> texts)
    {
        var model = entry.Choice<SitingModel>("model");
        var source = entry.Choice<CandidateSource>("candidates");
        return new(
            entry.Text("area"),
            entry.Choice<NodeKind>("kind"),
            model,
            entry.OptionalWholeNumber("newNodes") ?? 0,
            (double)entry.Number("coverageKm") * 1000,
            (double?)entry.OptionalNumber("budgetYuan"),
            source,
            source == CandidateSource.Points ? Points(entry, texts) : [],
            (double)(entry.OptionalNumber("costYuan") ?? 0),
            (double?)entry.OptionalNumber("capacityPeople"),
            (double)(entry.OptionalNumber("peoplePerVillage") ?? 0),
            entry.WholeNumber("seconds"),
            new((double)entry.Number("detourFactor"), (double)entry.Number("speed"))
        );
    }

    private static List<CandidatePoint> Points(Entry entry, IStringLocalizer<PlanningTexts> texts)
    {
        var points = new List<CandidatePoint>();
        foreach (
            var (i, line) in (entry.OptionalText("points") ?? "")
                .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Index()
        )
        {
            var cells = line.Normalize(System.Text.NormalizationForm.FormKC)
                .Split([',', '\t', '、'], StringSplitOptions.TrimEntries);
            if (
                cells.Length is >= 3 and <= 5
                && cells[0].Length is > 0 and <= 100
                && Number(cells[1]) is { } longitude
                && Number(cells[2]) is { } latitude
                && Math.Abs(longitude) <= 180
                && Math.Abs(latitude) <= 90
                && cells.Skip(3).All(c => c.Length == 0 || Number(c) is >= 0)
            )
            {
                points.Add(
                    new(
                        cells[0],
                        longitude,
                        latitude,
                        Number(cells.ElementAtOrDefault(3)),
                        Number(cells.ElementAtOrDefault(4))
                    )
                );
            }
            else
            {
                entry.Refuse("points", texts["第 {0} 行应为“名称,经度,纬度[,费用元[,服务人口]]”。", i + 1]);
            }
        }

        return points;
    }

    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number)
            ? number
            : null;
}

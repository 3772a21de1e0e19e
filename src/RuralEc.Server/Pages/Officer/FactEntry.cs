using System.Globalization;
using System.Text;
using RuralEc.Logistics;
using RuralEc.Server.Pages.Forms;

namespace RuralEc.Server.Pages.Officer;

/// <summary>The particulars of a node as fields of a form, there and back. A field left empty was not stated.</summary>
internal static class FactEntry
{
    private const int FewestRows = 3;
    private static readonly char[] Separators = ['、', ',', '，', ';', '；', '\n', '\r'];

    /// <summary>How many rows of opening hours the form has.</summary>
    public static int RowsOf(NodeFacts facts) => Math.Max(FewestRows, facts.OpeningHours?.Count ?? 0);

    /// <summary>Fills the form in with what is known.</summary>
    public static void Show(Entry entry, NodeFacts facts)
    {
        entry["facts/floorAreaSquareMeters"] = Text(facts.FloorAreaSquareMeters);
        entry["facts/ambientCubicMeters"] = Text(facts.AmbientCubicMeters);
        entry["facts/chilledCubicMeters"] = Text(facts.ChilledCubicMeters);
        entry["facts/frozenCubicMeters"] = Text(facts.FrozenCubicMeters);
        entry["facts/parcelsPerDay"] = Text(facts.ParcelsPerDay);
        entry["facts/equipment"] = string.Join(',', facts.Equipment ?? []);
        entry["facts/services"] = string.Join(',', facts.Services ?? []);
        entry["facts/courierBrands"] = string.Join('、', facts.CourierBrands ?? []);
        entry["facts/servedDivisions"] = string.Join('、', facts.ServedDivisions ?? []);
        foreach (var (i, hours) in (facts.OpeningHours ?? []).Index())
        {
            entry[$"hours/{i}/days"] = string.Join(',', hours.Days);
            entry[$"hours/{i}/opens"] = FactWords.Clock(hours.Opens);
            entry[$"hours/{i}/closes"] = FactWords.Clock(hours.Closes);
        }
    }

    /// <summary>What the form says.</summary>
    /// <param name="entry">The form.</param>
    /// <param name="rows">Rows of opening hours.</param>
    /// <param name="notATime">Said at a time that cannot be read.</param>
    /// <param name="incomplete">Said at a row that has days or times only.</param>
    public static NodeFacts Read(Entry entry, int rows, string notATime, string incomplete)
    {
        var hours = new List<OpeningHours>();
        for (var i = 0; i < rows; i++)
        {
            var days = Chosen<DayOfWeek>(entry, $"hours/{i}/days");
            var opens = Time(entry, $"hours/{i}/opens", notATime);
            var closes = Time(entry, $"hours/{i}/closes", notATime);
            if (days.Length > 0 && opens is { } from && closes is { } to)
            {
                hours.Add(new(days, from, to));
            }
            else if (days.Length > 0 || opens is not null || closes is not null)
            {
                entry.Refuse($"hours/{i}/days", incomplete);
            }
        }

        // A refusal does not name the row: it is shown at the first.
        entry.ShowAt("facts/openingHours", "hours/0/days");
        return new(
            (double?)entry.OptionalNumber("facts/floorAreaSquareMeters"),
            (double?)entry.OptionalNumber("facts/ambientCubicMeters"),
            (double?)entry.OptionalNumber("facts/chilledCubicMeters"),
            (double?)entry.OptionalNumber("facts/frozenCubicMeters"),
            entry.OptionalWholeNumber("facts/parcelsPerDay"),
            Chosen<NodeEquipment>(entry, "facts/equipment"),
            Chosen<NodeService>(entry, "facts/services"),
            hours,
            Split(entry, "facts/courierBrands"),
            Split(entry, "facts/servedDivisions")
        );
    }

    /// <summary>
    /// Degrees to the last digit: a position that nobody touched shall not differ by what a conversion lost.
    /// </summary>
    public static double Degrees(Entry entry, string field) =>
        double.TryParse(entry.OptionalText(field), CultureInfo.InvariantCulture, out var exact)
        && double.IsFinite(exact)
            ? exact
            : (double)entry.Number(field);

    public static string Text(double? figure) => figure?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    private static string[] Split(Entry entry, string field) =>
        entry[field].Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static T[] Chosen<T>(Entry entry, string field)
        where T : struct, Enum => [.. Enum.GetValues<T>().Where(value => entry.IsTicked(field, value.ToString()))];

    public static TimeOnly? Time(Entry entry, string field, string notATime)
    {
        if (entry.OptionalText(field) is not { } text)
        {
            return null;
        }

        if (
            TimeOnly.TryParseExact(
                text.Normalize(NormalizationForm.FormKC),
                ["HH:mm", "H:mm", "HH:mm:ss"],
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var time
            )
        )
        {
            return time;
        }

        entry.Refuse(field, notATime);
        return null;
    }
}

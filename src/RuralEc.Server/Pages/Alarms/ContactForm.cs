using System.Globalization;
using RuralEc.ColdChain;
using RuralEc.ColdChain.Alarms.Notices;
using RuralEc.Gs1;
using RuralEc.Server.Pages.Forms;

namespace RuralEc.Server.Pages.Alarms;

/// <summary>Between the fields of a contact's form and the command.</summary>
internal static class ContactForm
{
    /// <summary>What most contacts want: everything, at night only what is bad, again every half hour.</summary>
    public static void Suggest(Entry entry)
    {
        entry["minSeverity"] = nameof(Severity.Warning);
        (entry["quietFrom"], entry["quietTo"]) = ("22:00", "06:00");
        entry["quietSeverity"] = nameof(Severity.Warning);
        (entry["afterMinutes"], entry["repeatMinutes"]) = ("0", "30");
        entry["language"] = nameof(ContactLanguage.Zh);
    }

    public static void Show(Entry entry, ContactView contact)
    {
        entry["name"] = contact.Name;
        entry["target"] = contact.Target;
        entry["districtCode"] = contact.DistrictCode ?? "";
        entry["nodeGln"] = contact.NodeGln?.ToString() ?? "";
        entry["minSeverity"] = contact.MinSeverity.ToString();
        entry["quietFrom"] = Text(contact.QuietFrom);
        entry["quietTo"] = Text(contact.QuietTo);
        entry["quietSeverity"] = contact.QuietSeverity.ToString();
        entry["afterMinutes"] = contact.AfterMinutes.ToString(CultureInfo.InvariantCulture);
        entry["repeatMinutes"] = contact.RepeatMinutes?.ToString(CultureInfo.InvariantCulture) ?? "";
        entry["language"] = contact.Language.ToString();
    }

    public static SaveContact Read(Entry entry, ContactChannel channel) =>
        new(
            entry.Id,
            entry.Text("name"),
            channel,
            entry.Text("target"),
            entry.OptionalKey<Gln>("nodeGln"),
            entry.OptionalText("districtCode"),
            entry.Choice<ContactLanguage>("language"),
            entry.Choice<Severity>("minSeverity"),
            entry.OptionalKey<TimeOnly>("quietFrom"),
            entry.OptionalKey<TimeOnly>("quietTo"),
            entry.Choice<Severity>("quietSeverity"),
            entry.WholeNumber("afterMinutes"),
            entry.OptionalWholeNumber("repeatMinutes")
        );

    private static string Text(TimeOnly? time) => time?.ToString("HH:mm", CultureInfo.InvariantCulture) ?? "";
}

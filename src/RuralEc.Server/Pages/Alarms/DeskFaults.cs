using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.Extensions.Localization;
using RuralEc.ColdChain;
using RuralEc.Server.Pages.Forms;

namespace RuralEc.Server.Pages.Alarms;

/// <summary>Translates the answers of the cold-chain desks for the person at a form.</summary>
internal sealed class DeskFaults(IStringLocalizer<AlarmTexts> T, TimeProvider clock)
{
    private static bool English => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    /// <summary>True when it was recorded; otherwise the entry says why not.</summary>
    public bool Take(Entry entry, DeskAnswer answer)
    {
        switch (answer)
        {
            case DeskAnswer.Recorded or DeskAnswer.AlreadyRecorded or DeskAnswer.SecretGiven:
                return true;
            case DeskAnswer.NotFound missing:
                entry.Refuse(missing.Field.TrimStart('/'), English ? T["没有找到，或属于别的单位。"] : missing.Detail);
                return false;
            case DeskAnswer.Forbidden rule:
                entry.Refuse(rule.Field.TrimStart('/'), English ? rule.Title + "." : rule.Detail);
                return false;
            default:
                entry.Refuse("", T["这张表已经提交过一次，内容与现在不同。若要再记一条，请再点一次提交。"]);
                entry.Renew(clock);
                return false;
        }
    }

    /// <summary>
    /// Checks a command as the API does before it reaches the desk; the names of its parameters are the form's fields.
    /// </summary>
    public static bool IsSound(Entry entry, object command)
    {
        foreach (var parameter in command.GetType().GetConstructors()[0].GetParameters())
        {
            var value = command.GetType().GetProperty(parameter.Name!)?.GetValue(command);
            foreach (var rule in parameter.GetCustomAttributes(true).OfType<ValidationAttribute>())
            {
                if (!rule.IsValid(value))
                {
                    var field = char.ToLowerInvariant(parameter.Name![0]) + parameter.Name[1..];
                    entry.Refuse(field, rule.FormatErrorMessage(parameter.Name));
                }
            }
        }

        return entry.IsSound;
    }
}

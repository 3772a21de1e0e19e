using System.ComponentModel.DataAnnotations;
using RuralEc.Server.Pages.Forms;

namespace RuralEc.Server.Pages.Alarms;

/// <summary>The rules that stand at a command's parameters.</summary>
internal static class CommandRules
{
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

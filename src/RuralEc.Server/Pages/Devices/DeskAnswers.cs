using System.Globalization;
using Microsoft.Extensions.Localization;
using RuralEc.ColdChain;
using RuralEc.Server.Pages.Forms;

namespace RuralEc.Server.Pages.Devices;

/// <summary>Tells the person at the form what became of a command about loggers and assets.</summary>
internal static class DeskAnswers
{
    private static bool English => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    /// <returns>False when it was not recorded; the entry says why then.</returns>
    public static bool Take(this Entry entry, DeskAnswer answer, IStringLocalizer<FormTexts> texts)
    {
        switch (answer)
        {
            case DeskAnswer.Recorded or DeskAnswer.AlreadyRecorded or DeskAnswer.SecretGiven:
                return true;
            case DeskAnswer.NotFound missing:
                entry.Refuse(
                    missing.Field.TrimStart('/'),
                    English ? texts["没有找到，或属于别的主体。"] : missing.Detail
                );
                return false;
            case DeskAnswer.Forbidden rule:
                entry.Refuse(rule.Field.TrimStart('/'), English ? rule.Title + "." : rule.Detail);
                return false;
            default:
                entry.Refuse("", texts["这张表已经提交过一次，内容与现在不同。若要另记一条，请再点一次提交。"]);
                return false;
        }
    }
}

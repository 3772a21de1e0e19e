using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Localization;
using RuralEc.Traceability;
using RuralEc.Traceability.Lots;
using DeskAnswer = RuralEc.ColdChain.DeskAnswer;

namespace RuralEc.Server.Pages.Forms;

/// <summary>Translates the outcomes of use cases for the person at the form: a result, or faults beside their fields.</summary>
internal sealed partial class Outcomes(IStringLocalizer<FormTexts> texts, TimeProvider clock)
{
    private static bool English => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    /// <summary>The receipt of the step; null when it was not recorded, and then the entry says why.</summary>
    public StepReceipt? Take(Entry entry, StepOutcome outcome)
    {
        switch (outcome)
        {
            case StepOutcome.Recorded recorded:
                return recorded.Receipt;
            case StepOutcome.AlreadyRecorded already:
                return already.Receipt;
            case StepOutcome.IdTaken:
                IdTaken(entry);
                return null;
            case StepOutcome.NotFound missing:
                NotFound(entry, missing.Detail, missing.Field);
                return null;
            case StepOutcome.LotTaken taken:
                entry.Refuse(FieldOf(taken.Field), texts["批次 {0} 已经存在，请换一个批号。", taken.Lot]);
                return null;
            case StepOutcome.Refused refused:
                Refuse(entry, refused.Why);
                return null;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>What is registered; null when it is not, and then the entry says why.</summary>
    public TView? Take<TView>(Entry entry, Registration<TView> outcome)
        where TView : class
    {
        switch (outcome)
        {
            case Registration<TView>.Registered registered:
                return registered.View;
            case Registration<TView>.AlreadyRegistered already:
                return already.View;
            case Registration<TView>.Taken { Field: "/id" }:
                IdTaken(entry);
                return null;
            case Registration<TView>.Taken taken:
                entry.Refuse(FieldOf(taken.Field), English ? texts["已被另一条记录占用。"] : taken.Detail);
                return null;
            case Registration<TView>.NotFound missing:
                NotFound(entry, missing.Detail, missing.Field);
                return null;
            case Registration<TView>.Refused refused:
                Refuse(entry, refused.Why);
                return null;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>True when a desk of the cold chain recorded it; otherwise the entry says why not.</summary>
    public bool Take(Entry entry, DeskAnswer answer)
    {
        switch (answer)
        {
            case DeskAnswer.Recorded or DeskAnswer.AlreadyRecorded or DeskAnswer.SecretGiven:
                return true;
            case DeskAnswer.IdTaken:
                IdTaken(entry);
                return false;
            case DeskAnswer.NotFound missing:
                NotFound(entry, missing.Detail, missing.Field);
                return false;
            case DeskAnswer.Forbidden rule:
                entry.Refuse(FieldOf(rule.Field), English ? rule.Title + "." : rule.Detail);
                return false;
            default:
                throw new UnreachableException();
        }
    }

    public static void Refuse(Entry entry, Refusal why) =>
        entry.Refuse(FieldOf(why.Field), English ? $"{why.Title}.{FactsOf(why)}" : why.Detail);

    private void NotFound(Entry entry, string detail, string field) =>
        entry.Refuse(FieldOf(field), English ? texts["没有找到，或属于别的主体。"] : detail);

    private void IdTaken(Entry entry)
    {
        entry.Refuse("", texts["这张表已经提交过一次，内容与现在不同。若要另记一条，请再点一次提交。"]);
        entry.Renew(clock);
    }

    private static string FieldOf(string pointer) => pointer.TrimStart('/');

    private static string FactsOf(Refusal why) =>
        why.Facts.Count == 0
            ? ""
            : " "
                + string.Join(
                    "; ",
                    why.Facts.Select(f =>
                        string.Create(CultureInfo.InvariantCulture, $"{Named(f.Key)}: {FactText(f.Value)}")
                    )
                );

    // allowedFrom is "allowed from" to a reader.
    private static string Named(string key) => Hump().Replace(key, m => " " + m.Value.ToLowerInvariant());

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Hump();

    private static string FactText(object? value) =>
        value switch
        {
            DateOnly day => ChinaTime.Text(day),
            IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
            _ => value?.ToString() ?? "",
        };
}

using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Localization;
using RuralEc.Logistics;
using RuralEc.Server.Pages.Forms;

namespace RuralEc.Server.Pages.Officer;

/// <summary>Translates what became of a command on a node for the person at the form.</summary>
internal static class NodeAnswer
{
    /// <summary>The node as it is now; null when nothing was recorded, and then the entry says why.</summary>
    public static NodeView? Take(Entry entry, NodeOutcome outcome, IStringLocalizer<OfficerTexts> texts)
    {
        switch (outcome)
        {
            case NodeOutcome.Registered registered:
                return registered.Node;
            case NodeOutcome.Changed changed:
                return changed.Node;
            case NodeOutcome.AlreadySo already:
                return already.Node;
            case NodeOutcome.Conflicting conflict:
                Refuse(entry, conflict.Why);
                return null;
            case NodeOutcome.Refused refused:
                Refuse(entry, refused.Why);
                return null;
            case NodeOutcome.NotFound:
                entry.Refuse("", texts["没有这个节点，或不在您的辖区内。"]);
                return null;
            default:
                throw new UnreachableException();
        }
    }

    public static void Refuse(Entry entry, Refusal why) =>
        entry.Refuse(
            why.Field.TrimStart('/'),
            CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? why.Title + "." : why.Detail
        );
}

using System.Diagnostics;
using Microsoft.Extensions.Localization;
using RuralEc.Logistics.Network;
using RuralEc.Server.Pages.Forms;

namespace RuralEc.Server.Pages.Officer;

/// <summary>Translates what became of a link for the person at the form.</summary>
internal static class LinkAnswer
{
    /// <summary>True where it is recorded; otherwise the entry says why not.</summary>
    public static bool Take(Entry entry, LinkOutcome outcome, IStringLocalizer<OfficerTexts> texts)
    {
        switch (outcome)
        {
            case LinkOutcome.Registered or LinkOutcome.AlreadySo:
                return true;
            case LinkOutcome.Refused refused:
                NodeAnswer.Refuse(entry, refused.Why);
                return false;
            case LinkOutcome.NotFound:
                entry.Refuse("", texts["没有这条线路，或不在您的辖区内。"]);
                return false;
            default:
                throw new UnreachableException();
        }
    }
}

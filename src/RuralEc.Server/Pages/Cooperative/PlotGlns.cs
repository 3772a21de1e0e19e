using System.Globalization;
using RuralEc.Gs1;

namespace RuralEc.Server.Pages.Cooperative;

/// <summary>Suggests location numbers for plots, so that nobody types thirteen digits in the orchard.</summary>
internal static class PlotGlns
{
    // Location numbers of one co-operative lie close together; a thousand of them is more than its plots.
    private const int Reach = 1_000;

    /// <summary>
    /// The number that follows the highest one taken of the party's own thousand; empty where that thousand is full.
    /// A party numbers its own places within its GS1 company prefix, so this can only be a suggestion.
    /// </summary>
    public static string NextFree(Gln party, IReadOnlyCollection<Gln> taken)
    {
        var own = Number(party);
        var floor = own - (own % Reach);
        var highest = taken.Select(Number).Where(n => n >= floor && n < floor + Reach).Append(own).Max();
        return highest + 1 < floor + Reach
            ? CheckDigit.Append((highest + 1).ToString("D12", CultureInfo.InvariantCulture))
            : "";
    }

    private static long Number(Gln gln) => long.Parse(gln.ToString().AsSpan(0, 12), CultureInfo.InvariantCulture);
}

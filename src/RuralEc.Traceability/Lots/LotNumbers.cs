using System.Globalization;
using RuralEc.Gs1;

namespace RuralEc.Traceability.Lots;

/// <summary>The lot numbers that the product suggests; people may choose others.</summary>
internal static class LotNumbers
{
    private const int LastRun = 99;

    /// <summary>What the numbers of one plot and day begin with: <c>yymmdd</c> and the plot's number in two digits.</summary>
    public static string PrefixOf(DateOnly harvestDay, int plotNumber) =>
        harvestDay.ToString("yyMMdd", CultureInfo.InvariantCulture)
        + plotNumber.ToString("00", CultureInfo.InvariantCulture);

    /// <summary>The prefix and the first free run of two digits after the highest used; null when 99 is used.</summary>
    public static BatchNumber? Suggest(DateOnly harvestDay, int plotNumber, IEnumerable<BatchNumber> used)
    {
        var prefix = PrefixOf(harvestDay, plotNumber);
        var highest = used.Select(n => RunOf(n.ToString(), prefix)).DefaultIfEmpty(0).Max();
        return highest < LastRun
            ? BatchNumber.Parse(prefix + (highest + 1).ToString("00", CultureInfo.InvariantCulture))
            : null;
    }

    /// <summary>The number of a graded lot: its parent's with the mark of the grade; null when it would be too long.</summary>
    public static BatchNumber? OfGrade(BatchNumber parent, string mark) =>
        BatchNumber.TryParse($"{parent}-{mark}", null, out var number) ? number : null;

    private static int RunOf(string number, string prefix) =>
        number.Length == prefix.Length + 2
        && number.StartsWith(prefix, StringComparison.Ordinal)
        && int.TryParse(number.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var run)
            ? run
            : 0;
}

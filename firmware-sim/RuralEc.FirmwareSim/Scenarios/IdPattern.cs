using System.Globalization;
using System.Text.RegularExpressions;

namespace RuralEc.FirmwareSim.Scenarios;

/// <summary>Names with places for numbers: <c>{n}</c> the logger's, <c>{g}</c> the group's, <c>{n:5}</c> with five digits.</summary>
internal static partial class IdPattern
{
    public static bool Numbers(string pattern) =>
        NumberPlace().Matches(pattern).Any(place => place.Groups["what"].Value == "n");

    public static string Fill(string pattern, int number, int group) =>
        NumberPlace()
            .Replace(
                pattern,
                place =>
                    (place.Groups["what"].Value == "n" ? number : group).ToString(
                        "D" + place.Groups["digits"].Value,
                        CultureInfo.InvariantCulture
                    )
            );

    [GeneratedRegex(@"\{(?<what>[ng])(:(?<digits>[1-9]))?\}", RegexOptions.ExplicitCapture)]
    private static partial Regex NumberPlace();
}

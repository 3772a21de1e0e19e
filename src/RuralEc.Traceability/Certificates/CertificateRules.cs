namespace RuralEc.Traceability.Certificates;

/// <summary>Rules of the certificate that need no register: tests against inputs used, and the number.</summary>
public static class CertificateRules
{
    /// <summary>Characters of a number that we make.</summary>
    public const int NumberLength = 22;

    /// <summary>
    /// The active ingredients that were used and not tested (用什么药、检什么药), in the order given. Empty when no basis
    /// is a test.
    /// </summary>
    public static IReadOnlyList<string> Untested(
        IEnumerable<CertificateBasis> bases,
        IEnumerable<string> activeIngredientsUsed,
        IEnumerable<string> testedItems
    )
    {
        if (!bases.Any(IsTest))
        {
            return [];
        }
        var tested = testedItems.Select(Plain).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. activeIngredientsUsed
                .Select(Plain)
                .Where(used => used.Length > 0)
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Where(used => !tested.Contains(used)),
        ];
    }

    /// <summary>True for the two bases that rest on a test.</summary>
    public static bool IsTest(CertificateBasis basis) =>
        basis is CertificateBasis.OwnTest or CertificateBasis.CommissionedTest;

    /// <summary>
    /// The first fifteen digits of a number: county (GB/T 2260, six), town (three, <c>000</c> when not stated) and the
    /// day of issue as yymmdd. Seven digits of serial follow.
    /// </summary>
    /// <exception cref="ArgumentException">The county is not six digits.</exception>
    public static string NumberHead(string districtCode, string? townCode, DateOnly issuedOn)
    {
        if (districtCode.Length != 6 || !districtCode.All(char.IsAsciiDigit))
        {
            throw new ArgumentException("A county code is six digits.", nameof(districtCode));
        }
        return FormattableString.Invariant($"{districtCode}{TownPart(townCode)}{issuedOn:yyMMdd}");
    }

    /// <summary>The whole number of 22 digits.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The serial is not in 1 to 9,999,999.</exception>
    public static string Number(string head, int serial)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(serial, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(serial, 9_999_999);
        return FormattableString.Invariant($"{head}{serial:D7}");
    }

    // A town code comes as the whole 9 or 12 digits of the statistical code, or as its own three.
    private static string TownPart(string? townCode) =>
        townCode is { Length: 3 or 9 or 12 } && townCode.All(char.IsAsciiDigit)
            ? townCode.Length == 3
                ? townCode
                : townCode.Substring(6, 3)
            : "000";

    private static string Plain(string item) => item.Trim().Normalize(System.Text.NormalizationForm.FormKC);
}

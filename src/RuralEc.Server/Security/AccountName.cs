using System.Text;

namespace RuralEc.Server.Security;

/// <summary>What people may be called: the name to sign in with, and the one that others read.</summary>
internal static class AccountName
{
    public const int Longest = 64;
    public const int LongestDisplayed = 80;
    public const string Characters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._@+";

    /// <summary>Nobody has another name, so the database need not be asked for one (PostgreSQL refuses a zero).</summary>
    public static bool IsPossible(string name) => name.Length is > 0 and <= Longest && name.All(Characters.Contains);

    /// <summary>A text without control characters and half surrogate pairs.</summary>
    public static bool IsDisplayable(string name) =>
        name.Trim().Length is > 0 and <= LongestDisplayed
        && !name.EnumerateRunes().Any(rune => Rune.IsControl(rune) || rune == Rune.ReplacementChar);
}

using System.Globalization;
using Microsoft.AspNetCore.Identity;

namespace RuralEc.Server.Security;

/// <summary>Why an account was not added or changed: the field of the form, and a sentence in the reader's language.</summary>
internal sealed record AccountRefusal(string Field, string Text)
{
    public const string UserName = "userName";
    public const string DisplayName = "displayName";
    public const string Password = "password";
    public const string Role = "role";
    public const string Party = "party";
    public const string Districts = "districts";

    public static AccountRefusal Of(string field, string chinese, string english) =>
        new(field, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? english : chinese);

    /// <summary>Null where the result is a success.</summary>
    public static AccountRefusal? Of(IdentityResult result) =>
        result.Succeeded
            ? null
            : new(
                result.Errors.Any(error => error.Code.Contains("Password", StringComparison.Ordinal))
                    ? Password
                    : UserName,
                string.Join(" ", result.Errors.Select(error => error.Description))
            );
}

using System.Globalization;
using Microsoft.AspNetCore.Identity;

namespace RuralEc.Server.Security;

/// <summary>Why a name or password is refused, in the language of the people who read it.</summary>
internal sealed class AccountErrors : IdentityErrorDescriber
{
    public override IdentityError PasswordTooShort(int length) =>
        Of(base.PasswordTooShort(length), $"密码至少 {length} 位。");

    public override IdentityError PasswordRequiresUniqueChars(int uniqueChars) =>
        Of(base.PasswordRequiresUniqueChars(uniqueChars), $"密码至少含 {uniqueChars} 种不同字符。");

    public override IdentityError DuplicateUserName(string userName) =>
        Of(base.DuplicateUserName(userName), $"用户名 {userName} 已被使用。");

    public override IdentityError InvalidUserName(string? userName) =>
        Of(base.InvalidUserName(userName), "用户名只能用字母、数字和 - . _ @ +。");

    private static IdentityError Of(IdentityError english, string chinese) =>
        CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en"
            ? english
            : new() { Code = english.Code, Description = chinese };
}

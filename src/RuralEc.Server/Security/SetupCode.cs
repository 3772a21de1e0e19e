using System.Security.Cryptography;

namespace RuralEc.Server.Security;

/// <summary>
/// The one-time code of the first-administrator page. It is printed where the server was started, so that only who
/// can read that may become administrator.
/// </summary>
internal sealed class SetupCode
{
    public string Value { get; } = RandomNumberGenerator.GetHexString(16, lowercase: true);

    public bool Is(string? given) =>
        given is not null
        && CryptographicOperations.FixedTimeEquals(
            System.Text.Encoding.UTF8.GetBytes(given),
            System.Text.Encoding.UTF8.GetBytes(Value)
        );
}

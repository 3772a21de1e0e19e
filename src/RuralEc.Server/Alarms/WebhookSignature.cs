using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RuralEc.Server.Alarms;

/// <summary>
/// Signs a webhook as Standard Webhooks 1.0 says: HMAC-SHA256 over id, timestamp and body, so that neither can be
/// changed and an old one cannot be sent again unnoticed.
/// </summary>
internal static class WebhookSignature
{
    private const string SecretPrefix = "whsec_";

    /// <param name="secret"><c>whsec_</c> and the key in base64.</param>
    /// <returns>The value of the header <c>webhook-signature</c>.</returns>
    public static string Of(string secret, string id, DateTimeOffset at, string body)
    {
        var key = Convert.FromBase64String(secret[SecretPrefix.Length..]);
        var signed = string.Create(CultureInfo.InvariantCulture, $"{id}.{at.ToUnixTimeSeconds()}.{body}");
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(signed)));
    }
}

using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace RuralEc.ColdChain.Alarms.Notices;

/// <summary>
/// The keys that sign webhooks. They have to be read again to sign, so they are encrypted with the server's data
/// protection keys instead of hashed.
/// </summary>
public sealed class ContactSecrets(IDataProtectionProvider protection)
{
    private const int Octets = 32;

    /// <summary>As Standard Webhooks writes it, so that its libraries take it as it is.</summary>
    private const string Prefix = "whsec_";

    private readonly IDataProtector _protector = protection.CreateProtector("RuralEc.AlarmContacts");

    /// <summary>A new key in the form that is shown once, and the same to be stored.</summary>
    internal (string Shown, string Stored) New()
    {
        var secret = Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(Octets));
        return (secret, _protector.Protect(secret));
    }

    internal ContactTarget TargetOf(AlarmContact contact) =>
        new(
            contact.Name,
            contact.Target,
            contact.PartyGln,
            contact.Language,
            contact.ProtectedSecret is { } stored ? _protector.Unprotect(stored) : null
        );
}

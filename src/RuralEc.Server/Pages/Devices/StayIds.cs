using System.Security.Cryptography;
using System.Text;

namespace RuralEc.Server.Pages.Devices;

/// <summary>Ids of stays that one form records together, so that a double tap records each of them once.</summary>
internal static class StayIds
{
    public static Guid Of(Guid form, string itemUri) =>
        new(SHA256.HashData([.. form.ToByteArray(), .. Encoding.UTF8.GetBytes(itemUri)]).AsSpan(0, 16));
}

using System.Security.Cryptography;
using System.Text;

namespace RuralEc.ColdChain.Devices;

/// <summary>The password of a device: 128 random bits, of which only the SHA-256 is kept.</summary>
internal static class DeviceSecret
{
    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public static string HashOf(string secret) => HashOf(Encoding.UTF8.GetBytes(secret));

    public static string HashOf(ReadOnlySpan<byte> secret) => Convert.ToHexStringLower(SHA256.HashData(secret));
}

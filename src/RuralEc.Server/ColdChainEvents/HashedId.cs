using System.Security.Cryptography;

namespace RuralEc.Server.ColdChainEvents;

/// <summary>The same id for the same content, whichever process makes it: a UUID of version 8 (RFC 9562 §5.8).</summary>
internal static class HashedId
{
    public static Guid Of(ReadOnlySpan<byte> content)
    {
        var id = SHA256.HashData(content).AsSpan(0, 16);
        id[6] = (byte)((id[6] & 0x0F) | 0x80);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id, bigEndian: true);
    }
}
